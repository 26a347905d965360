"""Untrusted archives: no path traversal, no zip bombs, and one bad file does not stop the rest."""

import io
import zipfile
from pathlib import Path

import pytest

from embeddings.reading.formats.zip_archive import sanitize_path
from embeddings.reading.limits import MOST_MEMBERS
from tests.support.documents import (
    CHAPTERS,
    WEB_PAGE,
    make_docx,
    make_epub,
    make_pdf,
    make_zip,
    read_all,
    reason_against,
)

TEXT = "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n".encode()


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_archive_gives_the_articles_of_all_its_files(tmp_path: Path) -> None:
    members = {
        "一月/甲.txt": TEXT,
        "乙.html": WEB_PAGE.encode(),
        "丙.docx": make_docx(),
        "丁.epub": make_epub(CHAPTERS),
        "戊.pdf": make_pdf([["绿东村街道开通了“绿东播报”微信公共平台，服务居民。"]]),
        "己.jsonl": '{"text": "一行。"}\n{}\n'.encode(),
        "录像.mp4": b"\x00\x00\x00\x18ftypmp42",
        "__MACOSX/甲.txt": TEXT,
        ".隐藏.txt": TEXT,
        "坏.pdf": b"%PDF-1.7 nothing",
        "里.zip": make_zip({"甲.txt": TEXT}),
    }
    articles, failures = read_all(write(tmp_path / "报纸.zip", make_zip(members)))
    assert [article.source for article in articles] == [
        "报纸.zip/一月/甲.txt",
        "报纸.zip/乙.html",
        "报纸.zip/丙.docx",
        "报纸.zip/丁.epub",
        "报纸.zip/丁.epub",
        "报纸.zip/戊.pdf",
        "报纸.zip/己.jsonl",
    ]
    assert [failure.part for failure in failures] == ["己.jsonl row 2", "坏.pdf", "里.zip"]
    assert failures[1].reason.startswith("the PDF is damaged")
    assert failures[2].reason == "archives inside archives are not opened. Unpack it first."
    assert len({article.id for article in articles}) == len(articles)


def test_names_in_gb18030_without_the_utf8_flag_are_read(tmp_path: Path) -> None:
    raw = make_zip({"XXXX.txt": TEXT}).replace(b"XXXX", "报纸".encode("gb18030"))
    [article], _ = read_all(write(tmp_path / "a.zip", raw))
    assert article.source == "a.zip/报纸.txt"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/甲.txt", "etc/甲.txt"),
        ("/etc/甲.txt", "etc/甲.txt"),
        ("C:\\Windows\\甲.txt", "Windows/甲.txt"),
        ("\\\\server\\甲.txt", "server/甲.txt"),
        ("a\x00b.txt", "ab.txt"),
        ("a\u202etxt.md", "atxt.md"),
        ("..", "unnamed"),
        ("./a//b/ . /c.txt", "a/b/c.txt"),
    ],
)
def test_name_that_leads_elsewhere_becomes_harmless(name: str, shown: str) -> None:
    assert sanitize_path(name) == shown


def test_members_of_the_same_name_are_distinguished_and_nothing_is_written(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../甲.txt", "/甲.txt", "甲.txt"):
            archive.writestr(name, TEXT)
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    articles, _ = read_all(write(folder / "a.zip", out.getvalue()))
    assert [article.source for article in articles] == [
        "a.zip/甲.txt",
        "a.zip/甲.txt (2)",
        "a.zip/甲.txt (3)",
    ]
    assert [path.name for path in tmp_path.rglob("*.*")] == ["a.zip"]


@pytest.mark.parametrize("suffix", [".zip", ".docx", ".epub"])
def test_archive_that_swells_is_refused(tmp_path: Path, suffix: str) -> None:
    marks = {".zip": "甲.txt", ".docx": "word/document.xml", ".epub": "META-INF/container.xml"}
    bomb = make_zip({marks[suffix]: b" " * 20_000_000})
    assert reason_against(write(tmp_path / f"a{suffix}", bomb)).startswith(
        "the archive contains more than 100 times its size when unpacked"
    )


def test_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    bomb = make_zip({f"{number}.txt": b"" for number in range(MOST_MEMBERS + 1)})
    assert reason_against(write(tmp_path / "a.zip", bomb)).startswith(
        "the archive contains more than 10,000 files"
    )


def test_encrypted_member_is_named_and_stops_no_other(tmp_path: Path) -> None:
    raw = bytearray(make_zip({"a.txt": TEXT, "b.txt": TEXT}))
    raw[6] |= 1  # the flag of the first member, there and in the list at the end
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    articles, [failure] = read_all(write(tmp_path / "a.zip", bytes(raw)))
    assert [article.source for article in articles] == ["a.zip/b.txt"]
    assert (failure.part, failure.reason) == (
        "a.txt",
        "it is encrypted. Pack it without a password.",
    )


def test_archive_without_a_readable_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", make_zip({"a.mp4": b"\x00\x00\x00\x18ftypmp42"}))
    assert reason_against(path) == "the archive contains no file that can be read."
