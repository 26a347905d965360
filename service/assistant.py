"""The assistant: from a question to an answer with its sources."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from service.answering.collection_answer import answer_with_mentions
from service.answering.confidence import estimate_confidence, find_decline_reason
from service.answering.disagreement import Rival, find_rival
from service.answering.evidence_ranking import (
    RankedEvidence,
    extract_quote,
    extract_short_answer,
    rank_evidence,
)
from service.answering.mention_search import PAGE, find_mentions
from service.answering.verification import collect_article_ids, verify_answer
from service.answers.answer import Answer, Reason, ShortAnswer
from service.answers.hits import Hit, Quote, Source
from service.answers.mentions import MentionQuestion, Mentions
from service.questions.mention_questions import read_mention_question
from service.questions.question import FORMED_KINDS
from service.retrieval.filters import NO_FILTERS, Filters
from service.retrieval.scope import Scope, build_scope
from service.retrieval.search import Search, search
from service.workspace.workspace import Workspace

READ_HITS = 8


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from one workspace."""

    workspace: Workspace

    def search(self, query: str, limit: int, filters: Filters = NO_FILTERS) -> Search:
        """Search the articles that ``filters`` leave for the passages nearest to ``query``."""
        workspace = self.workspace
        return search(query, limit, self.scope(filters), workspace.library, workspace.reranker)

    def scope(self, filters: Filters) -> Scope:
        """Return what ``filters`` leave of the collection as it is searched now."""
        return build_scope(filters, self.workspace.snapshot(), self.workspace.library)

    def ask(
        self,
        text: str,
        limit: int = 5,
        threshold: int | None = None,
        filters: Filters = NO_FILTERS,
    ) -> Answer:
        """Answer ``text`` from the articles that ``filters`` leave, with ``limit`` sources or less.

        ``threshold`` is the least confidence that is answered; None means what is set.
        """
        return self.verified(self._ask(text, limit, threshold, filters))

    def verified(self, answer: Answer) -> Answer:
        """Return ``answer`` without what the library does not hold, word for word, at this time."""
        stored = self.workspace.library.articles.containing([], list(collect_article_ids(answer)))
        return verify_answer(answer, stored)

    def _ask(self, text: str, limit: int, threshold: int | None, filters: Filters) -> Answer:
        if asked := self.read_mention_question(text):
            return self._ask_collection(asked, text, limit, filters)
        timings: dict[str, float] = {}
        with _timed(timings, "retrieval"):
            found = self.search(text, max(limit, READ_HITS), filters)
        with _timed(timings, "evidence"):
            ranked = rank_evidence(
                found.question, found.hits, found.snapshot.index, found.snapshot.analyzer
            )
        least = self.workspace.settings.strictness.threshold if threshold is None else threshold
        answer = _answer(found, ranked, limit, least)
        left = found.scope.size
        return replace(answer, revision=found.revision, timings_ms=timings, articles_left=left)

    def read_mention_question(self, text: str) -> MentionQuestion | None:
        """Return what ``text`` asks for, if it asks for all articles that mention something."""
        return read_mention_question(text, self.workspace.analyzer.segmenter.words)

    def mentions(
        self, asked: MentionQuestion, scope: Scope, offset: int = 0, limit: int = PAGE
    ) -> Mentions:
        """Return one page of all the articles of ``scope`` that mention what is asked for."""
        return find_mentions(asked, scope, self.workspace.library, offset, limit)

    def _ask_collection(
        self, asked: MentionQuestion, text: str, limit: int, filters: Filters
    ) -> Answer:
        timings: dict[str, float] = {}
        with _timed(timings, "mentions"):
            scope = self.scope(filters)
            found = self.mentions(asked, scope)
        nearest = () if found.total else self.search(text, limit, filters).hits
        answer = answer_with_mentions(text, found, nearest, limit)
        left, revision = scope.size, found.revision
        return replace(answer, revision=revision, timings_ms=timings, articles_left=left)


def _answer(found: Search, ranked: list[RankedEvidence], limit: int, threshold: int) -> Answer:
    """Quote the best evidence, or decline and offer the nearest passages."""
    percent = estimate_confidence(ranked)
    reason = find_decline_reason(percent, ranked, threshold)
    if reason is None:
        best, segmenter = ranked[0].evidence, found.snapshot.analyzer.segmenter
        quote = extract_quote(best)
        short = extract_short_answer(quote, best.query_terms, segmenter)
        if short or found.question.kind not in FORMED_KINDS:
            rival = find_rival(ranked, short, threshold, segmenter) if limit > 1 else None
            quoted = _quoted(found.question.text, ranked, (quote, short), rival)
            return replace(quoted, confidence=percent, sources=quoted.sources[:limit])
        reason = Reason.WEAK_MATCH
    return Answer(found.question.text, (), None, percent, reason, _sources(ranked)[:limit])


def _quoted(
    text: str,
    ranked: list[RankedEvidence],
    best: tuple[Quote, ShortAnswer | None],
    rival: Rival | None,
) -> Answer:
    """Return the answer that quotes the best evidence, and a rival's behind it."""
    first, short = best
    quotes = (first, rival.quote) if rival else (first,)
    differing = (replace(rival.short, n=2),) if rival else ()
    sources = _sources([ranked[0], rival.ranked, *ranked[1:]] if rival else ranked)
    shown = (replace(s, highlights=(q.span,)) for s, q in zip(sources, quotes, strict=False))
    sources = (*shown, *sources[len(quotes) :])
    return Answer(text, quotes, short, 0, None, sources, differing=differing)


def _sources(ranked: list[RankedEvidence]) -> tuple[Source, ...]:
    """Return the passages in the order of their best window; its score is their final one."""
    best: dict[str, Hit] = {}
    for one in ranked:
        hit = one.evidence.window.hit
        if hit.passage.id not in best:
            best[hit.passage.id] = replace(hit, scores=replace(hit.scores, final=one.score))
    return tuple(Source(n, hit) for n, hit in enumerate(best.values(), 1))


@contextmanager
def _timed(timings: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[stage] = round((time.perf_counter() - start) * 1000, 2)
