"""Text files in every encoding that is common for Chinese, and files that are not text."""

import os
from pathlib import Path

import opencc
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.discovery import find_files
from embeddings.reading.encodings import decode
from embeddings.reading.read import read
from tests.support.paths import SEEDS

SIMPLIFIED = "".join(
    "".join(file.read_text(encoding="utf-8").split()) for file in sorted(SEEDS.glob("*.txt"))
)
TRADITIONAL = opencc.OpenCC("s2t").convert(SIMPLIFIED)
STARTS = st.integers(0, len(SIMPLIFIED) - 1000)
LENGTHS = st.one_of(st.integers(16, 40), st.integers(400, 900))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_text_reads_the_same_in_every_encoding(encoding: str) -> None:
    text = "新聞:中原的文化與生活。\n第二行文字在這裡。"
    assert decode(text.encode(encoding), "甲.txt") == text


def test_utf_16_is_read_in_either_byte_order() -> None:
    assert decode(b"\xfe\xff" + "报纸".encode("utf-16-be"), "甲.txt") == "报纸"
    assert decode(b"\xff\xfe" + "报纸".encode("utf-16-le"), "甲.txt") == "报纸"


@given(STARTS, LENGTHS)
def test_simplified_text_in_gb18030_is_never_taken_for_big5(start: int, length: int) -> None:
    text = SIMPLIFIED[start : start + length]
    assert decode(text.encode("gb18030"), "甲.txt") == text


@given(STARTS, LENGTHS)
def test_traditional_text_in_gb18030_is_never_taken_for_big5(start: int, length: int) -> None:
    text = TRADITIONAL[start : start + length]
    assert decode(text.encode("gb18030"), "甲.txt") == text


@given(STARTS, LENGTHS)
def test_traditional_text_in_big5_is_never_taken_for_gb18030(start: int, length: int) -> None:
    text = TRADITIONAL[start : start + length].encode("big5", "ignore").decode("big5")
    assume(sum(not character.isascii() for character in text) >= 12)
    assert decode(text.encode("big5"), "甲.txt") == text


def test_latin_text_of_an_old_encoding_is_detected() -> None:
    text = "Der Bürgermeister eröffnete gestern die größte Bücherei der Stadt. " * 5
    assert decode(text.encode("cp1252"), "a.txt") == text


def test_file_cut_off_in_mid_character_is_still_read() -> None:
    data = (SIMPLIFIED[:1000]).encode()[:-1]
    assert decode(data, "甲.txt")[:999] == SIMPLIFIED[:999]


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n", "\u2028", "\f"])
def test_line_ends_become_newlines(line_end: str) -> None:
    assert decode(f"第一行{line_end}第二行".encode(), "甲.txt") == "第一行\n第二行"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\u3000\n".encode(), b"\xef\xbb\xbf"])
def test_empty_file_is_refused_by_name_and_reason(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"甲\.txt: the file is empty\."):
        decode(data, "甲.txt")


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x00\x00",
        b"abc\x00def",
        b"\x01\x02\x03\x04" * 20,
        b"\x89PNG\r\n\x1a\n\x00",
    ],
)
def test_binary_file_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"not a text file.*Save its text as UTF-8"):
        decode(data, "甲.txt")


def test_random_bytes_are_refused_and_never_become_text() -> None:
    with pytest.raises(UnreadableFileError):
        decode(os.urandom(4096), "甲.txt")


def test_unknown_kind_of_file_is_refused_with_the_kinds_that_work(tmp_path: Path) -> None:
    file = tmp_path / "甲.xyz"
    file.write_text("文字", encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=r"甲\.xyz.*\.csv, \.doc, \.docx, .*\.md, "):
        list(read(file, "甲.xyz"))


def test_missing_file_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"cannot be opened.*Check"):
        list(read(tmp_path / "甲.txt", "甲.txt"))


def test_article_knows_its_source_and_text(tmp_path: Path) -> None:
    file = tmp_path / "甲.TXT"
    file.write_bytes("标题\r\n\r\n正文。".encode("gb18030"))
    [article] = read(file, "一月/甲.TXT")
    assert isinstance(article, Article)
    assert (article.source, article.title, article.text) == ("一月/甲.TXT", "标题", "正文。")


def test_folder_lists_readable_files_in_order_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "甲/c.TXT", ".hidden.txt", ".git/d.txt", "e.mp4", "甲/f"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("文字", encoding="utf-8")
    found = [file.relative_to(tmp_path).as_posix() for file in find_files(tmp_path)]
    assert found == ["a.txt", "b.md", "甲/c.TXT"]


def test_file_is_found_as_itself_and_a_missing_path_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("文字", encoding="utf-8")
    assert find_files(file) == (file,)
    with pytest.raises(UnreadableFileError, match="no such file or folder"):
        find_files(tmp_path / "b")


@pytest.mark.parametrize(
    ("head", "is_taken"),
    [
        ("title: 秋收\ntags:\n  - 村\n# 记\n", True),
        ("作者：张三\n\n正文第一段说了修渠的事。\n", False),
    ],
)
def test_front_matter_has_no_prose(tmp_path: Path, head: str, is_taken: bool) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\n{head}---\n\n渠修好了。\n", encoding="utf-8")
    [article] = [one for one in read(path, path.name) if isinstance(one, Article)]
    assert ("正文第一段" in article.text) is not is_taken
    assert "渠修好了。" in article.text
