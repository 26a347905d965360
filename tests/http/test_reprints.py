"""A story that several files print appears once in answers and searches."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from service.answering.verification import collect_articles, verify_answer
from service.assistant import Assistant
from service.retrieval.explain import Stage, explain
from tests.support.contract import ask
from tests.support.reprints import PAGES, QUESTION
from tests.support.running_server import running_server
from tests.support.workspaces import open_workspace, write_pages

PAPERS = {"县报.txt", "晚报.txt", "日报.txt"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("reprints")
    pages = write_pages(folder / "pages", PAGES)
    with running_server(folder / "data", WENBAO_COLLECTION=str(pages)) as url:
        yield url


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    pages = write_pages(tmp_path / "pages", PAGES)
    return Assistant(open_workspace(tmp_path / "data", collection=pages))


def test_answer_shows_the_story_once_with_its_reprints(url: str) -> None:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        reply = ask(client, QUESTION)
        results = client.post("/v1/search", json={"query": "青石县小学"}).json()["results"]
        for sources in (reply["sources"], results):
            [shown] = [source for source in sources if source["source"] in PAPERS]
            assert {reprint["source"] for reprint in shown["reprints"]} == PAPERS - {
                shown["source"]
            }
            assert all(
                set(reprint) == {"article_id", "title", "source", "date"}
                for reprint in shown["reprints"]
            )
            assert all(
                source["reprints"] == [] for source in sources if source["source"] not in PAPERS
            )
            for item in shown["reprints"]:
                assert client.get(f"/v1/documents/{item['article_id']}").status_code == 200


def test_reprint_with_a_misprint_is_not_a_differing_account(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assert answer.short
    assert answer.short.text in ("86所", "68所")
    assert answer.differing == ()


def test_copies_leave_room_for_other_sources(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION, limit=2)
    assert {source.hit.article.source for source in answer.sources} - PAPERS


def test_deleted_reprint_is_not_named(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    [gone, *_] = answer.sources[0].hit.reprints
    left = verify_answer(
        answer, [item for key, item in collect_articles(answer).items() if key != gone.id]
    )
    assert left.sources == (
        replace(
            answer.sources[0],
            hit=replace(
                answer.sources[0].hit,
                reprints=tuple(
                    reprint for reprint in answer.sources[0].hit.reprints if reprint != gone
                ),
            ),
        ),
        *answer.sources[1:],
    )


def test_collapsed_passage_is_explained(assistant: Assistant) -> None:
    library, search = assistant.workspace.library, assistant.search("青石县小学", 10)
    [shown] = [hit for hit in search.hits if hit.reprints]
    for article in shown.reprints:
        [passage] = library.passages.of_article(article.id)
        reported = explain(search, len(search.hits), passage.id, library)
        assert (reported.stage, reported.place) == (Stage.COLLAPSED, None)
