"""Check the whole library for inconsistencies."""

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

REPAIR = "`wenbao verify --repair` repairs it"


@dataclass(frozen=True, slots=True)
class LibraryInconsistencies:
    """What is wrong with a library.

    Attributes:
        file: problems that SQLite reports; if there are any, nothing else is checked.
        orphans: pairs of a table and a parent table that lacks rows it refers to.
        altered: ids of articles that differ from what was stored.
        misaligned: ids of articles whose passages differ from a fresh chunking.
        dangling: files that are copies of a missing file.
        lost: files whose original is missing from the folder of originals.
    """

    file: tuple[str, ...] = ()
    orphans: tuple[tuple[str, str], ...] = ()
    altered: tuple[str, ...] = ()
    misaligned: tuple[str, ...] = ()
    dangling: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    def describe(self) -> Iterator[Inconsistency]:
        """Yield each inconsistency as a sentence, with its remedy."""
        yield from (
            Inconsistency(f"library.sqlite3 is damaged: {problem}", RESTORE)
            for problem in self.file
        )
        for table, parent in self.orphans:
            yield Inconsistency(f"rows of {table} refer to missing rows of {parent}", REPAIR)
        for article in self.altered:
            remedy = f"{REPAIR}; then index its file again, to be sure of its text"
            yield Inconsistency(f"article {article} differs from what was stored", remedy)
        for article in self.misaligned:
            yield Inconsistency(f"the passages of article {article} do not match its text", REPAIR)
        for source in self.dangling:
            what = f"file {source} is a copy of another file, which is missing"
            yield Inconsistency(what, f"{REPAIR}; then index it again")
        for source in self.lost:
            what = f"the original of {source} is missing; its articles are intact"
            yield Inconsistency(what, "add the file again, or ignore this")


def verify_library(path: Path, originals: Path) -> LibraryInconsistencies:
    """Check every article and passage of the library at ``path``.

    The passages of every chunking are compared with a fresh chunking of their article.
    """
    database = Database(path)
    if problems := database.check_integrity():
        return LibraryInconsistencies(file=tuple(problems))
    connection, chunkings = database.connection, Passages(database).list_chunkings()
    altered, misaligned = [], []
    for row in connection.execute(f"SELECT {ARTICLE}, content_hash FROM articles ORDER BY id"):  # noqa: S608
        article = read_article_row(row)
        if hash_content(article) != row[-1]:
            altered.append(article.id)
        if any(_is_chunked_wrongly(connection, row, chunking) for chunking in chunkings):
            misaligned.append(article.id)
    stored_originals = Files(database).find_below(str(originals.absolute()))
    return LibraryInconsistencies(
        orphans=_find_orphans(connection),
        altered=tuple(altered),
        misaligned=tuple(misaligned),
        dangling=tuple(row[0] for row in connection.execute(DANGLING)),
        lost=tuple(file.source for file in stored_originals if not Path(file.origin).is_file()),
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
    rows = connection.execute(query, (row[0], key))
    stored = tuple(read_passage_row(passage).passage for passage in rows)
    return stored != split_passages(read_article_row(row), settings)


def _find_orphans(connection: Connection) -> tuple[tuple[str, str], ...]:
    rows = connection.execute("PRAGMA foreign_key_check")
    return tuple(sorted({(row[0], row[2]) for row in rows}))
