"""Small talk and questions about the collection get statements of the service's own."""

from pathlib import Path

import pytest

from service.answers.conversation import Turn
from service.answers.statement import Statement, StatementKind
from service.assistant import Assistant
from service.conversations.chat_text import render_chat_text
from service.conversations.conversation_service import AskOptions, answer_after, build_turn
from service.retrieval.filters import Filters
from tests.support.workspaces import open_workspace, write_pages

TABLE = "\n".join(
    [
        '"title","text","date","source"',
        '"新桥镇第1号新闻","记者到新桥镇采访。新桥镇镇长是林知夏。","2019-05-03","1.txt"',
        '"新桥镇第2号新闻","记者又到新桥镇采访。大家都在忙。","2021-06-01","2.txt"',
        '"新桥镇第3号新闻","记者再到新桥镇采访。大家还在忙。","2021-07-02","3.txt"',
        '"别的新闻","这一天没有写明,大家都在休息。","","4.txt"',
    ]
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Three articles with a date, and one without."""
    folder = tmp_path_factory.mktemp("dated")
    write_pages(folder / "pages", {"all.csv": TABLE})
    return Assistant(open_workspace(folder / "data", collection=folder / "pages"))


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("一共有多少篇文章？", "一共收录了 4 篇文章。"),
        ("How many articles are there?", "There are 4 articles."),
        ("2021年有几篇？", "日期为2021年的文章有 2 篇。另有 1 篇没有注明日期。"),
        ("2023年有几篇？", "没有日期为2023年的文章。另有 1 篇没有注明日期。"),
        (
            "最新的一篇是什么？",
            "日期最新的一篇是《新桥镇第3号新闻》（2021年7月2日）。另有 1 篇没有注明日期。",
        ),
        (
            "最新的一篇文章讲了什么？",
            "日期最新的一篇是《新桥镇第3号新闻》（2021年7月2日），开头是："
            "“记者再到新桥镇采访。大家还在忙”。另有 1 篇没有注明日期。",
        ),
        (
            "what does the oldest article say",
            "The oldest article is “新桥镇第1号新闻” (2019-05-03), which begins: "
            "“记者到新桥镇采访。新桥镇镇长是林知夏”. Articles without a date: 1.",
        ),
        (
            "最早的两篇",
            "日期最早的 2 篇是：《新桥镇第1号新闻》（2019年5月3日）、"
            "《新桥镇第2号新闻》（2021年6月1日）。另有 1 篇没有注明日期。",
        ),
        (
            "what is the oldest article",
            "The oldest article is “新桥镇第1号新闻” (2019-05-03). Articles without a date: 1.",
        ),
        (
            "文章都来自哪里？",
            "4 篇文章来自 4 个文件：1.txt（1 篇）、2.txt（1 篇）、3.txt（1 篇）、4.txt（1 篇）。",
        ),
        ("文章的时间范围", "文章的日期从2019年5月3日到2021年7月2日。另有 1 篇没有注明日期。"),
    ],
)
def test_collection_is_described(dated: Assistant, question: str, statement: str) -> None:
    answer = dated.ask(question)
    assert answer.answered
    assert answer.text == render_chat_text(answer) == statement
    assert answer.statement is not None
    assert answer.statement.kind is StatementKind.COLLECTION
    assert answer.quotes == ()


def test_articles_that_are_named_are_the_sources(dated: Assistant) -> None:
    answer = dated.ask("最早的两篇")
    assert [source.hit.article.source for source in answer.sources] == ["1.txt", "2.txt"]
    assert all(source.highlights == () for source in answer.sources)
    assert len(dated.ask("最早的两篇", limit=1).sources) == 1


def test_filters_restrict_what_is_counted(dated: Assistant) -> None:
    answer = dated.ask("一共有多少篇文章？", filters=Filters(date_from="2021"))
    assert answer.statement == Statement(StatementKind.COLLECTION, "一共收录了 2 篇文章。", 2)
    assert answer.articles_left == 2
    sources = dated.ask("有哪些来源？", filters=Filters(source="1.txt"))
    assert sources.text == "1 篇文章来自 1 个文件：1.txt（1 篇）。"


def test_empty_collection_says_that_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    empty = Assistant(open_workspace(tmp_path / "data", collection=tmp_path / "pages"))
    assert empty.ask("最新的一篇").text == "还没有收录文章。"
    assert empty.ask("How many articles are there?").text == "There are no articles yet."


def test_collection_without_dates_says_so(assistant: Assistant) -> None:
    assert assistant.ask("最新的一篇").text == "收录的文章都没有注明日期。"
    assert assistant.ask("which article is the newest").text == "The articles have no dates."


@pytest.mark.parametrize(
    ("text", "start"), [("你好", "你好！"), ("谢谢！", "不客气"), ("Thanks", "You are welcome")]
)
def test_small_talk_gets_a_reply_in_its_language(dated: Assistant, text: str, start: str) -> None:
    answer = dated.ask(text)
    assert answer.answered
    assert answer.text.startswith(start)
    assert answer.statement is not None
    assert answer.statement.kind is StatementKind.SMALL_TALK
    assert answer.sources == ()


def test_what_it_can_do_counts_the_articles(dated: Assistant) -> None:
    assert "4 篇文章" in dated.ask("你能做什么？").text
    assert "4 articles" in dated.ask("What can you do?").text


def test_question_after_a_greeting_is_answered(dated: Assistant) -> None:
    answer = dated.ask("你好，新桥镇镇长是谁？谢谢！")
    assert answer.question == "新桥镇镇长是谁？"
    assert "林知夏" in answer.text


def test_follow_up_reaches_over_small_talk(dated: Assistant) -> None:
    turns: list[Turn] = []
    for text in ("新桥镇镇长是谁？", "谢谢！", "你能做什么？", "那旧桥镇呢？"):
        reply = answer_after(dated, text, turns, AskOptions())
        turns.append(build_turn(text, reply, asked_at=0))
    assert turns[-1].interpreted == "旧桥镇镇长是谁？"
    assert turns[-2].carried_over == ""
