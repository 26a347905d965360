"""Questions about the whole collection get a complete answer that says so."""

from pathlib import Path

import pytest

from service.answers.answer import Reason
from service.answers.mentions import Mentions
from service.assistant import Assistant
from service.retrieval.filters import NO_FILTERS
from tests.support.console import wenbao
from tests.support.workspaces import open_workspace, write_pages

PAGE = """# 第{n}条新闻标题在此

2017年10月{day}日,记者到望江县采访。当地干部说,学习焦裕禄精神要落到实处。

望江县还介绍了经验。
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Seven articles that mention 望江县, and one that does not."""
    folder = tmp_path_factory.mktemp("many")
    pages = {f"{n}.txt": PAGE.format(n=n, day=10 + n) for n in range(7)}
    pages["8.txt"] = "# 别的新闻标题在此\n\n金水区今天没有新闻,大家都在休息。\n"
    write_pages(folder / "pages", pages)
    return Assistant(open_workspace(folder / "data", collection=folder / "pages"))


def mentions(assistant: Assistant, question: str, offset: int = 0, limit: int = 50) -> Mentions:
    asked = assistant.read_mention_question(question)
    assert asked is not None
    return assistant.mentions(asked, assistant.scope(NO_FILTERS), offset, limit)


def test_all_are_counted_and_the_first_are_sources(many: Assistant) -> None:
    answer = many.ask("有多少篇提到望江县?", limit=3)
    assert answer.answered
    assert answer.text == "共有 7 篇文章提到“望江县”。"
    assert answer.mentions is not None
    assert answer.mentions.total == 7
    assert [source.hit.article.source for source in answer.sources] == ["0.txt", "1.txt", "2.txt"]


def test_every_quote_is_the_verbatim_sentence_that_mentions_it(many: Assistant) -> None:
    for mention in mentions(many, "哪些文章提到焦裕禄?").page:
        assert mention.quote is not None
        text = mention.article.text
        quoted = text[mention.quote.start : mention.quote.end]
        assert quoted == "当地干部说,学习焦裕禄精神要落到实处。"
        assert [text[start:end] for start, end in mention.highlights] == ["焦裕禄"]
        assert mention.passage is not None
        assert quoted in mention.passage.text_in(mention.article)


def test_mentions_of_one_article_are_counted(many: Assistant) -> None:
    assert {item.count for item in mentions(many, "哪些文章提到望江县?").page} == {2}


def test_pages_together_are_the_whole_list(many: Assistant) -> None:
    seen, offset = [], 0
    while True:
        page = mentions(many, "哪些文章提到望江县?", offset, 3)
        assert page.total == 7
        seen += [item.article.source for item in page.page]
        if page.next_offset is None:
            break
        offset = page.next_offset
    assert seen == [f"{n}.txt" for n in range(7)]


def test_a_list_names_the_first_titles(many: Assistant) -> None:
    text = many.ask("哪些文章提到望江县?").text
    assert text.startswith("共有 7 篇文章提到“望江县”：《")
    assert text.endswith("》等。")
    assert text.count("《") == 3


def test_an_english_question_is_answered_in_english(many: Assistant) -> None:
    assert many.ask("How many articles mention 望江县?").text == "7 articles mention “望江县”."
    assert many.ask("How many articles mention 金水区?").text == "1 article mentions “金水区”."


def test_no_mention_is_declined_with_a_true_sentence_and_the_nearest_passages(
    many: Assistant,
) -> None:
    answer = many.ask("哪些文章提到惠济区?")
    assert not answer.answered
    assert answer.reason is Reason.NO_MATCH
    assert answer.text == "收录的文章里没有提到“惠济区”。"
    assert answer.mentions is not None
    assert answer.mentions.total == 0
    assert answer.sources
    assert answer.quotes == ()
    english = many.ask("Which articles mention Beijing?").text
    assert english == "No article in the collection mentions “Beijing”."


def test_terms_are_joined_by_and_or_or(many: Assistant) -> None:
    assert mentions(many, "哪些文章提到望江县和金水区?").total == 0
    assert mentions(many, "哪些文章提到望江县或金水区?").total == 8
    assert many.ask("有多少篇提到望江县或金水区?").text == "共有 8 篇文章提到“望江县”或“金水区”。"


def test_a_date_narrows_the_articles(many: Assistant) -> None:
    dated = {
        item.article.date
        for item in mentions(many, "哪些文章提到望江县?").page
        if item.article.date
    }
    for date in dated:
        year, month, day = map(int, date.split("-"))
        found = mentions(many, f"{year}年{month}月{day}日有几篇文章提到望江县?")
        assert {item.article.date for item in found.page} == {date}
    assert mentions(many, "1999年的哪些文章提到望江县?").total == 0
    said = many.ask("1999年1月有几篇文章提到望江县?").text
    assert said == "收录的日期为1999年1月的文章里没有提到“望江县”。"


def test_what_is_replaced_is_never_listed_again(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", {"a.txt": "# 某日新闻标题\n\n望江县来了客人。\n"})
    workspace = open_workspace(tmp_path / "data", collection=pages)
    assert mentions(Assistant(workspace), "哪些文章提到望江县?").total == 1
    write_pages(pages, {"a.txt": "# 某日新闻标题\n\n金水区来了客人。\n"})
    wenbao("index", pages, "--data", tmp_path / "data")
    assert mentions(Assistant(workspace), "哪些文章提到望江县?").total == 0
    assert mentions(Assistant(workspace), "哪些文章提到金水区?").total == 1


def test_byline_is_a_mention_without_a_quote(assistant: Assistant) -> None:
    found = mentions(assistant, "哪些文章提到孙志刚?")
    assert {item.article.source[:3] for item in found.page} == {"000", "002", "003"}
    assert all(item.quote is None and "孙志刚" in item.article.byline for item in found.page)


def test_console_lists_the_articles(tmp_path: Path) -> None:
    pages = write_pages(
        tmp_path / "pages", {f"{n}.txt": PAGE.format(n=n, day=10) for n in range(2)}
    )
    settings = {"WENBAO_COLLECTION": str(pages)}
    done = wenbao("ask", "哪些文章提到焦裕禄?", "--data", tmp_path / "data", **settings)
    assert done.returncode == 0, done.stderr
    assert "共有 2 篇文章提到“焦裕禄”" in done.stdout
    assert "(0.txt" in done.stdout
    assert "(1.txt" in done.stdout
    assert "当地干部说,学习焦裕禄精神要落到实处。" in done.stdout
    none = wenbao("ask", "哪些文章提到惠济区?", "--data", tmp_path / "data", **settings)
    assert "收录的文章里没有提到“惠济区”。" in none.stdout
    assert "Possibly related" in none.stdout
