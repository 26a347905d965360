"""Files made to do harm: bombs, names that lead elsewhere, endless lines, deep nesting."""

import io
import zipfile
from collections.abc import Iterator, Mapping

from scripts.fuzzing.mutations import Damaged

_SUFFIXES = (".txt", ".md", ".html", ".pdf", ".docx", ".epub", ".json", ".jsonl", ".csv", ".zip")
_LONG = 50_000_000  # bytes of a line
_DEEP = 10_000  # levels
_ENTITIES = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "lol">'
    for level in range(10)
)
_DOCTYPE = f"<!DOCTYPE x [{_ENTITIES}]>"
_STEALING = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
_NAMES = (
    "../甲.txt",
    "../../甲.txt",
    "/甲.txt",
    "C:\\甲.txt",
    "\\\\a\\甲.txt",
    "a\x00/甲.txt",
    "..",
)


def hostile() -> Iterator[Damaged]:
    """Yield every such file."""
    for suffix in _SUFFIXES:
        yield Damaged(f"a{suffix}", b"", "empty")
        yield Damaged(f"a{suffix}", b"\x00" * 1000, "NUL")
        yield Damaged(f"a{suffix}", "甲".encode() + b"\x00" * 1000, "NUL")
    yield from _long_lines()
    yield from _deep()
    yield from _bombs()
    yield from entity_bombs()
    yield Damaged("a.zip", _zip(dict.fromkeys(_NAMES, "文字。".encode())), "names")
    yield Damaged("a.pdf", _CYCLIC_PDF, "cyclic")


def _long_lines() -> Iterator[Damaged]:
    line = "郑".encode() * (_LONG // 3)
    yield Damaged("a.txt", line, "long line")
    yield Damaged("a.md", b"a" * _LONG, "long line")
    yield Damaged("a.html", b"<p>" + line, "long line")
    yield Damaged("a.jsonl", b'{"text": "' + line + b'"}', "long line")
    yield Damaged("a.json", b'["' + line + b'"]', "long line")
    yield Damaged("a.csv", b'text\n"' + line, "long line")
    yield Damaged("a.csv", b"text\n" + b"," * _LONG, "long line")
    yield Damaged("a.txt", "郑\n".encode() * (_LONG // 4), "long column")


def _deep() -> Iterator[Damaged]:
    for tag in ("div", "b", "table", "ul><li", "blockquote", "font", "a"):
        page = f"<{tag}>" * _DEEP + "文字"
        yield Damaged("a.html", page.encode(), "deep")
        yield Damaged("a.epub", _book(f"<html><body>{page}</body></html>"), "deep")
    yield Damaged("a.json", b"[" * _DEEP * 10, "deep")
    yield Damaged("a.jsonl", b'{"text":' * _DEEP * 10, "deep")
    body = "<w:tbl><w:tr><w:tc>" * _DEEP + "</w:tc></w:tr></w:tbl>" * _DEEP
    yield Damaged("a.docx", _word(body), "deep")


def _bombs() -> Iterator[Damaged]:
    yield Damaged("a.zip", _zip({"a.txt": bytes(301_000_000)}), "zip bomb")
    yield Damaged("a.zip", _zip({f"{n}.txt": b" " * 10_000_000 for n in range(20)}), "zip bomb")
    yield Damaged("a.zip", _zip({f"{n}.txt": b"" for n in range(20_000)}), "zip bomb")
    inner = _zip({"a.txt": b"a"})
    yield Damaged("a.zip", _zip({f"{n}.zip": inner for n in range(100)}), "zip bomb")
    yield Damaged("a.docx", _word("<w:p/>" * 5_000_000), "zip bomb")
    yield Damaged("a.epub", _book("<p>" * 20_000_000), "zip bomb")


def entity_bombs() -> Iterator[Damaged]:
    """Yield files whose entities grow without end, or stand for a file of this machine."""
    word = "<w:p><w:r><w:t>文字&l9;</w:t></w:r></w:p>"
    for doctype in (_DOCTYPE, _STEALING):
        page = f"{doctype}<html><p>&l9;文字</p></html>"
        yield Damaged("a.html", page.encode(), "XML bomb")
        yield Damaged("a.epub", _book(page), "XML bomb")
        yield Damaged("a.docx", _word(word, doctype), "XML bomb")


def _word(body: str, doctype: str = "") -> bytes:
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


def _book(chapter: str) -> bytes:
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
