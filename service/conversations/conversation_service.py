"""Ask in a conversation: resolve the follow-up, answer it, store the turn."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from uuid import uuid4

from embeddings.errors import StorageError, WenbaoError
from embeddings.library.library import Library
from embeddings.text.terms import Segmenter
from service.answers.answer import Answer
from service.answers.conversation import Turn
from service.answers.events import OnFound, ignore_found
from service.assistant import Assistant
from service.conversations.choices import NO_CHOICES, Choices
from service.conversations.conversation_store import ConversationStore
from service.conversations.past_turns import PastTurn, pack_turn, recall, tell_answer
from service.followups.interpretation import Interpretation, Score, Support
from service.followups.resolve import REACH, replace_subject, resolve
from service.followups.support import measure_support
from service.questions.collection_questions import read_collection_question
from service.questions.small_talk import read_small_talk, remove_courtesies, remove_pictographs
from service.retrieval.filters import NO_FILTERS, Filters

_DAY_SECONDS = 86_400
_log = logging.getLogger(__name__)


class NoSuchConversationError(WenbaoError):
    """The conversation never existed, was deleted, or has expired."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(
            f"There is no conversation {conversation_id}; it may have been deleted or have "
            "expired. Ask without conversation_id to begin a new one."
        )


class ConversationMovedOnError(WenbaoError):
    """The conversation has turns that whoever asks has not seen."""

    def __init__(self, conversation_id: str, seen: int, turns: int) -> None:
        super().__init__(
            f"Conversation {conversation_id} has {turns} turns, not {seen}: somebody asked in the "
            "meantime. Fetch it, and ask again with the new number as `after`."
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, how its question was read, and the conversation it belongs to.

    Attributes:
        conversation_id: None when conversations are not stored.
        answer_id: identifies this answer, e.g. for feedback; cannot be guessed.
        turn: its number in the conversation, from 1; None if it is not stored.
        choices: what was chosen when it was asked for.
    """

    answer: Answer
    reading: Interpretation
    conversation_id: str | None = None
    answer_id: str = field(default_factory=lambda: uuid4().hex)
    turn: int | None = None
    choices: Choices = NO_CHOICES


@dataclass(frozen=True, slots=True)
class AskOptions:
    """How to answer a question.

    Attributes:
        limit: how many sources at most.
        threshold: the lowest confidence at which to answer; None means the configured one.
        filters: which articles this question is about; they do not apply to the next one.
        carry_over: the subject to carry over from the turns before, "" for none; None lets the
            rules find it.
        on_found: is told the passages that were found, before they are read; perhaps repeatedly.
        after: how many turns of the conversation whoever asks has seen; None if that does not
            matter.
    """

    limit: int = 5
    threshold: int | None = None
    carry_over: str | None = None
    filters: Filters = NO_FILTERS
    on_found: OnFound = ignore_found
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was answered in a conversation but is not stored yet.

    Attributes:
        before: the turns that it was resolved against, oldest first.
        again: whether it replaces the last turn.
    """

    text: str
    asked_at: float
    reply: Reply
    before: tuple[Turn, ...]
    again: bool

    @property
    def history(self) -> list[tuple[str, str]]:
        """The questions and answers before this one, oldest first."""
        return [(turn.interpreted, turn.answer) for turn in self.before]


@dataclass(frozen=True, slots=True)
class ConversationService:
    """Answers questions in stored conversations, which expire ``days`` after their last turn.

    If ``days`` is 0, nothing is stored.
    """

    assistant: Assistant
    conversations: ConversationStore
    days: int

    @classmethod
    def open(cls, assistant: Assistant) -> "ConversationService":
        """Open the conversations of a workspace, and delete those that have expired."""
        settings = assistant.workspace.settings
        conversations = ConversationStore.open(settings.library_path)
        conversations.purge(time.time() - settings.conversation_days * _DAY_SECONDS)
        return cls(assistant, conversations, settings.conversation_days)

    def owned_by(self, key: int | None) -> "ConversationService":
        """Return this service limited to the conversations of one API key; None means all."""
        return replace(self, conversations=self.conversations.owned_by(key))

    def ask(
        self,
        text: str,
        options: AskOptions,
        conversation_id: str | None = None,
    ) -> Asked:
        """Answer ``text`` as the next turn of a conversation, or as the first of a new one.

        Asking the last question again with another ``carry_over`` replaces that turn.

        Raises:
            NoSuchConversationError: no conversation has this id.
            ConversationMovedOnError: it has other turns than ``options.after`` says.
        """
        asked_at = time.time()
        turns = self._load_turns(conversation_id, options.after) if conversation_id else []
        again = options.carry_over is not None and [turn.question for turn in turns[-1:]] == [text]
        before = tuple(turns[:-1] if again else turns)
        reply = answer_after(self.assistant, text, before, options)
        return Asked(text, asked_at, replace(reply, conversation_id=conversation_id), before, again)

    def keep(
        self,
        asked: Asked,
        answer: Answer,
        choices: Choices = NO_CHOICES,
        *,
        store: bool = True,
    ) -> Reply:
        """Store the turn with its final ``answer``, unless told not to, and return the reply.

        A generated answer is verified again, because the library may have changed while the
        language model wrote it.
        """
        answer = self.assistant.verify(answer) if answer.generated else answer
        reply = replace(asked.reply, answer=answer, choices=choices)
        if not (self.days and store):
            return replace(reply, conversation_id=None)
        turn = pack_turn(build_turn(asked.text, reply, asked.asked_at), answer, choices)
        return self._store(turn, reply, again=asked.again)

    def recall(self, conversation_id: str, last: int = -1) -> list[PastTurn]:
        """Return the ``last`` turns, oldest first, with what the articles still contain of them."""
        return recall(self.conversations.turns(conversation_id, last), self._library)

    def recall_answer(self, answer_id: str) -> PastTurn | None:
        """Return the turn of an answer, or None if it is not stored (any more)."""
        turn = self.conversations.find_turn_of_answer(answer_id)
        return recall([turn], self._library)[0] if turn else None

    @property
    def _library(self) -> Library:
        return self.assistant.library

    def _load_turns(self, conversation_id: str, after: int | None) -> list[Turn]:
        conversation = self.conversations.find(conversation_id)
        if conversation is None or not conversation.turns:
            raise NoSuchConversationError(conversation_id)
        if after is not None and after != conversation.turns:
            raise ConversationMovedOnError(conversation_id, after, conversation.turns)
        return [past.turn for past in self.recall(conversation_id, last=REACH + 1)]

    def _store(self, turn: Turn, reply: Reply, *, again: bool) -> Reply:
        """Store a turn; failing to store it must not lose the answer."""
        conversation_id = reply.conversation_id
        try:
            if conversation_id is None:
                self.conversations.purge(turn.asked_at - self.days * _DAY_SECONDS)
                return replace(reply, conversation_id=self.conversations.begin(turn), turn=1)
            store = self.conversations.replace_last if again else self.conversations.append
            # The conversation may have been deleted while the question was being answered.
            n = store(conversation_id, turn)
            return replace(reply, conversation_id=conversation_id if n else None, turn=n or None)
        except StorageError:
            _log.warning("cannot store a turn; its answer was returned", exc_info=True)
            return reply


def answer_after(
    assistant: Assistant,
    text: str,
    turns: Sequence[Turn],
    options: AskOptions,
) -> Reply:
    """Answer ``text`` after ``turns``, oldest first."""
    start = time.perf_counter()
    segmenter = assistant.workspace.analyzer.segmenter
    answers: dict[str, Answer] = {}

    ask = partial(
        assistant.ask,
        limit=options.limit,
        threshold=options.threshold,
        filters=options.filters,
        on_found=options.on_found,
    )

    def score(question: str) -> Support:
        answers[question] = ask(question)
        return measure_support(answers[question], segmenter)

    reading = _read(text, turns, options.carry_over, segmenter, score)
    spent = round((time.perf_counter() - start) * 1000, 2)
    answer = answers.get(reading.question) or ask(reading.question)
    if turns:
        answer = replace(answer, timings_ms={"interpretation": spent, **answer.timings_ms})
    return Reply(answer, reading)


def build_turn(text: str, reply: Reply, asked_at: float) -> Turn:
    """Return the turn of a reply."""
    answer, reading = reply.answer, reply.reading
    turn = Turn(
        asked_at,
        text,
        answer.question,
        reading.carried_over,
        "",
        "",
        answer_id=reply.answer_id,
        untold=answer.untold,
    )
    return tell_answer(turn, answer)


def _read(
    text: str,
    turns: Sequence[Turn],
    carry_over: str | None,
    segmenter: Segmenter,
    score: Score,
) -> Interpretation:
    text = remove_pictographs(text)
    if carry_over == "" or read_small_talk(text) or read_collection_question(text):
        return Interpretation(text)
    text = remove_courtesies(text)
    turns = [turn for turn in turns if not read_small_talk(turn.question)]
    if carry_over is None:
        return resolve(text, turns, segmenter, score)
    return replace_subject(text, carry_over, resolve(text, turns, segmenter), segmenter)
