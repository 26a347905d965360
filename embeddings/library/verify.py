"""Look through the whole library for what cannot be so."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from embeddings.inconsistency import Inconsistency
from embeddings.library.database import RESTORE, Connection, Database
from embeddings.library.files import Files
from embeddings.library.passages import Passages
from embeddings.library.row_mapping import (
    ARTICLE,
    PASSAGE,
    hash_content,
    read_article_row,
    read_passage_row,
)
from embeddings.passages import PassageSettings, split_passages

REPAIR = "`wenbao verify --repair` mends it"


@dataclass(frozen=True, slots=True)
class LibraryInconsistencies:
    """What is wrong with a library.

    Attributes:
        file: what SQLite finds wrong with the file; nothing else is then looked for.
        orphans: a table and the one that its rows belong to and that lacks theirs.
        altered: ids of articles that are not what was stored.
        miscut: ids of articles whose passages are not what cutting them gives.
        dangling: files that are the same as one which is not there.
        lost: files whose original is gone from the folder of originals.
    """

    file: tuple[str, ...] = ()
    orphans: tuple[tuple[str, str], ...] = ()
    altered: tuple[str, ...] = ()
    miscut: tuple[str, ...] = ()
    dangling: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def findings(self) -> Iterator[Inconsistency]:
        """Yield each fault as a sentence."""
        yield from (
            Inconsistency(f"library.sqlite3 is damaged: {one}", RESTORE) for one in self.file
        )
        for table, parent in self.orphans:
            yield Inconsistency(f"rows of {table} belong to {parent} that are not there", REPAIR)
        for article in self.altered:
            again = f"{REPAIR}; then index its file again, to be sure of its text"
            yield Inconsistency(f"article {article} is not as it was stored", again)
        for article in self.miscut:
            yield Inconsistency(f"the passages of article {article} do not fit its text", REPAIR)
        for source in self.dangling:
            told = f"file {source} is the same as another file, which is not there"
            yield Inconsistency(told, f"{REPAIR}; then index it again")
        for source in self.lost:
            told = f"the original of {source} is missing; its articles are whole"
            yield Inconsistency(told, "add the file again, or leave it")


def verify_library(path: Path, originals: Path) -> LibraryInconsistencies:
    """Check every article and passage of the library at ``path``.

    The passages of every chunking are compared with what chunking their article gives now.
    """
    database = Database(path)
    if faults := database.faults():
        return LibraryInconsistencies(file=tuple(faults))
    connection, chunkings = database.connection, Passages(database).chunkings()
    altered, miscut = [], []
    for row in connection.execute(f"SELECT {ARTICLE}, content_hash FROM articles ORDER BY id"):  # noqa: S608
        article = read_article_row(row)
        if hash_content(article) != row[-1]:
            altered.append(article.id)
        if any(_is_chunked_wrongly(connection, row, chunking) for chunking in chunkings):
            miscut.append(article.id)
    lost = (file for file in Files(database).below(str(originals.absolute())))
    return LibraryInconsistencies(
        orphans=_orphans(connection),
        altered=tuple(altered),
        miscut=tuple(miscut),
        dangling=tuple(row[0] for row in connection.execute(DANGLING)),
        lost=tuple(file.source for file in lost if not Path(file.origin).is_file()),
    )


DANGLING = """
SELECT source FROM files WHERE same_as <> '' AND same_as NOT IN (
    SELECT source FROM files WHERE same_as = '')
"""


def _is_chunked_wrongly(
    connection: Connection, row: tuple[str, ...], chunking: tuple[int, PassageSettings]
) -> bool:
    key, settings = chunking
    query = f"SELECT {PASSAGE} FROM passages WHERE article_id = ? AND cut = ? ORDER BY ordinal"  # noqa: S608
    stored = connection.execute(query, (row[0], key))
    held = tuple(read_passage_row(one).passage for one in stored)
    return held != split_passages(read_article_row(row), settings)


def _orphans(connection: Connection) -> tuple[tuple[str, str], ...]:
    rows = connection.execute("PRAGMA foreign_key_check")
    return tuple(sorted({(row[0], row[2]) for row in rows}))
