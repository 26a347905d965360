"""Feedback: readers' ratings of answers, stored in the library file for later evaluation."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.library.database import Database
from embeddings.library.library import Library
from service.answers.conversation import Turn
from service.conversations.conversation_service import ConversationService

_FIELDS = (
    "answer_id, given_at, rating, comment, question, answer, short_answer, source, passage, "
    "reasons, articles"
)
_LISTED = ("reasons", "articles")  # as JSON


class Rating(StrEnum):
    """A reader's rating of an answer."""

    USEFUL = "useful"
    NOT_USEFUL = "not_useful"


class Complaint(StrEnum):
    """Why an answer was of no use."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    OFF_TOPIC = "off_topic"
    OUTDATED = "outdated"
    WRONG_SOURCE = "wrong_source"


class NoSuchAnswerError(WenbaoError):
    """The answer does not exist, or its conversation is gone or was never stored."""

    def __init__(self, answer_id: str) -> None:
        super().__init__(
            f"There is no answer {answer_id}; its conversation may have been deleted or have "
            "expired. Answers are stored only if WENBAO_CONVERSATION_DAYS is not 0."
        )


class NoSuchPassageError(WenbaoError):
    """The passage is not in the library (any more)."""

    def __init__(self, passage_id: str) -> None:
        super().__init__(f"There is no passage {passage_id}; it may have been replaced.")


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's feedback on one answer, with everything needed to ask the question again.

    Attributes:
        given_at: seconds since 1970, UTC.
        question: the standalone question that was answered.
        answer: as displayed, verbatim; "" if the question was declined.
        short_answer: the words in it that answer, or "".
        source: the file of the right passage, or of the first quote; "" without either.
        passage: the text that answers: that of the passage the reader calls right, or of the one
            quoted by a useful answer without a short answer; "" without either.
        reasons: why it was of no use, if the reader says so.
        articles: ids of those whose words answer and passage have; when one is removed
            permanently, both are erased.
    """

    answer_id: str
    given_at: float
    rating: Rating
    comment: str
    question: str
    answer: str
    short_answer: str
    source: str
    passage: str
    reasons: tuple[Complaint, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedbackInput:
    """Feedback as sent: on which answer, and which passage would have been right, if any."""

    answer_id: str
    rating: Rating
    passage_id: str = ""
    comment: str = ""
    reasons: tuple[Complaint, ...] = ()


class FeedbackStore:
    """All feedback, one per answer: new feedback on the same answer replaces the old."""

    def __init__(self, path: Path) -> None:
        """Open the library file at ``path``."""
        self._database = Database(path, synchronous="NORMAL")

    def put(self, feedback: Feedback) -> None:
        """Store feedback on an answer, replacing any stored before."""
        values = [
            json.dumps(value) if name in _LISTED else value
            for name in _FIELDS.split(", ")
            for value in [getattr(feedback, name)]
        ]
        marks = ", ".join("?" for _ in values)
        with self._database.transaction() as connection:
            connection.execute(
                f"INSERT OR REPLACE INTO feedback ({_FIELDS}) VALUES ({marks})",  # noqa: S608
                values,
            )

    def all(self) -> list[Feedback]:
        """Return all feedback, oldest first."""
        query = f"SELECT {_FIELDS} FROM feedback ORDER BY key"  # noqa: S608
        return [_read_feedback(row) for row in self._database.connection.execute(query)]

    def on_answers(self, answer_ids: Sequence[str]) -> dict[str, Feedback]:
        """Return the feedback on those of the answers that have some, by answer id."""
        query = (
            f"SELECT {_FIELDS} FROM feedback "  # noqa: S608
            "WHERE answer_id IN (SELECT value FROM json_each(?))"
        )
        rows = self._database.connection.execute(query, (json.dumps(answer_ids),))
        return {row[0]: _read_feedback(row) for row in rows}

    @property
    def version(self) -> int:
        """A number that grows with all feedback."""
        query = "SELECT coalesce(max(key), 0) FROM feedback"
        return int(self._database.connection.execute(query).fetchone()[0])


def record_feedback(
    store: FeedbackStore, conversations: ConversationService, feedback: FeedbackInput
) -> None:
    """Store a reader's feedback on an answer.

    Raises:
        NoSuchAnswerError: the answer is not stored (any more).
        NoSuchPassageError: the passage is not in the library.
    """
    past = conversations.recall_answer(feedback.answer_id)
    if past is None:
        raise NoSuchAnswerError(feedback.answer_id)
    turn, library = past.turn, conversations.assistant.library
    source, passage = _find_evidence(turn, feedback, library)
    chosen = [feedback.passage_id.partition("-")[0]] if feedback.passage_id else []
    articles = dict.fromkeys([*(cited.article_id for cited in turn.sources), *chosen])
    store.put(
        Feedback(
            answer_id=feedback.answer_id,
            given_at=time.time(),
            rating=feedback.rating,
            comment=feedback.comment,
            question=turn.interpreted,
            answer=turn.answer,
            short_answer=turn.short,
            source=source,
            passage=passage,
            reasons=feedback.reasons,
            articles=tuple(articles),
        )
    )


def _find_evidence(turn: Turn, feedback: FeedbackInput, library: Library) -> tuple[str, str]:
    """Return the file that answers and the text in it, as far as they are known."""
    if feedback.passage_id:
        found = _load_passage(library, feedback.passage_id)
        if found is None:
            raise NoSuchPassageError(feedback.passage_id)
        return found
    if not turn.sources:
        return "", ""
    cited = turn.sources[0]
    if turn.short or feedback.rating is not Rating.USEFUL:
        return cited.source, ""
    return _load_passage(library, cited.passage_id) or (cited.source, "")


def _load_passage(library: Library, passage_id: str) -> tuple[str, str] | None:
    """Return the file and the text of a passage, or None if it is gone."""
    stored = library.passages.find(passage_id)
    article = library.articles.get(stored.passage.article_id) if stored else None
    if stored is None or article is None:
        return None
    return article.source, article.text[stored.passage.start : stored.passage.end]


def _read_feedback(row: Sequence[str]) -> Feedback:
    fields = dict(zip(_FIELDS.split(", "), row, strict=True))
    given_at, rating = float(fields.pop("given_at")), Rating(fields.pop("rating"))
    reasons = tuple(Complaint(name) for name in json.loads(fields.pop("reasons")))
    articles = tuple(json.loads(fields.pop("articles")))
    return Feedback(given_at=given_at, rating=rating, reasons=reasons, articles=articles, **fields)
