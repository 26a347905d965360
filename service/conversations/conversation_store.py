"""Conversations, stored in the library file: what was asked, how it was read, what was answered."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from embeddings.library.database import Connection, Database
from embeddings.text.normalize import fold
from service.answers.conversation import SourceReference, Turn

_TITLE_CHARACTERS = 60
_CONVERSATION = (
    "SELECT key, id, title, last_asked_at, "
    "(SELECT count(*) FROM turns WHERE conversation = conversations.key) FROM conversations"
)
_OWNED = "(:owner IS NULL OR owner = :owner)"
_TITLED = "(:q = '' OR instr(fold(title), :q))"
_TURN = "asked_at, question, interpreted, carried_over, answer, short_answer, sources, answer_id"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without its turns.

    Attributes:
        key: its place in the order in which all began.
        id: cannot be guessed: whoever knows it may read on.
        title: its first question, until it is renamed.
        last_asked_at: seconds since 1970, UTC.
        turns: how many it has.
    """

    key: int
    id: str
    title: str
    last_asked_at: float
    turns: int


@dataclass(frozen=True, slots=True)
class ConversationStore:
    """The stored conversations. Safe to use from many threads; the library's revision stays."""

    _database: Database
    _owner: int | None = None

    @classmethod
    def open(cls, path: Path) -> "ConversationStore":
        """Open the library file at ``path``: all conversations, whoever began them."""
        # A turn is stored before its answer leaves, so it must not wait for the disk. A power cut
        # may lose the last turns, which can be asked again; a document that was accepted cannot.
        return cls(Database(path, synchronous="NORMAL"))

    def owned_by(self, key: int | None) -> "ConversationStore":
        """Return those that the API key of this number began, as if there were no others.

        With None it is all of them.
        """
        return replace(self, _owner=key)

    def begin(self, turn: Turn) -> str:
        """Store the first turn of a new conversation, and return its id."""
        conversation_id = uuid4().hex
        title = " ".join(turn.question.split())[:_TITLE_CHARACTERS]
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO conversations (id, title, last_asked_at, owner) VALUES (?, ?, ?, ?)",
                (conversation_id, title, turn.asked_at, self._owner),
            )
            _insert(connection, row.lastrowid, turn)
        return conversation_id

    def append(self, conversation_id: str, turn: Turn) -> bool:
        """Store the next turn; return whether the conversation was still there to take it."""
        with self._database.transaction() as connection:
            return self._append(connection, conversation_id, turn)

    def replace_last(self, conversation_id: str, turn: Turn) -> bool:
        """Store a turn in place of the last one; return whether the conversation was there."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM turns WHERE key = (SELECT max(turns.key) FROM turns JOIN "  # noqa: S608
                f"conversations ON conversations.key = conversation WHERE id = :id AND {_OWNED})",
                self._values(id=conversation_id),
            )
            return self._append(connection, conversation_id, turn)

    def find(self, conversation_id: str) -> Conversation | None:
        """Return a conversation, or None when there is none of that id."""
        query = f"{_CONVERSATION} WHERE id = :id AND {_OWNED}"
        values = self._values(id=conversation_id)
        row = self._database.connection.execute(query, values).fetchone()
        return Conversation(*row) if row else None

    def turns(self, conversation_id: str, last: int = -1) -> list[Turn]:
        """Return the ``last`` turns of a conversation in the order of asking; -1 means all."""
        query = (
            f"SELECT {_TURN} FROM turns WHERE conversation = "  # noqa: S608
            f"(SELECT key FROM conversations WHERE id = :id AND {_OWNED}) "
            "ORDER BY key DESC LIMIT :last"
        )
        values = self._values(id=conversation_id, last=last)
        rows = self._database.connection.execute(query, values).fetchall()
        return [_turn(row) for row in reversed(rows)]

    def turn_of_answer(self, answer_id: str) -> Turn | None:
        """Return the turn of an answer, or None when it is not, or no longer, stored."""
        query = (
            f"SELECT {_TURN} FROM turns WHERE answer_id = :id AND answer_id <> '' AND "  # noqa: S608
            f"conversation IN (SELECT key FROM conversations WHERE {_OWNED})"
        )
        row = self._database.connection.execute(query, self._values(id=answer_id)).fetchone()
        return _turn(row) if row else None

    def newest(self, before: int | None, limit: int, containing: str = "") -> list[Conversation]:
        """Return up to ``limit`` conversations that began before the one of key ``before``.

        Only those with ``containing`` in their title, folded.
        """
        query = (
            f"{_CONVERSATION} WHERE (:before IS NULL OR key < :before) AND {_OWNED} AND {_TITLED} "
            "ORDER BY key DESC LIMIT :limit"
        )
        return self._listed(query, containing, before=before, limit=limit)

    def last_asked(
        self, place: tuple[float, int] | None, limit: int, containing: str = ""
    ) -> list[Conversation]:
        """Return up to ``limit`` conversations by their last question, the newest first.

        ``place`` is the time and the key of the one that they follow; None begins.
        """
        query = (
            f"{_CONVERSATION} WHERE (:at IS NULL OR (last_asked_at, key) < (:at, :key)) "
            f"AND {_OWNED} AND {_TITLED} ORDER BY last_asked_at DESC, key DESC LIMIT :limit"
        )
        at, key = place or (None, None)
        return self._listed(query, containing, at=at, key=key, limit=limit)

    def rename(self, conversation_id: str, title: str) -> bool:
        """Give a conversation another title; return whether it was there."""
        query = f"UPDATE conversations SET title = :title WHERE id = :id AND {_OWNED}"  # noqa: S608
        return self._change(query, title=title, id=conversation_id) == 1

    def delete(self, conversation_id: str) -> bool:
        """Delete a conversation with its turns; return whether it was there."""
        query = f"DELETE FROM conversations WHERE id = :id AND {_OWNED}"  # noqa: S608
        return self._change(query, id=conversation_id) == 1

    def purge(self, before: float) -> int:
        """Delete all that was last continued ``before`` that time, whoever began it.

        Return how many there were.
        """
        query = "SELECT 1 FROM conversations WHERE last_asked_at < ? LIMIT 1"
        if self._database.connection.execute(query, (before,)).fetchone() is None:
            return 0  # the usual case: no need to lock the file
        return self._change(
            "DELETE FROM conversations WHERE last_asked_at < :before", before=before
        )

    def _listed(self, query: str, containing: str, **values: float | None) -> list[Conversation]:
        given = self._values(q=fold(containing), **values)
        rows = self._database.connection.execute(query, given)
        return [Conversation(*row) for row in rows]

    def _values(self, **values: str | float | None) -> dict[str, str | float | None]:
        return {"owner": self._owner, **values}

    def _change(self, query: str, **values: str | float) -> int:
        with self._database.transaction() as connection:
            return connection.execute(query, self._values(**values)).rowcount

    def _append(self, connection: Connection, conversation_id: str, turn: Turn) -> bool:
        row = connection.execute(
            "UPDATE conversations SET last_asked_at = :asked_at "  # noqa: S608
            f"WHERE id = :id AND {_OWNED} RETURNING key",
            self._values(asked_at=turn.asked_at, id=conversation_id),
        ).fetchone()
        if row is not None:
            _insert(connection, row[0], turn)
        return row is not None


def _insert(connection: Connection, conversation: int | None, turn: Turn) -> None:
    sources = json.dumps([asdict(source) for source in turn.sources], ensure_ascii=False)
    values = (turn.asked_at, turn.question, turn.interpreted, turn.carried_over)
    connection.execute(
        f"INSERT INTO turns (conversation, {_TURN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (conversation, *values, turn.answer, turn.short, sources, turn.answer_id),
    )


def _turn(row: Sequence[str]) -> Turn:
    asked_at, question, interpreted, carried_over, answer, short, sources, answer_id = row
    references = tuple(SourceReference(**fields) for fields in json.loads(sources))
    return Turn(
        float(asked_at), question, interpreted, carried_over, answer, short, references, answer_id
    )
