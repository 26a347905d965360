"""Find candidates by words, by static vectors and by meaning, and fuse their scores."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from embeddings.documents import Passage
from embeddings.encoding.vectors import FloatVector
from embeddings.library.library import Library
from embeddings.meaning.meaning import Meaning
from embeddings.quantities.spelling import add_spellings
from embeddings.text.normalize import fold
from service.answers.hits import Hit, Scores
from service.questions.question import Question
from service.workspace.snapshot import Snapshot

# How many passages each of the searches returns.
CANDIDATES = 50
# How many passages the lexical search scores. A passage found only by its vector takes its lexical
# score from these, because scoring it separately costs as much as the search. A passage not among
# them scores at most as much as the last one, and gets that score.
_SCORED = 300
# The weight of a cosine of 1 relative to the question's best BM25 score. The static encoder is less
# reliable: it may lift a paraphrase, but must not outweigh a rare word that matches.
VECTOR_WEIGHT = 0.3
# The same for the transformer's cosine above that of the question's average candidate.
MEANING_WEIGHT = 8.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage key with the scores of all searches.

    Attributes:
        meaning: None if the passage has no vector yet.
    """

    key: int
    terms: float
    vectors: float
    meaning: float | None = None


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A candidate's passage with its scores; the final score is still the fused one."""

    passage: Passage
    scores: Scores


def find_candidates(
    question: Question, snapshot: Snapshot, library: Library
) -> list[ScoredPassage]:
    """Return what the searches find, by fused score, best first.

    Ties are broken by passage id rather than key, which depends on when a passage was stored.
    """
    fused = fuse(_search_all(question, snapshot))
    passages = library.passages.get([candidate.key for candidate, _ in fused])
    found = [
        ScoredPassage(
            passages[one.key], Scores(one.terms, one.vectors, score, score, meaning=one.meaning)
        )
        for one, score in fused
        if one.key in passages
    ]
    return sorted(found, key=lambda scored: (-scored.scores.fused, scored.passage.id))


def fetch_hits(found: Sequence[ScoredPassage], library: Library) -> list[Hit]:
    """Return the candidates with their articles, without those deleted since the snapshot."""
    articles = library.articles.of_passages(scored.passage for scored in found)
    return [
        Hit(scored.passage, article, scored.scores)
        for scored in found
        if (article := articles.get(scored.passage.article_id))
    ]


def fuse(candidates: Sequence[Candidate]) -> list[tuple[Candidate, float]]:
    """Return the candidates with their fused scores, best first.

    The score is a convex combination (Bruch et al. 2023, "An Analysis of Fusion Functions for
    Hybrid Retrieval"): BM25 over the best BM25 of this question, plus the static cosine times
    ``VECTOR_WEIGHT``, divided so that it lies in 0..1; plus the transformer's cosine, less its mean
    over the candidates, times ``MEANING_WEIGHT``. A candidate without such a cosine counts as an
    average one.
    """
    best = max((candidate.terms for candidate in candidates), default=0.0) or 1.0
    meanings = center(candidate.meaning for candidate in candidates)
    scored = [
        (
            candidate,
            (candidate.terms / best + VECTOR_WEIGHT * max(0.0, candidate.vectors))
            / (1 + VECTOR_WEIGHT)
            + MEANING_WEIGHT * meaning,
        )
        for candidate, meaning in zip(candidates, meanings, strict=True)
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].key))


def center(cosines: Iterable[float | None]) -> list[float]:
    """Return each cosine less the mean of those that are known; 0 for an unknown one."""
    cosines = list(cosines)
    known = [cosine for cosine in cosines if cosine is not None]
    mean = sum(known) / len(known) if known else 0.0
    return [0.0 if cosine is None else cosine - mean for cosine in cosines]


def _search_all(question: Question, snapshot: Snapshot) -> list[Candidate]:
    """Run the searches, and complete the scores of candidates that not all of them found.

    The transformer, which takes as long as the others together, works beside them.
    """
    index, analyzer, meaning = snapshot.index, snapshot.analyzer, snapshot.meaning
    query = question.text
    nearest = _start_threads().submit(_search_meaning, query, meaning) if meaning else None
    terms = analyzer.segmenter.terms(add_spellings(fold(question.searched_text)))
    scored = index.lexical.search(terms, _SCORED)
    by_terms, floor = dict(scored), scored[-1][1] if len(scored) == _SCORED else 0.0
    by_vector = analyzer.encode_query(query)
    found = {key for key, _ in scored[:CANDIDATES]}
    found |= {key for key, _ in index.vectors.search(by_vector, CANDIDATES)}
    by_meaning: dict[int, float] = {}
    if meaning and nearest and (searched := nearest.result()):
        missed = sorted(found - searched.nearest.keys())
        by_meaning = searched.nearest | meaning.similarities(searched.vector, missed)
    keys = sorted(found | by_meaning.keys())
    similarities = index.vectors.similarities(by_vector, keys)
    return [
        Candidate(key, by_terms.get(key, floor), float(cosine), by_meaning.get(key))
        for key, cosine in zip(keys, similarities, strict=True)
    ]


class _Nearest(NamedTuple):
    """A question's ``(dim,)`` vector, and the cosines of the passages nearest to it."""

    vector: FloatVector
    nearest: dict[int, float]


def _search_meaning(query: str, meaning: Meaning) -> _Nearest | None:
    """Return what the transformer finds; None if no passage has a vector yet."""
    if not len(meaning.vectors):
        return None
    vector = meaning.encode_query(query)
    return _Nearest(vector, dict(meaning.vectors.search(vector, CANDIDATES)))


@cache
def _start_threads() -> Executor:
    return ThreadPoolExecutor(thread_name_prefix="meaning")
