"""Conversations, stored in the library file: what was asked, how it was read, what was answered."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from embeddings.database import Connection, Database
from service.nouns import SourceReference, Turn

_TITLE_CHARACTERS = 60
_CONVERSATION = (
    "SELECT key, id, title, last_asked_at, "
    "(SELECT count(*) FROM turns WHERE conversation = conversations.key) FROM conversations"
)
_TURN = "asked_at, question, interpreted, carried_over, answer, short_answer, sources"


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


class Conversations:
    """All stored conversations. Safe to use from many threads; the library's revision stays."""

    def __init__(self, path: Path) -> None:
        """Open the library file at ``path``."""
        # A turn is stored before its answer leaves, so it must not wait for the disk. A power cut
        # may lose the last turns, which can be asked again; a document that was accepted cannot.
        self._database = Database(path, synchronous="NORMAL")

    def begin(self, turn: Turn) -> str:
        """Store the first turn of a new conversation, and return its id."""
        conversation_id = uuid4().hex
        title = " ".join(turn.question.split())[:_TITLE_CHARACTERS]
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO conversations (id, title, last_asked_at) VALUES (?, ?, ?)",
                (conversation_id, title, turn.asked_at),
            )
            _insert(connection, row.lastrowid, turn)
        return conversation_id

    def append(self, conversation_id: str, turn: Turn) -> bool:
        """Store the next turn; return whether the conversation was still there to take it."""
        with self._database.transaction() as connection:
            return _append(connection, conversation_id, turn)

    def replace_last(self, conversation_id: str, turn: Turn) -> bool:
        """Store a turn in place of the last one; return whether the conversation was there."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM turns WHERE key = (SELECT max(turns.key) FROM turns "
                "JOIN conversations ON conversations.key = conversation WHERE id = ?)",
                (conversation_id,),
            )
            return _append(connection, conversation_id, turn)

    def find(self, conversation_id: str) -> Conversation | None:
        """Return a conversation, or None when there is none of that id."""
        query = f"{_CONVERSATION} WHERE id = ?"
        row = self._database.connection.execute(query, (conversation_id,)).fetchone()
        return Conversation(*row) if row else None

    def turns(self, conversation_id: str, last: int = -1) -> list[Turn]:
        """Return the ``last`` turns of a conversation in the order of asking; -1 means all."""
        query = (
            f"SELECT {_TURN} FROM turns WHERE conversation = "  # noqa: S608
            "(SELECT key FROM conversations WHERE id = ?) ORDER BY key DESC LIMIT ?"
        )
        rows = self._database.connection.execute(query, (conversation_id, last)).fetchall()
        return [_turn(row) for row in reversed(rows)]

    def newest(self, before: int | None, limit: int) -> list[Conversation]:
        """Return up to ``limit`` conversations that began before the one of key ``before``."""
        query = f"{_CONVERSATION} WHERE ?1 IS NULL OR key < ?1 ORDER BY key DESC LIMIT ?2"
        rows = self._database.connection.execute(query, (before, limit))
        return [Conversation(*row) for row in rows]

    def rename(self, conversation_id: str, title: str) -> bool:
        """Give a conversation another title; return whether it was there."""
        query = "UPDATE conversations SET title = ? WHERE id = ?"
        return self._change(query, title, conversation_id) == 1

    def delete(self, conversation_id: str) -> bool:
        """Delete a conversation with its turns; return whether it was there."""
        return self._change("DELETE FROM conversations WHERE id = ?", conversation_id) == 1

    def purge(self, before: float) -> int:
        """Delete what was last continued ``before`` that time; return how many there were."""
        query = "SELECT 1 FROM conversations WHERE last_asked_at < ? LIMIT 1"
        if self._database.connection.execute(query, (before,)).fetchone() is None:
            return 0  # the usual case: no need to lock the file
        return self._change("DELETE FROM conversations WHERE last_asked_at < ?", before)

    def _change(self, query: str, *values: str | float) -> int:
        with self._database.transaction() as connection:
            return connection.execute(query, values).rowcount


def _append(connection: Connection, conversation_id: str, turn: Turn) -> bool:
    row = connection.execute(
        "UPDATE conversations SET last_asked_at = ? WHERE id = ? RETURNING key",
        (turn.asked_at, conversation_id),
    ).fetchone()
    if row is not None:
        _insert(connection, row[0], turn)
    return row is not None


def _insert(connection: Connection, conversation: int | None, turn: Turn) -> None:
    sources = json.dumps([asdict(source) for source in turn.sources], ensure_ascii=False)
    values = (turn.asked_at, turn.question, turn.interpreted, turn.carried_over)
    connection.execute(
        f"INSERT INTO turns (conversation, {_TURN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (conversation, *values, turn.answer, turn.short, sources),
    )


def _turn(row: Sequence[str]) -> Turn:
    asked_at, question, interpreted, carried_over, answer, short, sources = row
    references = tuple(SourceReference(**fields) for fields in json.loads(sources))
    return Turn(float(asked_at), question, interpreted, carried_over, answer, short, references)
