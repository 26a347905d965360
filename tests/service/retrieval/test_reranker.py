"""The optional cross-encoder: a tiny real one that prefers texts about a prize."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest

from embeddings.encoding.reranker import Reranker, load_reranker
from embeddings.errors import EncoderError
from service.answers.hits import Hit
from service.assistant import Assistant
from service.retrieval.explain import Stage, explain
from service.retrieval.reranking import RERANKED, rerank
from tests.support.console import wenbao
from tests.support.running_server import running_server
from tests.support.workspaces import open_workspace, write_pages

pytestmark = pytest.mark.slow

LIKED = "奖"
PLACES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄"
QUERY = "志愿服务队清理河道"
CHARACTERS = "".join(sorted(set(f"{LIKED}{PLACES}{QUERY}村的社区组织了获得市级,。")))


def page(n: int, place: str) -> str:
    """Return an article that answers less of the question the higher ``n`` is."""
    title = f"{place}村获得市级{LIKED}" if n == 12 else f"{place}村社区"
    prize = f"{place}村获得市级{LIKED}。" if n in (5, 17) else ""
    return f"{title}\n\n{place}村组织了志愿服务队,清理河道。{prize}{f'{place}村的社区。' * n}\n"


PAGES = {f"{n:02} {place}村.txt": page(n, place) for n, place in enumerate(PLACES)}
PRIZED = {"05 己村.txt", "12 寅村.txt", "17 未村.txt"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.tiny_transformers import write_cross_encoder  # noqa: PLC0415 - slow to load

    return write_cross_encoder(tmp_path_factory.mktemp("models") / "tiny", CHARACTERS, LIKED)


@pytest.fixture(scope="module")
def reranker(folder: Path) -> Reranker:
    return load_reranker(folder)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("reranked")
    open_workspace(base / "data", collection=write_pages(base / "pages", PAGES))
    return base / "data"


@pytest.fixture(scope="module")
def plain(data: Path) -> Assistant:
    return Assistant(open_workspace(data))


@pytest.fixture(scope="module")
def reranking(data: Path, folder: Path) -> Assistant:
    return Assistant(open_workspace(data, reranker=str(folder)))


def sources(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.article.source for hit in hits]


def test_scores_rank_texts_by_relevance(reranker: Reranker) -> None:
    scores = reranker.scores(QUERY, [f"甲村获得市级{LIKED}。", "甲村组织了志愿服务队。"])
    assert scores.dtype == np.float32
    assert 1 >= scores[0] > 0.9
    assert 0 <= scores[1] < 0.1


def test_a_text_has_the_same_score_alone_and_among_others(reranker: Reranker) -> None:
    texts = list(PAGES.values())
    alone = [float(reranker.scores(QUERY, [text])[0]) for text in texts]
    np.testing.assert_allclose(reranker.scores(QUERY, texts), alone, atol=1e-5)


def test_no_texts_have_no_scores(reranker: Reranker) -> None:
    assert reranker.scores(QUERY, []).shape == (0,)


def test_text_longer_than_the_model_reads_is_truncated(reranker: Reranker) -> None:
    assert reranker.scores(QUERY, ["甲村社区" * 1000]).shape == (1,)


def test_scores_are_the_same_from_many_threads(reranker: Reranker) -> None:
    texts = list(PAGES.values())
    alone = reranker.scores(QUERY, texts)
    with ThreadPoolExecutor(8) as pool:
        for scores in pool.map(lambda _: reranker.scores(QUERY, texts), range(40)):
            np.testing.assert_allclose(scores, alone, atol=1e-6)


def test_hits_that_the_reranker_likes_come_first(plain: Assistant, reranking: Assistant) -> None:
    before, after = plain.search(QUERY, RERANKED).hits, reranking.search(QUERY, RERANKED).hits
    assert set(sources(before)) == set(sources(after))
    assert set(sources(before)) >= PRIZED
    assert PRIZED & set(sources(before[:3])) == set()
    assert set(sources(after[:3])) == PRIZED


def test_hits_are_ordered_by_the_final_score_and_keep_those_before_it(
    plain: Assistant, reranking: Assistant
) -> None:
    before = {hit.passage.id: hit.scores for hit in plain.search(QUERY, 26).hits}
    hits = reranking.search(QUERY, 26).hits
    finals = [hit.scores.final for hit in hits]
    assert finals == sorted(finals, reverse=True)
    assert len(hits) == len(before) == 26
    for hit in hits:
        earlier = before[hit.passage.id]
        assert (hit.scores.terms, hit.scores.fused) == (earlier.terms, earlier.fused)
        assert earlier.reranker is None


def test_only_the_first_hits_are_read_again(plain: Assistant, reranking: Assistant) -> None:
    before, hits = plain.search(QUERY, 26).hits, reranking.search(QUERY, 26).hits
    assert [hit.scores.reranker is not None for hit in hits] == [True] * RERANKED + [False] * 6
    assert hits[RERANKED:] == before[RERANKED:]


def test_a_short_list_is_taken_from_all_that_were_read(reranking: Assistant) -> None:
    assert sources(reranking.search(QUERY, 1).hits) == sources(reranking.search(QUERY, 20).hits)[:1]


def test_no_hits_are_reranked_to_no_hits(reranker: Reranker) -> None:
    assert rerank(QUERY, [], reranker) == []


def test_questions_are_answered_with_verbatim_quotes(reranking: Assistant) -> None:
    answer = reranking.ask("甲村组织了志愿服务队做什么?")
    articles = {source.hit.article.id: source.hit.article for source in answer.sources}
    assert answer.sources
    for quote in answer.quotes:
        assert articles[quote.article_id].text[quote.start : quote.end] == quote.text


def test_order_of_the_cross_encoder_is_what_is_explained(reranking: Assistant) -> None:
    search, library = reranking.search(QUERY, 3), reranking.workspace.library
    order = [hit.passage.id for hit in search.reranked]
    assert order != [hit.passage.id for hit in search.collapsed[: len(order)]]
    found = [explain(search, len(search.hits), passage_id, library) for passage_id in order]
    assert [item.place for item in found] == list(range(1, len(order) + 1))
    assert {item.stage for item in found[:3]} == {Stage.SHOWN}
    assert {item.stage for item in found[3:]} == {Stage.OUTRANKED}


@pytest.fixture(scope="module")
def client(data: Path, folder: Path) -> Iterator[httpx.Client]:
    with (
        running_server(data, WENBAO_RERANKER=str(folder)) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def test_server_reranks_by_setting(client: httpx.Client) -> None:
    results = client.post("/v1/search", json={"query": QUERY, "top_k": 4}).json()["results"]
    assert {result["source"] for result in results[:3]} == PRIZED
    assert [result["scores"]["reranker"] > 0.5 for result in results] == [True] * 3 + [False]
    assert [result["score"] for result in results] == [
        round(result["scores"]["final"], 4) for result in results
    ]


def test_reranker_is_imported_only_when_it_is_set() -> None:
    program = (
        "import sys, service.console.serving, embeddings.encoding.reranker;"
        " print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_missing_folder_is_named_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no reranker folder at .*absent.*config\.json"):
        load_reranker(tmp_path / "absent")


def test_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"does not contain a readable.*copy the whole folder"):
        load_reranker(tmp_path)


def test_model_with_many_outputs_is_refused(tmp_path: Path) -> None:
    from tests.support.tiny_transformers import write_cross_encoder  # noqa: PLC0415 - slow to load

    folder = write_cross_encoder(tmp_path / "many", CHARACTERS, LIKED, outputs=3)
    with pytest.raises(EncoderError, match=r"not a cross-encoder: .* with 3 outputs"):
        load_reranker(folder)


def test_bi_encoder_is_refused_since_it_would_score_at_random(folder: Path, tmp_path: Path) -> None:
    from tests.support.tiny_transformers import write_without_head  # noqa: PLC0415 - slow to load

    write_without_head(folder, tmp_path)
    with pytest.raises(EncoderError, match=r"not a cross-encoder: .* BertModel"):
        load_reranker(tmp_path)


def test_missing_reranker_is_reported_in_one_sentence(tmp_path: Path) -> None:
    done = wenbao("search", "河道", "--data", tmp_path, WENBAO_RERANKER="./absent/model/folder")
    assert done.returncode == 2
    assert "no reranker folder at absent/model/folder" in done.stderr
    assert "Traceback" not in done.stderr
