"""What a search shows: a cut-off, an order, facets."""

from pathlib import Path

import pytest

from service.assistant import Assistant
from service.evaluation.items import read_items
from service.retrieval.explain import Stage, explain
from service.retrieval.filters import Filters
from service.retrieval.matching import FacetName
from service.retrieval.relevance import LEAST
from service.retrieval.results import Results, Sort, Wanted
from tests.support.paths import ROOT
from tests.support.workspaces import open_workspace, write_pages

DATA = ROOT / "tests/data"
ABSENT = ("zzzz没有的词", "欧阳晴岚", "司马翎焱", "量子计算机", "红烧肉怎么做", "qwzxv", "asdf")


def table() -> str:
    lines = ['"title","text","date","source"']
    for n in range(30):
        paper, year = ("晚报", 2016) if n % 3 else ("日报", 2017)
        text = f"望江县第{n}座新桥昨天通车,两岸往来方便了许多。"
        lines.append(f'"第{n}座新桥通车","{text}","{year}-0{n % 9 + 1}-11","{paper}.txt"')
    lines.append('"食堂","县里的食堂办了党建云平台,职工都说好。","","日报.txt"')
    return "\n".join(lines)


@pytest.fixture(scope="module")
def bridges(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("bridges")
    pages = write_pages(folder / "pages", {"all.csv": table()})
    return Assistant(open_workspace(folder / "data", collection=pages))


def titles(found: Results) -> list[str]:
    return [hit.article.title for hit in found.hits]


@pytest.mark.parametrize("query", ABSENT)
def test_what_no_article_has_is_not_found(assistant: Assistant, query: str) -> None:
    found = assistant.find(query, Wanted(50, facets=True))
    assert found.hits == ()
    assert found.cut_off > 0
    assert found.articles == 0
    assert found.facets is not None
    assert [facet.values for facet in found.facets] == [(), (), ()]


def test_questions_find_their_article_however_they_are_worded(assistant: Assistant) -> None:
    names = ("seed_questions", "seed_questions_held")
    items = [item for name in names for item in read_items(DATA / f"{name}.jsonl")]
    asked = [item.turns[0] for item in items if item.is_answerable]
    found = [assistant.find(turn.question, Wanted(50)) for turn in asked]
    lost = [
        turn.question
        for turn, one in zip(asked, found, strict=True)
        if not any(turn.comes_from(hit.article.source) for hit in one.hits)
    ]
    assert len(asked) > 80
    assert lost == []
    assert sum(one.cut_off for one in found) > 15 * len(asked)


def test_what_only_the_encoders_find_is_found(assistant: Assistant) -> None:
    found = assistant.find("谁来照顾孤寡老人?", Wanted(10))
    [hit] = found.hits
    assert "托老服务中心" in hit.text
    assert not any(word in hit.text for word in found.search.question.words if len(word) > 1)


def test_all_that_is_shown_is_relevant_enough(assistant: Assistant) -> None:
    found = assistant.find("党建云平台", Wanted(50))
    assert 0 < len(found.hits) < 50
    assert len(found.hits) + found.cut_off == len(found.search.ordered)
    assert min(hit.scores.relevance or 0 for hit in found.hits) >= LEAST


def test_a_passage_that_has_the_query_as_it_stands_is_always_shown(bridges: Assistant) -> None:
    found = bridges.find("黨建雲 平台", Wanted(50))
    assert titles(found) == ["食堂"]
    assert found.hits[0].scores.relevance == 1.0


def test_what_is_cut_off_can_be_asked_for(assistant: Assistant) -> None:
    cut = assistant.find("zzzz没有的词", Wanted(50))
    found = assistant.find("zzzz没有的词", Wanted(50, everything=True))
    assert (len(found.hits), found.cut_off) == (cut.cut_off, 0)


def test_a_passage_below_the_cut_off_is_explained(assistant: Assistant) -> None:
    found = assistant.find("党建云平台", Wanted(50))
    low = min(found.search.ordered, key=lambda hit: hit.scores.relevance or 0)
    library = assistant.workspace.library
    why = explain(found.search, len(found.hits), low.passage.id, library)
    assert why.stage is Stage.CUT_OFF
    assert "too little to do with the query" in why.explanation


def test_newest_first_reaches_beyond_the_nearest_passages(bridges: Assistant) -> None:
    nearest = bridges.find("新桥通车", Wanted(10))
    newest = bridges.find("新桥通车", Wanted(10, Sort.DATE))
    dates = [hit.article.date for hit in newest.hits]
    assert len(dates) == len(nearest.hits) == 10
    assert dates == sorted(dates, reverse=True)
    assert {date[:4] for date in dates} == {"2017"}
    assert newest.articles == 30


def test_facets_count_all_matching_articles(bridges: Assistant) -> None:
    found = bridges.find("新桥通车", Wanted(5, facets=True))
    assert found.facets is not None
    counted = {facet.name: dict(facet.values) for facet in found.facets}
    assert list(counted) == [FacetName.COLLECTION, FacetName.SOURCE, FacetName.YEAR]
    assert counted[FacetName.SOURCE] == {"晚报.txt": 20, "日报.txt": 10}
    assert counted[FacetName.YEAR] == {"2017": 10, "2016": 20}
    assert (len(found.hits), found.articles) == (5, 30)


def test_facets_count_within_the_filters(bridges: Assistant) -> None:
    found = bridges.find("新桥通车", Wanted(5, facets=True), Filters(source="日报"))
    assert found.facets is not None
    assert dict(found.facets[1].values) == {"日报.txt": 10}
    assert found.articles == 10


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    empty = Assistant(open_workspace(tmp_path / "data", collection=tmp_path / "none"))
    found = empty.find("新桥", Wanted(5, Sort.DATE, facets=True))
    assert (found.hits, found.cut_off, found.articles) == ((), 0, 0)


def test_a_phrase_is_marked_as_one(assistant: Assistant) -> None:
    found = assistant.find("党建云平台", Wanted(50))
    marked = {
        source.hit.article.text[start:end]
        for source in assistant.cite(found)
        for start, end in source.highlights
    }
    assert {"党建云平台", "党建云”平台"} <= marked
    assert "云" not in marked
