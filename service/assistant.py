"""The assistant: from a question to an answer with its sources."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import count

from embeddings.library.database import Collections
from embeddings.library.library import Library
from service.answering.cited_statutes import find_cited_statute, quote_cited_statute
from service.answering.collection_answer import answer_about_collection, answer_with_mentions
from service.answering.comparison import answer_comparison, withhold_half
from service.answering.mention_search import PAGE, find_mentions
from service.answering.passage_answer import answer_from_passages
from service.answering.several_answers import AnsweredPart, decline, join_answers
from service.answering.small_talk import reply_to_small_talk
from service.answering.stepwise import answer_in_steps
from service.answering.timely_reading import SEARCHED_HITS, read_in_time, tell_reading
from service.answering.verification import collect_articles, verify_answer
from service.answers.answer import Answer
from service.answers.conversation import Turn
from service.answers.correction import Correction
from service.answers.events import OnFound, ignore_found
from service.answers.hits import Hit, Source, number_sources
from service.answers.mentions import MentionQuestion, Mentions
from service.answers.shape import AnswerKind
from service.followups.interpretation import Support
from service.followups.parts import complete_part, tells_of
from service.followups.support import measure_support
from service.language import Language, detect_language
from service.locating.read_hits import ReadHit, never_enough, read_hits
from service.names.misspelling import correct_names
from service.names.romanized_names import read_romanized_names
from service.names.vocabulary import Vocabulary
from service.questions.collection_questions import read_collection_question
from service.questions.mention_questions import read_mention_question
from service.questions.question import Question
from service.questions.several_questions import split_questions
from service.questions.sides import split_sides
from service.questions.small_talk import read_small_talk, remove_courtesies
from service.questions.statute_references import StatuteReference, read_statute_reference
from service.retrieval.filters import NO_FILTERS, Filters
from service.retrieval.highlights import find_highlights
from service.retrieval.regions import locate
from service.retrieval.results import Results, Wanted, find_results
from service.retrieval.scope import Scope, build_scope
from service.retrieval.search import Search, search
from service.timelines.building import SEARCHED_PASSAGES, build_timeline
from service.timelines.subject import read_subject
from service.timelines.timeline import Timeline
from service.workspace.workspace import Workspace


def read_current_day() -> date:
    """Return the current day in this machine's time zone."""
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from one workspace.

    Attributes:
        read_today: returns the day that words such as 去年 are relative to.
        collections: the only ones that there are for whoever asks; None means all.
    """

    workspace: Workspace
    read_today: Callable[[], date] = read_current_day
    collections: Collections = None

    @property
    def library(self) -> Library:
        """The library, as far as whoever asks may see it."""
        return self.workspace.library.limited_to(self.collections)

    def limited_to(self, collections: Collections) -> "Assistant":
        """Return an assistant for which there are no articles but those of the collections."""
        return replace(self, collections=collections)

    def search(self, query: str, limit: int, filters: Filters = NO_FILTERS) -> Search:
        """Search the articles that pass ``filters`` for the passages nearest to ``query``."""
        return search(query, limit, self.scope(filters), self.library, self.workspace.reranker)

    def find(self, query: str, wanted: Wanted, filters: Filters = NO_FILTERS) -> Results:
        """Search as ``search`` does, for somebody to read: without what is not about it."""
        scope = self.scope(filters)
        return find_results(query, wanted, scope, self.library, self.workspace.reranker)

    def cite(self, found: Results) -> tuple[Source, ...]:
        """Return the hits of a search as sources, with the words of the query marked."""
        marks = (find_highlights(hit, found.search.question) for hit in found.hits)
        return locate(map(Source, count(1), found.hits, marks), self.library)

    def scope(self, filters: Filters) -> Scope:
        """Return the current snapshot, restricted to the articles that pass ``filters``."""
        scope = build_scope(filters, self.workspace.snapshot(), self.library)
        return replace(scope, today=self.read_today())

    def ask(
        self,
        text: str,
        limit: int = 5,
        threshold: int | None = None,
        filters: Filters = NO_FILTERS,
        on_found: OnFound = ignore_found,
    ) -> Answer:
        """Answer ``text`` from the articles that pass ``filters``, with at most ``limit`` sources.

        Args:
            text: the question.
            limit: how many sources at most.
            threshold: the lowest confidence at which to answer; None means the configured one.
            filters: which articles the question is about.
            on_found: is told the passages that were found, before they are read.
        """
        asked = remove_courtesies(text)
        if stated := self._state(asked, limit, filters):
            return self.verify(stated)
        asked, corrections = self._correct_names(asked)
        answer = self._ask(asked, limit, threshold, filters, on_found)
        return self.verify(replace(answer, corrections=(*corrections, *answer.corrections)))

    def verify(self, answer: Answer) -> Answer:
        """Return ``answer`` without what is not verbatim in the library now, and with regions."""
        stored = self.library.articles.containing([], list(collect_articles(answer)))
        verified = verify_answer(answer, stored)
        return replace(verified, sources=locate(verified.sources, self.library))

    def _ask(
        self, text: str, limit: int, threshold: int | None, filters: Filters, on_found: OnFound
    ) -> Answer:
        if asked := self.read_mention_question(text):
            return self._ask_collection(asked, text, limit, filters)
        timings: dict[str, float] = {}
        with _measure_time(timings, "retrieval"):
            found = self.search(text, max(limit, SEARCHED_HITS), filters)
        on_found(number_sources(found.hits)[:limit])
        least = self.workspace.settings.strictness.threshold if threshold is None else threshold
        with _measure_time(timings, "reading"):
            answer = self._answer(found, limit, least, filters)
        left = found.scope.size
        return replace(answer, revision=found.revision, timings_ms=timings, articles_left=left)

    def _answer(self, found: Search, limit: int, threshold: int, filters: Filters) -> Answer:
        """Answer each of several questions by itself, else the whole as one."""
        text = found.question.text
        # A part is not told unless it is as sure as an answer normally must be.
        least = max(threshold, self.workspace.settings.strictness.threshold)

        def answer_part(question: str) -> Answer:
            nearest = self.search(question, max(limit, SEARCHED_HITS), filters)
            return self._answer_one(nearest, limit, least, filters)

        parts = self._answer_in_turn(text, answer_part)
        joined = join_answers(text, parts, limit) if parts else None
        answer = joined or self._answer_one(found, limit, threshold, filters)
        if answer.answered:
            return answer
        return (
            answer_in_steps(text, answer_part, self.workspace.analyzer.segmenter, limit) or answer
        )

    def _answer_in_turn(
        self, text: str, answer_part: Callable[[str], Answer]
    ) -> list[AnsweredPart]:
        """Answer the questions of a message with several, each after those before it."""
        segmenter = self.workspace.analyzer.segmenter
        answer = cache(answer_part)
        parts: list[AnsweredPart] = []
        turns: list[Turn] = []

        def score(question: str) -> Support:
            return measure_support(answer(question), segmenter)

        for part in split_questions(text, segmenter):
            reading = complete_part(part, turns, segmenter, score)
            if reading is None or self._is_about_collection(reading.question):
                return []
            question = reading.question.rstrip("?？")
            answered = answer(question)
            if answered.quotes and not tells_of(answered, reading.carried_over, segmenter):
                answered = decline(answered)
            short = answered.short.text if answered.short else ""
            parts.append(AnsweredPart(question, answered))
            turns.append(Turn(0.0, part, question, "", answered.text, short))
        return parts

    def _is_about_collection(self, question: str) -> bool:
        return bool(read_collection_question(question) or self.read_mention_question(question))

    def _answer_one(self, found: Search, limit: int, threshold: int, filters: Filters) -> Answer:
        """Answer each side of a question that has several by itself, else the whole question."""
        text, reader = found.question.text, self.workspace.reader
        reference = read_statute_reference(text)
        if reference and (quoted := self._answer_from_statute(found, reference, limit, threshold)):
            return quoted
        segmenter = found.snapshot.analyzer.segmenter
        sides = split_sides(text, segmenter)

        def read_passages(question: str) -> tuple[Search, list[ReadHit]]:
            nearest = self.search(question, max(limit, SEARCHED_HITS), filters)
            return nearest, read_in_time(nearest.question, nearest.hits, reader, segmenter)

        def read_more(question: Question, hits: Sequence[Hit]) -> list[ReadHit]:
            return read_hits(lambda _: question.read_text, hits, reader, never_enough)

        if sides and (compared := answer_comparison(text, sides, read_passages, limit, threshold)):
            return compared
        read = read_in_time(found.question, found.hits, reader, segmenter)
        answer = answer_from_passages(found, read, limit, threshold, read_more)
        is_half = sides and answer.kind is not AnswerKind.TIMELINE
        return withhold_half(answer, sides) if is_half else answer

    def _answer_from_statute(
        self, found: Search, reference: StatuteReference, limit: int, threshold: int
    ) -> Answer | None:
        """Quote or read the part of a law that is referred to; None if that does not answer."""
        list_passages = self.library.passages.of_article
        cited = find_cited_statute(reference, found.hits, list_passages)
        if cited is None or (cited.spans and cited.confidence < threshold):
            return None
        if reference.asks_content:
            return quote_cited_statute(found.question.text, cited, found.hits, limit)
        reader, segmenter = self.workspace.reader, found.snapshot.analyzer.segmenter
        read = read_in_time(found.question, cited.hits, reader, segmenter)
        answer = answer_from_passages(found, read, limit, threshold, lambda *_: [])
        return answer if answer.answered else None

    def _correct_names(self, text: str) -> tuple[str, tuple[Correction, ...]]:
        current = self.scope(NO_FILTERS).snapshot
        vocabulary = Vocabulary(current.index.lexical, current.analyzer.segmenter)
        is_english = detect_language(text) is Language.ENGLISH
        return (read_romanized_names if is_english else correct_names)(text, vocabulary)

    def _state(self, text: str, limit: int, filters: Filters) -> Answer | None:
        """Reply to small talk, or to a question about the collection itself; else return None."""
        library = self.library
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
        return find_mentions(asked, scope, self.library, offset, limit)

    def timeline(self, text: str, filters: Filters = NO_FILTERS) -> Timeline:
        """Return what the articles that pass ``filters`` say of a subject, by date.

        Args:
            text: a name, words, or a question; a time in it selects the entries.
            filters: which articles to look at.
        """
        asked, corrections = self._correct_names(remove_courtesies(text))
        mentioned = self.read_mention_question(asked)
        searched = " ".join(mentioned.terms) if mentioned else asked
        library = self.library
        # Without the reranker: the order of the passages hardly matters here.
        found = search(searched, SEARCHED_PASSAGES, self.scope(filters), library)
        subject = read_subject(found.question, mentioned)
        corrections = (*corrections, *tell_reading(found.question))
        return build_timeline(replace(subject, corrections=corrections), found, library)

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


@contextmanager
def _measure_time(timings: dict[str, float], stage: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    timings[stage] = round((time.perf_counter() - start) * 1000, 2)
