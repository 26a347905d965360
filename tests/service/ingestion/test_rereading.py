"""Files that an earlier version read differently are read again, and only these."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from embeddings.library.library import Library
from tests.support.console import wenbao
from tests.support.documents import make_docx

pytestmark = pytest.mark.slow
PAGES = {
    "水渠.txt": "石桥水渠通水\n\n石桥水渠长八里，灌溉一千二百亩。\n".encode(),
    "街道.docx": make_docx(),
    "义渡.pptx.jsonl": '{"title": "义渡恢复", "text": "义渡每日往返六班。"}\n'.encode(),
}


def make_former(data: Path, folder: Path, name: str, former: str) -> None:
    """Change a stored file to what an earlier version, without recipes, read in it."""
    content = (folder / name).read_bytes()
    known = hashlib.blake2b(content, digest_size=16).hexdigest()
    with sqlite3.connect(data / "library.sqlite3") as connection:
        connection.create_function("fold", 1, str)
        connection.execute("UPDATE files SET content_hash = ? WHERE source = ?", (known, name))
        connection.execute(
            "UPDATE articles SET text = ?2, content_hash = '' WHERE file = ?1", (name, former)
        )
    connection.close()


def texts(data: Path) -> dict[str, str]:
    library = Library(data / "library.sqlite3")
    return {article.source: article.text for article in library.articles.page()}


def test_reindex_reads_changed_types_again_and_says_so(tmp_path: Path) -> None:
    folder, data = tmp_path / "pages", tmp_path / "data"
    folder.mkdir()
    for name, content in PAGES.items():
        (folder / name).write_bytes(content)
    settings = {"WENBAO_DATA": str(data), "WENBAO_COLLECTION": str(folder), "WENBAO_MEANING": "off"}
    assert wenbao("index", folder, **settings).returncode == 0
    before = texts(data)
    make_former(data, folder, "街道.docx", "旧版本少读了几段。")
    done = wenbao("reindex", **settings)
    assert done.returncode == 0, done.stderr
    told = "1 .docx files were read again: this version reads them differently"
    assert told in " ".join(done.stdout.split())
    assert "files: 1 stored" in done.stdout
    assert texts(data) == before
    assert "no file has changed" in wenbao("reindex", **settings).stdout


def test_file_that_has_changed_itself_is_not_called_reread(tmp_path: Path) -> None:
    folder, data = tmp_path / "pages", tmp_path / "data"
    folder.mkdir()
    (folder / "水渠.txt").write_bytes(PAGES["水渠.txt"])
    settings = {"WENBAO_DATA": str(data), "WENBAO_COLLECTION": str(folder), "WENBAO_MEANING": "off"}
    wenbao("index", folder, **settings)
    (folder / "水渠.txt").write_text("石桥水渠通水\n\n水渠长九里。\n", encoding="utf-8")
    done = wenbao("reindex", **settings)
    assert "read again" not in done.stdout
    assert texts(data) == {"水渠.txt": "水渠长九里。"}
