"""Filters: search behaves as if the library held nothing but what matches them."""

from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from embeddings.documents import Article
from embeddings.text.normalize import fold
from service.answering.mention_search import PAGE
from service.answers.answer import Reason
from service.assistant import Assistant
from service.retrieval.explain import Stage, explain
from service.retrieval.filters import NO_FILTERS, BadFilterError, Days, Filters, parse_days
from service.retrieval.highlights import find_highlights
from service.workspace.workspace import Workspace
from tests.support.workspaces import add_files, open_workspace, write_pages

QUERY = "记者在望江县看到了什么?"
YEARS = (2015, 2016, 2017)
PER_YEAR = 40
STORY = "# {name}第{n:02}号消息\n\n记者{year}年来到望江县第{n}村,看到了{n}座新桥,村民都说好。\n"


def rows() -> str:
    """Return 120 articles of three years, a row each, and one without a date."""
    lines = [
        '"id","title","text","date","source","collection","tags"',
        '"z","无日期消息","记者来到望江县。","","z.txt","",""',
    ]
    for year in YEARS:
        for n in range(PER_YEAR):
            text = f"记者{year}年来到望江县第{n}村,看到了{n}座新桥,村民都说好。"
            title = f"第{n}号{'簡報' if n % 2 else '消息'}"
            date = f"{year}-{n % 12 + 1:02}-{n % 28 + 1:02}"
            filed = f'"望江{"晚報" if n % 3 else "日报"}","{"桥梁;新聞" if n % 5 else "新闻"}"'
            lines.append(f'"{year}-{n}","{title}","{text}","{date}","Paper{year}.txt",{filed}')
    return "\n".join(lines)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("filters")
    pages = write_pages(folder / "pages", {"all.csv": rows()})
    return Assistant(open_workspace(folder / "data", collection=pages))


def satisfies(article: Article, filters: Filters) -> bool:
    """Filter as the product does, in the simplest way."""
    dated = bool(article.date) or not (filters.date_from or filters.date_to)
    return (
        filters.source.lower() in article.source.lower()
        and filters.title.replace("简报", "簡報") in article.title
        and dated
        and (not filters.date_from or article.date >= filters.date_from)
        and (not filters.date_to or article.date[: len(filters.date_to)] <= filters.date_to)
        and filters.collection.replace("晚报", "晚報") in ("", article.collection)
        and {fold(tag) for tag in filters.tags} <= {fold(tag) for tag in article.tags}
        and (not filters.article_ids or article.id in filters.article_ids)
    )


ANY_FILTERS = st.builds(
    Filters,
    source=st.sampled_from(["", "2016", "paper", "PAPER2017.TXT", "nothing"]),
    title=st.sampled_from(["", "简报", "第3号", "消息"]),
    date_from=st.sampled_from(["", "2015-06", "2016", "2016-03-09"]),
    date_to=st.sampled_from(["", "2016-07", "2016", "2017-12-31"]),
    collection=st.sampled_from(["", "", "望江晚报", "望江日报", "望江"]),
    tags=st.sampled_from([(), (), ("新闻",), ("桥梁", "新聞"), ("新", "桥梁")]),
)


@hypothesis.given(ANY_FILTERS, st.integers(1, 50))
def test_every_passage_satisfies_the_filters_and_as_many_come_as_there_are(
    assistant: Assistant, filters: Filters, limit: int
) -> None:
    found = assistant.search(QUERY, limit, filters)
    meant = [
        article
        for article in assistant.workspace.library.articles.page()
        if satisfies(article, filters)
    ]
    assert all(satisfies(hit.article, filters) for hit in found.hits)
    assert len(found.hits) == min(limit, len(meant))
    assert found.scope.size == (len(meant) if filters else None)


def test_both_searches_rank_as_if_the_others_were_not_there(assistant: Assistant) -> None:
    filters, analyzer = Filters(source="2016", title="消息"), assistant.workspace.analyzer
    few, whole = assistant.scope(filters).snapshot.index, assistant.workspace.snapshot().index
    terms, vector = analyzer.segmenter.terms(QUERY), analyzer.encode_query(QUERY)
    found = few.lexical.search(terms, 1000)
    meant = {key for key, _ in found}
    assert len(meant) == PER_YEAR // 2
    assert found == [pair for pair in whole.lexical.search(terms, 1000) if pair[0] in meant]
    assert few.lexical.search(terms, 7) == found[:7]
    nearest = [key for key, _ in whole.vectors.search(vector, 1000) if key in meant]
    assert [key for key, _ in few.vectors.search(vector, 7)] == nearest[:7]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2017-10-11", Days(20171011, 20171011)),
        ("2016-02", Days(20160201, 20160229)),
        ("2017", Days(20170101, 20171231)),
        ("", None),
        ("2017-13", None),
        ("2017-02-30", None),
        ("0000", None),
        ("2017-1", None),
        ("２０１７", None),
        ("2017\n", None),
    ],
)
def test_a_date_means_all_the_days_of_its_month_or_year(text: str, days: Days | None) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize("field", ["date_from", "date_to"])
def test_invalid_date_is_refused_with_the_expected_format(field: str) -> None:
    with pytest.raises(BadFilterError, match=f"^{field} is '10/11'; expected a date such as"):
        Filters(date_from="10/11") if field == "date_from" else Filters(date_to="10/11")


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(BadFilterError, match="comes after date_to 2016; swap them"):
        Filters(date_from="2017", date_to="2016")


def test_an_article_dated_by_its_year_is_only_in_filters_that_hold_the_whole_year(
    tmp_path: Path,
) -> None:
    table = '"title","text","date"\n"年度消息","记者来到望江县。","2017"'
    pages = write_pages(tmp_path / "pages", {"a.csv": table})
    assistant = Assistant(open_workspace(tmp_path / "data", collection=pages))
    for filters, count in (
        (Filters(date_from="2017", date_to="2017"), 1),
        (Filters(date_from="2016-05"), 1),
        (Filters(date_from="2017-02"), 0),
        (Filters(date_to="2017-11"), 0),
    ):
        assert len(assistant.search("望江县", 5, filters).hits) == count


def test_filters_that_exclude_everything_are_reported_in_the_decline(assistant: Assistant) -> None:
    nothing = Filters(date_from="1999", date_to="1999")
    for question in (QUERY, "哪些文章提到望江县?"):
        answer = assistant.ask(question, filters=nothing)
        assert (answer.reason, answer.sources, answer.articles_left) == (Reason.NO_MATCH, (), 0)
    assert assistant.search(QUERY, 5, nothing).hits == ()


def test_an_answer_is_drawn_from_what_the_filters_leave(assistant: Assistant) -> None:
    question = "望江县第7村有多少座新桥?"
    for year in YEARS:
        answer = assistant.ask(question, filters=Filters(source=f"paper{year}"))
        assert {source.hit.article.date[:4] for source in answer.sources} == {str(year)}
        assert answer.articles_left == PER_YEAR
    assert assistant.ask(question).articles_left is None


def test_all_articles_that_mention_something_are_counted_within_the_filters(
    assistant: Assistant,
) -> None:
    question = "哪些文章提到望江县?"
    total = len(YEARS) * PER_YEAR + 1
    for filters, count in ((NO_FILTERS, total), (Filters(date_from="2016"), 2 * PER_YEAR)):
        found = assistant.ask(question, filters=filters).mentions
        assert found is not None
        assert (found.total, len(found.page)) == (count, PAGE)


def test_excluded_passage_is_explained_as_filtered(assistant: Assistant) -> None:
    workspace = assistant.workspace
    best = assistant.search(QUERY, 1, Filters(date_to="2015")).hits[0].passage.id
    search = assistant.search(QUERY, 5, Filters(date_from="2016"))
    assert explain(search, len(search.hits), best, workspace.library).stage is Stage.FILTERED


def test_a_new_article_is_found_within_filters(tmp_path: Path) -> None:
    first = write_pages(tmp_path / "pages", {"a.txt": STORY.format(name="旧楼", n=2, year=2019)})
    workspace = open_workspace(tmp_path / "data", collection=first)
    filters = Filters(title="新桥")
    assert Assistant(workspace).search("新桥", 5, filters).hits == ()
    added = write_pages(tmp_path / "more", {"b.txt": STORY.format(name="新桥", n=1, year=2020)})
    add_files(workspace, added / "b.txt")
    assert len(Assistant(workspace).search("新桥", 5, filters).hits) == 1


def test_words_of_the_query_are_marked_where_they_stand(assistant: Assistant) -> None:
    found = assistant.search("望江縣新橋在哪里?", 3, Filters(source="2017"))
    for hit in found.hits:
        spans = find_highlights(hit, found.question)
        assert {hit.article.text[start:end] for start, end in spans} == {"望江县", "新桥"}
        assert all(hit.passage.start <= start < end <= hit.passage.end for start, end in spans)


def test_seeds_are_searched_within_filters(seeds_workspace: Workspace) -> None:
    hits = Assistant(seeds_workspace).search("党建工作", 50, Filters(source="000_")).hits
    assert {hit.article.source for hit in hits} == {"000_34f4e29fc2acec92.txt"}
    assert len(hits) > 10
