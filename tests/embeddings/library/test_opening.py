"""Opening a library: a new one is made once, foreign files are refused and left untouched."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from embeddings.errors import WenbaoError
from embeddings.library.filing_schema import FILING
from embeddings.library.library import Library
from embeddings.library.schema import SCHEMA_VERSION, STEPS
from embeddings.library.selection import Selection
from embeddings.text.normalize import fold


def test_new_library_is_empty_at_revision_zero(tmp_path: Path) -> None:
    library = Library(tmp_path / "deep" / "library.sqlite3")
    assert (library.revision, library.articles.count(), library.passages.count()) == (0, 0, 0)
    assert library.articles.page() == []
    assert (library.files.get("a.txt"), library.passages.settings) == (None, None)
    assert library.is_empty()


def test_library_of_a_newer_program_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    Library(path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(WenbaoError) as caught:
        Library(path)
    message = str(caught.value)
    assert f"{path} has schema version {SCHEMA_VERSION + 1}, created by a newer program" in message
    assert message.endswith("Install the newer version, or use another folder.")


def test_file_that_is_not_a_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_text("这是一篇报道,不是数据库。" * 100, encoding="utf-8")
    with pytest.raises(WenbaoError, match=f"{path} cannot be opened as a library: "):
        Library(path)
    assert path.read_text(encoding="utf-8").startswith("这是一篇报道")


def test_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE files (photo BLOB)")
    connection.commit()
    connection.close()
    with pytest.raises(WenbaoError, match=f"{path} cannot be opened as a library: "):
        Library(path)


def test_new_library_opened_by_many_threads_at_once_is_made_once(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def open_it(_: int) -> int:
        together.wait()
        return Library(tmp_path / "library.sqlite3").revision

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(open_it, range(8))) == [0] * 8


def test_files_of_an_earlier_version_are_filed_by_their_first_folder(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    earlier = STEPS[: STEPS.index(FILING)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.create_function("fold", 1, fold, deterministic=True)
        for statement in ";\n".join(earlier).split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(earlier)}")
        for source, origin in (
            ("晚报/2017/a.txt", "/pages/a.txt"),
            ("b/c.txt", ""),
            ("d.txt", "/d"),
        ):
            connection.execute("INSERT INTO files VALUES (?, ?, '', '')", (source, origin))
            connection.execute(
                "INSERT INTO articles (id, file, source, title, byline, date, text, headings, url, "
                "pages, content_hash, changed_at) VALUES (?1, ?1, ?1, '', '', '', '', '[]', '', "
                "'[]', '', 0)",
                (source,),
            )
    library = Library(path)
    filed = {article.id: article.collection for article in library.articles.page()}
    assert filed == {"晚报/2017/a.txt": "晚报", "b/c.txt": "", "d.txt": ""}
    assert [share.name for share in library.catalogue.collections(1)] == [""]
    assert library.catalogue.count(Selection(collection="晚报")) == 1
