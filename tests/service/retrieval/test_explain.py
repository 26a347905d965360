"""Why a passage is shown, or at which stage it was dropped."""

from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.library.records import Contents, StoredFile
from service.assistant import Assistant
from service.retrieval.explain import Explanation, Stage, explain
from service.retrieval.results import Wanted
from service.retrieval.search import RANKED
from service.workspace.workspace import Workspace
from tests.support.workspaces import open_workspace, write_pages

QUERY = "绿东村街道开通的微信公共平台"


def why(workspace: Workspace, passage_id: str, limit: int = 5) -> Explanation:
    found = Assistant(workspace).find(QUERY, Wanted(limit))
    return explain(found.search, limit, passage_id, workspace.library)


def test_best_passage_is_shown_first_with_what_the_ranking_saw(seeds_workspace: Workspace) -> None:
    best = Assistant(seeds_workspace).search(QUERY, 1).hits[0]
    reported = why(seeds_workspace, best.passage.id)
    assert (reported.stage, reported.place) == (Stage.SHOWN, 1)
    assert reported.terms == pytest.approx(best.scores.terms)
    assert reported.features is not None
    assert reported.features.terms == 1.0


def test_passage_below_the_limit_is_outranked(seeds_workspace: Workspace) -> None:
    third = Assistant(seeds_workspace).search(QUERY, 3).hits[2]
    reported = why(seeds_workspace, third.passage.id, limit=2)
    assert (reported.stage, reported.place) == (Stage.OUTRANKED, 3)
    assert reported.explanation == "It is ranked number 3; 2 are shown."


def test_every_passage_of_the_collection_has_one_of_the_stages(seeds_workspace: Workspace) -> None:
    reported = [
        why(seeds_workspace, stored.passage.id)
        for _, passages in seeds_workspace.library.passages.walk()
        for stored in passages
    ]
    stages = [item.stage for item in reported]
    ranked = [stages.count(one) for one in (Stage.SHOWN, Stage.OUTRANKED, Stage.CUT_OFF)]
    assert ranked[0] == 4
    assert ranked[2] > 15
    assert sum(ranked) == RANKED
    assert {Stage.NOT_RANKED, Stage.NOT_FOUND} <= set(stages)
    assert all(item.terms is not None and item.vectors is not None for item in reported)


def test_unknown_id_is_reported_as_unknown(seeds_workspace: Workspace) -> None:
    assert why(seeds_workspace, "ffffffffffffffff-0").stage is Stage.UNKNOWN


def test_passage_stored_after_the_snapshot_is_not_indexed(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", {"a.txt": "绿东村街道\n\n绿东村街道开通了绿东播报。\n"})
    workspace = open_workspace(tmp_path / "data", collection=pages)
    [article] = workspace.library.articles.page()
    file = StoredFile("a.txt", "", "changed")
    workspace.library.replace(Contents(file, [replace(article, title="绿东")]))
    [passage] = workspace.library.passages.of_article(article.id)
    assert why(workspace, passage.id).stage is Stage.NOT_INDEXED


def test_every_passage_that_a_long_search_shows_is_explained_as_shown(
    seeds_workspace: Workspace,
) -> None:
    shown = Assistant(seeds_workspace).find("街道", Wanted(50))
    assert len(shown.hits) > RANKED
    for place, hit in enumerate(shown.hits, 1):
        found = explain(shown.search, 50, hit.passage.id, seeds_workspace.library)
        assert (found.stage, found.place) == (Stage.SHOWN, place)
        assert found.features is not None
