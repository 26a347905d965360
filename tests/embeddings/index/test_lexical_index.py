"""The lexical index ranks by BM25 over words, bigrams and characters."""

import math
from pathlib import Path

import pytest

from embeddings.index.lexical_index import LexicalIndex, LexicalWriter
from embeddings.text.joined_terms import JoinedTerms
from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter, Terms
from service.workspace.workspace import Workspace

TEXTS = {
    7: "绿东村街道开通了绿东播报微信公共平台。",
    8: "须水街道开通了微信欣欣须水。",
    9: "建设路街道制定了一辩一评一票决的干部选拔方式。",
    3_000_000_000: "群众满意率达到99.9%。",
}
NOTHING = Terms((), (), ())


@pytest.fixture(scope="module")
def segmenter(seeds_workspace: Workspace) -> Segmenter:
    return seeds_workspace.analyzer.segmenter


@pytest.fixture(scope="module")
def index(segmenter: Segmenter, tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return build(tmp_path_factory.mktemp("lexical") / "terms", segmenter)


def build(folder: Path, segmenter: Segmenter) -> LexicalIndex:
    writer = LexicalWriter(folder)
    for key, text in TEXTS.items():
        writer.add(key, *segmenter.join_terms([fold(text)]))
    writer.finish()
    return LexicalIndex.open(folder)


def test_every_passage_is_counted(index: LexicalIndex) -> None:
    assert len(index) == len(TEXTS)


@pytest.mark.parametrize(
    ("query", "key"),
    [("绿东播报", 7), ("欣欣须水", 8), ("一辩一评一票决", 9), ("满意率99.9%", 3_000_000_000)],
)
def test_name_finds_its_passage_first(
    index: LexicalIndex, segmenter: Segmenter, query: str, key: int
) -> None:
    assert index.search(segmenter.terms(query), 10)[0][0] == key


def test_hits_come_best_first_and_no_more_than_asked(
    index: LexicalIndex, segmenter: Segmenter
) -> None:
    terms = segmenter.terms("街道开通微信平台")
    hits = index.search(terms, 10)
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)
    assert {key for key, _ in hits} == {7, 8, 9}
    assert index.search(terms, 1) == hits[:1]
    assert index.search(terms, 0) == []


def test_nothing_is_found_for_nothing(index: LexicalIndex, segmenter: Segmenter) -> None:
    assert index.search(NOTHING, 10) == []
    assert index.search(segmenter.terms("龘"), 10) == []


def test_scores_of_chosen_passages_equal_those_of_the_search(
    index: LexicalIndex, segmenter: Segmenter
) -> None:
    terms = segmenter.terms("街道开通微信平台")
    found = dict(index.search(terms, 10))
    assert index.scores(terms, [8, 9]) == pytest.approx({8: found[8], 9: found[9]})
    assert index.scores(terms, [3_000_000_000, 12345]) == {}
    assert index.scores(terms, []) == {}
    assert index.scores(NOTHING, [8]) == {}


def test_score_is_bm25_summed_over_the_fields(tmp_path: Path) -> None:
    writer = LexicalWriter(tmp_path / "terms")
    writer.add(1, JoinedTerms("甲", "", "甲"))
    writer.add(2, JoinedTerms("乙", "", "乙"))
    writer.finish()
    index = LexicalIndex.open(tmp_path / "terms")
    # N=2, n=1, tf=1, length = average length: idf * (k1 + 1) / (1 + k1) with k1 = 1.2
    one_field = math.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert dict(index.search(Terms(("甲",), (), ()), 5)) == pytest.approx({1: one_field})
    assert dict(index.search(Terms(("甲",), (), ("甲",)), 5)) == pytest.approx({1: 2 * one_field})


def test_rare_term_weighs_more_than_a_common_one(index: LexicalIndex) -> None:
    assert index.inverse_document_frequency("words", "街道") == pytest.approx(
        math.log(1 + (4 - 3 + 0.5) / (3 + 0.5))
    )
    assert index.inverse_document_frequency("bigrams", "播报") == pytest.approx(
        math.log(1 + (4 - 1 + 0.5) / (1 + 0.5))
    )
    assert index.inverse_document_frequency("characters", "龘") == pytest.approx(math.log(10))


def test_index_without_passages_finds_nothing(tmp_path: Path, segmenter: Segmenter) -> None:
    LexicalWriter(tmp_path / "terms").finish()
    index = LexicalIndex.open(tmp_path / "terms")
    assert len(index) == 0
    assert index.search(segmenter.terms("街道"), 5) == []
    assert index.scores(segmenter.terms("街道"), [1]) == {}


def test_removed_passage_is_found_no_more_and_the_others_still_are(
    tmp_path: Path, segmenter: Segmenter
) -> None:
    build(tmp_path / "terms", segmenter)
    writer = LexicalWriter(tmp_path / "terms")
    writer.remove([8])
    writer.remove([])
    writer.add(77, *segmenter.join_terms(["柳林县图书馆"]))
    writer.finish()
    index = LexicalIndex.open(tmp_path / "terms")
    found = [key for text in TEXTS.values() for key, _ in index.search(segmenter.terms(text), 9)]
    assert len(index) == len(TEXTS)
    assert set(found) == TEXTS.keys() - {8}
    assert [key for key, _ in index.search(segmenter.terms("柳林县"), 1)] == [77]
