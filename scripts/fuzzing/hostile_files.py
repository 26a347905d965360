"""Files made to do harm: bombs, paths that lead elsewhere, endless lines, deep nesting."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from scripts.fuzzing.mutations import FuzzFile

_SUFFIXES = (
    ".txt",
    ".md",
    ".html",
    ".pdf",
    ".docx",
    ".epub",
    ".json",
    ".jsonl",
    ".csv",
    ".zip",
    ".png",
)
_LINE_LENGTH = 50_000_000  # bytes
_DEPTH = 10_000  # levels
_BOMB_SIDE = 20_000  # pixels
_PNG = b"\x89PNG\r\n\x1a\n"
_ENTITIES = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lol">'
    for level in range(10)
)
_DOCTYPE = f"<!DOCTYPE x [{_ENTITIES}]>"
_FILE_ENTITY = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
_PATHS = (
    "../甲.txt",
    "../../甲.txt",
    "/甲.txt",
    "C:\\甲.txt",
    "\\\\a\\甲.txt",
    "a\x00/甲.txt",
    "..",
)


def hostile_files() -> Iterator[FuzzFile]:
    """Yield all hostile files."""
    for suffix in _SUFFIXES:
        yield FuzzFile(f"a{suffix}", b"", "empty")
        yield FuzzFile(f"a{suffix}", b"\x00" * 1000, "NUL")
        yield FuzzFile(f"a{suffix}", "甲".encode() + b"\x00" * 1000, "NUL")
    yield from _long_lines()
    yield from _deep_nesting()
    yield from _zip_bombs()
    yield from entity_bombs()
    yield FuzzFile("a.zip", _zip(dict.fromkeys(_PATHS, "文字。".encode())), "names")
    yield FuzzFile("a.pdf", _CYCLIC_PDF, "cyclic")
    yield from _image_bombs()


def _image_bombs() -> Iterator[FuzzFile]:
    """Yield images that promise more pixels than anybody prints, and one that holds many."""
    for side in (_BOMB_SIDE, 2**31 - 1):
        header = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
        yield FuzzFile("a.png", _PNG + _chunk(header) + _chunk(b"IEND"), "image bomb")
    header = b"IHDR" + struct.pack(">IIBBBBB", _BOMB_SIDE, _BOMB_SIDE, 1, 0, 0, 0, 0)
    packed = zlib.compress(bytes(_BOMB_SIDE * (_BOMB_SIDE // 8 + 1)), 9)
    data = _chunk(header) + _chunk(b"IDAT" + packed) + _chunk(b"IEND")
    yield FuzzFile("a.png", _PNG + data, "image bomb")


def _chunk(data: bytes) -> bytes:
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


def _long_lines() -> Iterator[FuzzFile]:
    line = "郑".encode() * (_LINE_LENGTH // 3)
    yield FuzzFile("a.txt", line, "long line")
    yield FuzzFile("a.md", b"a" * _LINE_LENGTH, "long line")
    yield FuzzFile("a.html", b"<p>" + line, "long line")
    yield FuzzFile("a.jsonl", b'{"text": "' + line + b'"}', "long line")
    yield FuzzFile("a.json", b'["' + line + b'"]', "long line")
    yield FuzzFile("a.csv", b'text\n"' + line, "long line")
    yield FuzzFile("a.csv", b"text\n" + b"," * _LINE_LENGTH, "long line")
    yield FuzzFile("a.txt", "郑\n".encode() * (_LINE_LENGTH // 4), "long column")


def _deep_nesting() -> Iterator[FuzzFile]:
    for tag in ("div", "b", "table", "ul><li", "blockquote", "font", "a"):
        page = f"<{tag}>" * _DEPTH + "文字"
        yield FuzzFile("a.html", page.encode(), "deep")
        yield FuzzFile("a.epub", _epub(f"<html><body>{page}</body></html>"), "deep")
    yield FuzzFile("a.json", b"[" * _DEPTH * 10, "deep")
    yield FuzzFile("a.jsonl", b'{"text":' * _DEPTH * 10, "deep")
    body = "<w:tbl><w:tr><w:tc>" * _DEPTH + "</w:tc></w:tr></w:tbl>" * _DEPTH
    yield FuzzFile("a.docx", _docx(body), "deep")


def _zip_bombs() -> Iterator[FuzzFile]:
    yield FuzzFile("a.zip", _zip({"a.txt": bytes(301_000_000)}), "zip bomb")
    yield FuzzFile("a.zip", _zip({f"{n}.txt": b" " * 10_000_000 for n in range(20)}), "zip bomb")
    yield FuzzFile("a.zip", _zip({f"{n}.txt": b"" for n in range(20_000)}), "zip bomb")
    inner = _zip({"a.txt": b"a"})
    yield FuzzFile("a.zip", _zip({f"{n}.zip": inner for n in range(100)}), "zip bomb")
    yield FuzzFile("a.docx", _docx("<w:p/>" * 5_000_000), "zip bomb")
    yield FuzzFile("a.epub", _epub("<p>" * 20_000_000), "zip bomb")


def entity_bombs() -> Iterator[FuzzFile]:
    """Yield files whose entities grow exponentially, or stand for a file of this machine."""
    word = "<w:p><w:r><w:t>文字&l9;</w:t></w:r></w:p>"
    for doctype in (_DOCTYPE, _FILE_ENTITY):
        page = f"{doctype}<html><p>&l9;文字</p></html>"
        yield FuzzFile("a.html", page.encode(), "XML bomb")
        yield FuzzFile("a.epub", _epub(page), "XML bomb")
        yield FuzzFile("a.docx", _docx(word, doctype), "XML bomb")


def _docx(body: str, doctype: str = "") -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packages = "http://schemas.openxmlformats.org/package/2006"
    return _zip(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{packages}/content-types"><Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{packages}/relationships">'
                f'<Relationship Id="r" Type="{office}" Target="word/document.xml"/></Relationships>'
            ).encode(),
            "word/document.xml": (
                f'{doctype}<w:document xmlns:w="{words}"><w:body>{body}</w:body></w:document>'
            ).encode(),
        }
    )


def _epub(chapter: str) -> bytes:
    package = (
        '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/>'
    )
    container = '<container><rootfile full-path="a.opf"/></container>'
    files = {"META-INF/container.xml": container, "a.opf": package, "a.xhtml": chapter}
    return _zip({name: text.encode() for name, text in files.items()})


def _zip(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


_CYCLIC_PDF = b"""%PDF-1.7
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [2 0 R 2 0 R] /Count 999999999 /Parent 2 0 R >> endobj
trailer << /Root 1 0 R /Size 3 >>
"""
