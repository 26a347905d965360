"""Conversations in the library file: the questions, how they were resolved, the answers."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from embeddings.library.database import Connection, Database
from embeddings.text.normalize import fold
from service.answers.conversation import SourceReference, Turn
from service.conversations.usage import Usage

_TITLE_CHARACTERS = 60
_CONVERSATION = (
    "SELECT key, id, title, last_asked_at, "
    "(SELECT count(*) FROM turns WHERE conversation = conversations.key) FROM conversations"
)
_OWNED = "(:owner IS NULL OR owner = :owner)"
_TITLED = "(:q = '' OR instr(fold(title), :q))"
# A turn of an earlier version has no reply; declined, it has no answer.
_USAGE = f"""
SELECT count(*),
    coalesce(sum(iif(reply IS NULL, turns.answer = '', reply ->> '$.reason' IS NOT NULL)), 0),
    coalesce(sum(rating = 'useful'), 0), coalesce(sum(rating = 'not_useful'), 0)
FROM turns JOIN conversations ON conversations.key = conversation
LEFT JOIN feedback ON feedback.answer_id = turns.answer_id WHERE {_OWNED}
"""  # noqa: S608 - a condition
_TURN = (
    "asked_at, question, interpreted, carried_over, answer, short_answer, sources, answer_id, "
    "untold, reply"
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation without its turns.

    Attributes:
        key: grows with each conversation begun.
        id: cannot be guessed, because whoever knows it may read the conversation.
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
    """The stored conversations. Thread-safe; does not change the library's revision."""

    _database: Database
    _owner: int | None = None

    @classmethod
    def open(cls, path: Path) -> "ConversationStore":
        """Open the library file at ``path``, with the conversations of all owners."""
        # A turn is stored before its answer is sent, so it must not wait for the disk. A power cut
        # may lose the last turns: they can be asked again, unlike an accepted document.
        return cls(Database(path, synchronous="NORMAL"))

    def owned_by(self, key: int | None) -> "ConversationStore":
        """Return a store limited to the conversations begun with this API key; None means all."""
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

    def append(self, conversation_id: str, turn: Turn) -> int:
        """Store the next turn; return its number, or 0 if the conversation no longer exists."""
        with self._database.transaction() as connection:
            return self._append(connection, conversation_id, turn)

    def replace_last(self, conversation_id: str, turn: Turn) -> int:
        """Replace the last turn; return its number, or 0 if the conversation no longer exists."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM turns WHERE key = (SELECT max(turns.key) FROM turns JOIN "  # noqa: S608
                f"conversations ON conversations.key = conversation WHERE id = :id AND {_OWNED})",
                self._bind(id=conversation_id),
            )
            return self._append(connection, conversation_id, turn)

    def find(self, conversation_id: str) -> Conversation | None:
        """Return a conversation, or None if none has that id."""
        query = f"{_CONVERSATION} WHERE id = :id AND {_OWNED}"
        values = self._bind(id=conversation_id)
        row = self._database.connection.execute(query, values).fetchone()
        return Conversation(*row) if row else None

    def turns(self, conversation_id: str, last: int = -1) -> list[Turn]:
        """Return the ``last`` turns of a conversation, oldest first; -1 means all."""
        query = (
            f"SELECT {_TURN} FROM turns WHERE conversation = "  # noqa: S608
            f"(SELECT key FROM conversations WHERE id = :id AND {_OWNED}) "
            "ORDER BY key DESC LIMIT :last"
        )
        values = self._bind(id=conversation_id, last=last)
        rows = self._database.connection.execute(query, values).fetchall()
        return [_read_turn(row) for row in reversed(rows)]

    def count_usage(self) -> Usage:
        """Count the questions, the declined ones, and the ratings of their answers."""
        row = self._database.connection.execute(_USAGE, self._bind()).fetchone()
        return Usage(*row)

    def find_turn_of_answer(self, answer_id: str) -> Turn | None:
        """Return the turn of an answer, or None if it is not stored (any more)."""
        query = (
            f"SELECT {_TURN} FROM turns WHERE answer_id = :id AND answer_id <> '' AND "  # noqa: S608
            f"conversation IN (SELECT key FROM conversations WHERE {_OWNED})"
        )
        row = self._database.connection.execute(query, self._bind(id=answer_id)).fetchone()
        return _read_turn(row) if row else None

    def newest(self, before: int | None, limit: int, containing: str = "") -> list[Conversation]:
        """Return up to ``limit`` conversations begun before the one with key ``before``.

        Only those whose folded title contains ``containing``.
        """
        query = (
            f"{_CONVERSATION} WHERE (:before IS NULL OR key < :before) AND {_OWNED} AND {_TITLED} "
            "ORDER BY key DESC LIMIT :limit"
        )
        return self._select(query, containing, before=before, limit=limit)

    def last_asked(
        self, place: tuple[float, int] | None, limit: int, containing: str = ""
    ) -> list[Conversation]:
        """Return up to ``limit`` conversations by their last question, newest first.

        They follow the conversation whose time and key are ``place``; None starts at the newest.
        """
        query = (
            f"{_CONVERSATION} WHERE (:at IS NULL OR (last_asked_at, key) < (:at, :key)) "
            f"AND {_OWNED} AND {_TITLED} ORDER BY last_asked_at DESC, key DESC LIMIT :limit"
        )
        at, key = place or (None, None)
        return self._select(query, containing, at=at, key=key, limit=limit)

    def rename(self, conversation_id: str, title: str) -> bool:
        """Rename a conversation; return whether it existed."""
        query = f"UPDATE conversations SET title = :title WHERE id = :id AND {_OWNED}"  # noqa: S608
        return self._change(query, title=title, id=conversation_id) == 1

    def delete(self, conversation_id: str) -> bool:
        """Delete a conversation with its turns; return whether it existed."""
        query = f"DELETE FROM conversations WHERE id = :id AND {_OWNED}"  # noqa: S608
        return self._change(query, id=conversation_id) == 1

    def purge(self, before: float) -> int:
        """Delete all owners' conversations last continued ``before`` that time; return how many."""
        query = "SELECT 1 FROM conversations WHERE last_asked_at < ? LIMIT 1"
        if self._database.connection.execute(query, (before,)).fetchone() is None:
            return 0  # the usual case: no need to lock the file
        return self._change(
            "DELETE FROM conversations WHERE last_asked_at < :before", before=before
        )

    def _select(self, query: str, containing: str, **values: float | None) -> list[Conversation]:
        parameters = self._bind(q=fold(containing), **values)
        rows = self._database.connection.execute(query, parameters)
        return [Conversation(*row) for row in rows]

    def _bind(self, **values: str | float | None) -> dict[str, str | float | None]:
        return {"owner": self._owner, **values}

    def _change(self, query: str, **values: str | float) -> int:
        with self._database.transaction() as connection:
            return connection.execute(query, self._bind(**values)).rowcount

    def _append(self, connection: Connection, conversation_id: str, turn: Turn) -> int:
        row = connection.execute(
            "UPDATE conversations SET last_asked_at = :asked_at "  # noqa: S608
            f"WHERE id = :id AND {_OWNED} RETURNING key",
            self._bind(asked_at=turn.asked_at, id=conversation_id),
        ).fetchone()
        if row is None:
            return 0
        _insert(connection, row[0], turn)
        query = "SELECT count(*) FROM turns WHERE conversation = ?"
        return int(connection.execute(query, row).fetchone()[0])


def _insert(connection: Connection, conversation: int | None, turn: Turn) -> None:
    sources = json.dumps([asdict(source) for source in turn.sources], ensure_ascii=False)
    untold = json.dumps(turn.untold, ensure_ascii=False)
    values = (turn.asked_at, turn.question, turn.interpreted, turn.carried_over, turn.answer)
    rest = (turn.short, sources, turn.answer_id, untold, turn.reply or None)
    connection.execute(
        f"INSERT INTO turns (conversation, {_TURN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        (conversation, *values, *rest),
    )


def _read_turn(row: Sequence[str]) -> Turn:
    asked_at, question, interpreted, carried_over, answer, short, sources, *rest = row
    answer_id, untold, reply = rest
    references = tuple(SourceReference(**fields) for fields in json.loads(sources))
    return Turn(
        float(asked_at),
        question,
        interpreted,
        carried_over,
        answer,
        short,
        references,
        answer_id,
        tuple(json.loads(untold)),
        reply or "",
    )
