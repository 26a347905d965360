"""Search: two result lists are fused, and only passages that still exist are shown."""

from pathlib import Path

import pytest

from embeddings.library.records import Contents, StoredFile
from service.assistant import Assistant
from service.questions.question import read_question
from service.retrieval.candidates import (
    CANDIDATES,
    MEANING_WEIGHT,
    VECTOR_WEIGHT,
    Candidate,
    find_candidates,
    fuse,
)
from service.retrieval.search import retrieve
from service.workspace.workspace import Workspace
from tests.support.workspaces import open_workspace, write_pages


def fused(*candidates: Candidate) -> dict[int, float]:
    return {candidate.key: score for candidate, score in fuse(list(candidates))}


def test_fused_score_adds_the_share_of_the_best_bm25_and_the_weighted_cosine() -> None:
    scores = fused(Candidate(3, 0.0, 0.9), Candidate(1, 10.0, 0.2), Candidate(2, 5.0, 0.8))
    assert list(scores) == [1, 2, 3]
    assert scores == pytest.approx(
        {
            1: (10 / 10 + VECTOR_WEIGHT * 0.2) / (1 + VECTOR_WEIGHT),
            2: (5 / 10 + VECTOR_WEIGHT * 0.8) / (1 + VECTOR_WEIGHT),
            3: (0 / 10 + VECTOR_WEIGHT * 0.9) / (1 + VECTOR_WEIGHT),
        }
    )


def test_best_in_both_searches_has_a_fused_score_of_one() -> None:
    assert fused(Candidate(1, 7.0, 1.0)) == pytest.approx({1: 1.0})


def test_cosine_below_zero_takes_nothing_away() -> None:
    scores = fused(Candidate(1, 2.0, -0.5), Candidate(2, 2.0, 0.0))
    assert scores[1] == scores[2]


def test_without_any_matching_term_the_vectors_decide() -> None:
    ranked = fuse([Candidate(1, 0.0, 0.1), Candidate(2, 0.0, 0.6)])
    assert [stored.key for stored, _ in ranked] == [2, 1]
    assert ranked[0][1] == pytest.approx(VECTOR_WEIGHT * 0.6 / (1 + VECTOR_WEIGHT))


def test_nearest_in_meaning_comes_first_and_unread_counts_as_average() -> None:
    scores = fused(
        Candidate(1, 5.0, 0.2, 0.80), Candidate(2, 5.0, 0.2, 0.90), Candidate(3, 5.0, 0.2, None)
    )
    assert list(scores) == [2, 3, 1]
    assert scores[2] - scores[3] == pytest.approx(MEANING_WEIGHT * 0.05)
    assert scores[3] == pytest.approx(fused(Candidate(3, 5.0, 0.2))[3])


def test_equal_scores_come_in_the_order_of_their_keys() -> None:
    candidates = [Candidate(key, 1.0, 0.5) for key in (3, 1, 2)]
    assert [stored.key for stored, _ in fuse(candidates)] == [1, 2, 3]


def test_nothing_fuses_to_nothing() -> None:
    assert fuse([]) == []


@pytest.mark.parametrize(
    ("query", "source", "stands_in_it"),
    [
        ("绿东播报", "000_34f4e29fc2acec92.txt", "绿东播报"),
        ("綠東播報", "000_34f4e29fc2acec92.txt", "绿东播报"),
        ("時間銀行", "001_df9d0164a89ae34a.txt", "时间银行"),
        ("碧沙岗商圈", "002_41c2930c6ca19af7.txt", "碧沙岗商圈"),
        ("沁河路６０号院", "003_a53b9454f8fa4c68.txt", "沁河路60号院"),
        ("古荥大运河文化区", "004_95d6984c355d8d49.txt", "古荥大运河文化区"),
    ],
)
def test_name_leads_to_the_passage_that_prints_it(
    assistant: Assistant, query: str, source: str, stands_in_it: str
) -> None:
    best = assistant.search(query, 5).hits[0]
    assert best.article.source == source
    assert stands_in_it in best.text


def test_terms_score_of_a_passage_that_only_the_vectors_find_is_the_lexical_one(
    seeds_workspace: Workspace,
) -> None:
    index, analyzer = seeds_workspace.snapshot().index, seeds_workspace.snapshot().analyzer
    query = "老人怎样得到照料"
    question = read_question(query, analyzer.segmenter)
    candidates = find_candidates(question, seeds_workspace.snapshot(), seeds_workspace.library)
    keys = {
        stored.passage.id: stored.key
        for _, ps in seeds_workspace.library.passages.walk()
        for stored in ps
    }
    scores = index.lexical.scores(analyzer.segmenter.terms(query), list(keys.values()))
    assert len(candidates) > CANDIDATES
    for candidate in candidates:
        found = scores.get(keys[candidate.passage.id], 0.0)
        assert candidate.scores.terms == pytest.approx(found, rel=1e-5)


def test_hits_are_distinct_ordered_and_carry_their_scores(assistant: Assistant) -> None:
    hits = assistant.search("党员志愿者服务队", 20).hits
    finals = [hit.scores.final for hit in hits]
    assert len(hits) == len({hit.passage.id for hit in hits}) == 20
    assert finals == sorted(finals, reverse=True)
    assert all(-1 <= (hit.scores.meaning or 0) <= 1 and hit.scores.terms >= 0 for hit in hits)
    assert all(-1.001 <= hit.scores.vectors <= 1.001 for hit in hits)
    assert all(hit.text == hit.article.text[hit.passage.start : hit.passage.end] for hit in hits)


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_no_more_hits_than_asked_for(assistant: Assistant, limit: int) -> None:
    assert len(assistant.search("中原区党建工作", limit).hits) == limit


def test_shorter_list_is_the_beginning_of_the_longer_one(assistant: Assistant) -> None:
    longer = assistant.search("志愿服务", 20).hits
    assert assistant.search("志愿服务", 5).hits == longer[:5]


def test_words_that_no_passage_knows_match_nothing_by_terms(assistant: Assistant) -> None:
    assert {hit.scores.terms for hit in assistant.search("龘靐 xyzzy", 5).hits} <= {0.0}


def replaced_since_the_snapshot(tmp_path: Path) -> Workspace:
    """Return a workspace whose file was emptied after its index was built."""
    pages = write_pages(
        tmp_path / "pages",
        {
            "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n",
            "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”公共平台。\n",
        },
    )
    workspace = open_workspace(tmp_path / "data", collection=pages)
    workspace.library.replace(Contents(StoredFile("绿东.txt", "", "gone"), ()))
    return workspace


def test_passage_removed_since_the_snapshot_is_not_returned(tmp_path: Path) -> None:
    old = replaced_since_the_snapshot(tmp_path)
    question = read_question("微信公共平台", old.analyzer.segmenter)
    hits = retrieve(question, old.current, old.library, 10).ranked[:10]
    assert [hit.article.source for hit in hits] == ["须水.txt"]


def test_removed_article_is_never_quoted_again(tmp_path: Path) -> None:
    answer = Assistant(replaced_since_the_snapshot(tmp_path)).ask("绿东村街道的平台叫什么名字?")
    assert "绿东播报" not in answer.text
    assert {source.hit.article.source for source in answer.sources} <= {"须水.txt"}


def test_empty_collection_answers_that_it_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    workspace = open_workspace(tmp_path / "data", collection=tmp_path / "pages")
    answer = Assistant(workspace).ask("绿东村街道开通了什么平台?")
    assert (answer.answered, answer.reason, answer.sources) == (False, "no_match", ())
    assert Assistant(workspace).search("平台", 5).hits == ()
