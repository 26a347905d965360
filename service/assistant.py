"""The assistant: from a question to an answer with its sources."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from service.answering.collection_answer import answer_about_collection, answer_with_mentions
from service.answering.confidence import estimate_confidence, find_decline_reason
from service.answering.disagreement import Rival, find_rival
from service.answering.evidence_ranking import (
    RankedEvidence,
    extract_quote,
    extract_short_answer,
    rank_evidence,
)
from service.answering.mention_search import PAGE, find_mentions
from service.answering.small_talk import reply_to_small_talk
from service.answering.verification import collect_articles, verify_answer
from service.answers.answer import Answer, Reason, ShortAnswer
from service.answers.correction import Correction
from service.answers.hits import Hit, Quote, Source
from service.answers.mentions import MentionQuestion, Mentions
from service.language import Language, detect_language
from service.questions.collection_questions import read_collection_question
from service.questions.mention_questions import read_mention_question
from service.questions.misspelling import correct_names
from service.questions.question import FORMED_KINDS
from service.questions.romanized_names import read_romanized_names
from service.questions.small_talk import read_small_talk, remove_courtesies
from service.questions.vocabulary import Vocabulary
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
        """Search the articles that pass ``filters`` for the passages nearest to ``query``."""
        workspace = self.workspace
        return search(query, limit, self.scope(filters), workspace.library, workspace.reranker)

    def scope(self, filters: Filters) -> Scope:
        """Return the current snapshot, restricted to the articles that pass ``filters``."""
        return build_scope(filters, self.workspace.snapshot(), self.workspace.library)

    def ask(
        self,
        text: str,
        limit: int = 5,
        threshold: int | None = None,
        filters: Filters = NO_FILTERS,
    ) -> Answer:
        """Answer ``text`` from the articles that pass ``filters``, with at most ``limit`` sources.

        ``threshold`` is the lowest confidence at which to answer; None means the configured one.
        """
        asked = remove_courtesies(text)
        if stated := self._state(asked, limit, filters):
            return self.verify(stated)
        asked, corrections = self._correct_names(asked)
        answer = self._ask(asked, limit, threshold, filters)
        return self.verify(replace(answer, corrections=corrections))

    def verify(self, answer: Answer) -> Answer:
        """Return ``answer`` without what the library does not contain verbatim now."""
        stored = self.workspace.library.articles.containing([], list(collect_articles(answer)))
        return verify_answer(answer, stored)

    def _ask(self, text: str, limit: int, threshold: int | None, filters: Filters) -> Answer:
        if asked := self.read_mention_question(text):
            return self._ask_collection(asked, text, limit, filters)
        timings: dict[str, float] = {}
        with _measure_time(timings, "retrieval"):
            found = self.search(text, max(limit, READ_HITS), filters)
        with _measure_time(timings, "evidence"):
            ranked = rank_evidence(
                found.question, found.hits, found.snapshot.index, found.snapshot.analyzer
            )
        least = self.workspace.settings.strictness.threshold if threshold is None else threshold
        answer = _answer(found, ranked, limit, least)
        left = found.scope.size
        return replace(answer, revision=found.revision, timings_ms=timings, articles_left=left)

    def _correct_names(self, text: str) -> tuple[str, tuple[Correction, ...]]:
        current = self.workspace.snapshot()
        vocabulary = Vocabulary(current.index.lexical, current.analyzer.segmenter)
        is_english = detect_language(text) is Language.ENGLISH
        return (read_romanized_names if is_english else correct_names)(text, vocabulary)

    def _state(self, text: str, limit: int, filters: Filters) -> Answer | None:
        """Reply to small talk, or to a question about the collection itself; else return None."""
        library = self.workspace.library
        said, asked = read_small_talk(text), read_collection_question(text)
        timings: dict[str, float] = {}
        with _measure_time(timings, "collection"):
            scope = self.scope(filters)
            if said:
                answer = reply_to_small_talk(text, said, library.articles.count())
            elif asked:
                answer = answer_about_collection(text, asked, scope, library, limit)
            else:
                return None
        revision = scope.snapshot.manifest.revision
        return replace(answer, revision=revision, timings_ms=timings, articles_left=scope.size)

    def read_mention_question(self, text: str) -> MentionQuestion | None:
        """Return the parsed question if ``text`` asks for all articles that mention something."""
        return read_mention_question(text, self.workspace.analyzer.segmenter.words)

    def mentions(
        self, asked: MentionQuestion, scope: Scope, offset: int = 0, limit: int = PAGE
    ) -> Mentions:
        """Return one page of all articles in ``scope`` that mention the terms."""
        return find_mentions(asked, scope, self.workspace.library, offset, limit)

    def _ask_collection(
        self, asked: MentionQuestion, text: str, limit: int, filters: Filters
    ) -> Answer:
        timings: dict[str, float] = {}
        with _measure_time(timings, "mentions"):
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
            answer = _build_answer(found.question.text, ranked, (quote, short), rival)
            return replace(answer, confidence=percent, sources=answer.sources[:limit])
        reason = Reason.WEAK_MATCH
    return Answer(found.question.text, (), None, percent, reason, _build_sources(ranked)[:limit])


def _build_answer(
    text: str,
    ranked: list[RankedEvidence],
    best: tuple[Quote, ShortAnswer | None],
    rival: Rival | None,
) -> Answer:
    """Return the answer that quotes the best evidence, then the rival's, if any."""
    first, short = best
    quotes = (first, rival.quote) if rival else (first,)
    differing = (replace(rival.short, n=2),) if rival else ()
    sources = _build_sources([ranked[0], rival.ranked, *ranked[1:]] if rival else ranked)
    cited = (replace(s, highlights=(q.span,)) for s, q in zip(sources, quotes, strict=False))
    sources = (*cited, *sources[len(quotes) :])
    return Answer(text, quotes, short, 0, None, sources, differing=differing)


def _build_sources(ranked: list[RankedEvidence]) -> tuple[Source, ...]:
    """Return the passages in order of their best window, with its score as their final score."""
    best: dict[str, Hit] = {}
    for item in ranked:
        hit = item.evidence.window.hit
        if hit.passage.id not in best:
            best[hit.passage.id] = replace(hit, scores=replace(hit.scores, final=item.score))
    return tuple(Source(n, hit) for n, hit in enumerate(best.values(), 1))


@contextmanager
def _measure_time(timings: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[stage] = round((time.perf_counter() - start) * 1000, 2)
