"""Prepare a copy of a library file for another machine, and adapt it there."""

from pathlib import Path

from embeddings.library.bundle import ORIGINALS
from embeddings.library.database import Database
from embeddings.library.row_mapping import dump_settings
from embeddings.passages import PassageSettings

# The tables of an export; all others are private and emptied.
_EXPORTED = (
    "files",
    "articles",
    "passages",
    "cuts",
    "state",
    "sketch_bands",
    "catalogue",
    "printed_places",
)


def make_portable(copy: Path, originals: Path) -> None:
    """Make the paths of originals relative."""
    _move_paths(copy, f"{originals.absolute()}/", f"{ORIGINALS}/")


def localize(copy: Path, originals: Path) -> None:
    """Make the paths of originals absolute, below ``originals``."""
    _move_paths(copy, f"{ORIGINALS}/", f"{originals.absolute()}/")


def _move_paths(path: Path, former: str, new: str) -> None:
    database = Database(path)
    with database.transaction() as connection:
        for table, column in (("files", "origin"), ("job_files", "path")):
            connection.execute(
                f"UPDATE {table} SET {column} = ?2 || substr({column}, length(?1) + 1) "  # noqa: S608
                f"WHERE substr({column}, 1, length(?1)) = ?1",
                (former, new),
            )
    database.close()


def strip_private_data(copy: Path, settings: PassageSettings | None) -> None:
    """Remove everything from a portable copy except files, articles and their current passages."""
    database = Database(copy)
    with database.transaction() as connection:
        query = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        for (table,) in connection.execute(query).fetchall():
            if table not in _EXPORTED:
                connection.execute(f"DELETE FROM {table}")  # noqa: S608
        if settings:
            connection.execute("DELETE FROM cuts WHERE settings <> ?", (dump_settings(settings),))
        connection.execute(
            "UPDATE files SET origin = '' WHERE substr(origin, 1, length(?1)) <> ?1",
            (f"{ORIGINALS}/",),
        )
    database.shrink()
    database.close()
