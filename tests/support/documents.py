"""Real files of every format, made for the tests: Chinese text, headings, metadata."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.read import read
from embeddings.reading.results import PartFailure

_UNICODE_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Plain def 1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"""


def read_all(path: Path, source: str = "") -> tuple[list[Article], list[PartFailure]]:
    """Return the articles of a file and its parts that failed."""
    found = list(read(path, source or path.name))
    articles = [item for item in found if isinstance(item, Article)]
    return articles, [item for item in found if isinstance(item, PartFailure)]


def reason_against(path: Path) -> str:
    """Return why the file cannot be read."""
    with pytest.raises(UnreadableFileError) as refusal:
        list(read(path, path.name))
    assert refusal.value.source == path.name
    return refusal.value.reason


def make_pdf(
    pages: Sequence[Sequence[str]], info: Mapping[str, str] | None = None, *, trailer: str = ""
) -> bytes:
    """Return a PDF whose pages show these lines, with a text layer (PDF 1.7, ISO 32000-1)."""
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_UNICODE_MAP),
    ]
    for number, lines in enumerate(pages):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        bodies.append(_stream(_shown(lines)))
    entries = " ".join(f"/{name} {_text_string(value)}" for name, value in (info or {}).items())
    bodies.append(f"<< {entries} >>".encode())
    return _assembled(bodies, trailer)


def _shown(lines: Sequence[str]) -> bytes:
    rows = (f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td" for line in lines)
    return ("BT /F 12 Tf 60 780 Td " + " ".join(rows) + " ET").encode()


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >> stream\n" % len(data) + data + b"\nendstream"


def _text_string(value: str) -> str:
    return f"<{(chr(0xFEFF) + value).encode('utf-16-be').hex()}>"


def _assembled(bodies: Sequence[bytes], trailer: str) -> bytes:
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(bodies, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    info = len(bodies)
    out.write(f"trailer << /Size {info + 1} /Root 1 0 R /Info {info} 0 R {trailer} >>\n".encode())
    out.write(b"startxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


def make_docx(title: str = "绿东村街道开通微信") -> bytes:
    """Return a Word document with a title, headings, paragraphs, a table and properties."""
    document = docx.Document()
    document.add_heading(title, level=0)
    document.add_paragraph("绿东村街道开通了“绿东播报”微信公共平台。")
    document.add_heading("方便居民", level=1)
    document.add_paragraph("居民可以随时了解办事流程。")
    table = document.add_table(rows=2, cols=2)
    for place, text in enumerate(("街道", "用户", "绿东村", "1200人")):
        table.cell(place // 2, place % 2).text = text
    document.core_properties.author = "王小明"
    document.core_properties.created = datetime(2017, 10, 11, tzinfo=UTC)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_epub(
    chapters: Mapping[str, str], extra: Mapping[str, str] | None = None, navigation: str = ""
) -> bytes:
    """Return a book; its spine is in the order of ``chapters``, its manifest in another.

    ``navigation`` lists its contents.
    """
    manifest = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in sorted(chapters)
    )
    if navigation:
        kind = 'media-type="application/xhtml+xml" properties="nav"'
        manifest += f'<item id="nav" href="text/nav.xhtml" {kind}/>'
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>中原纪事</dc:title>'
        "<dc:creator>李四</dc:creator><dc:date>2016-05-01</dc:date></metadata>"
        f"<manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "OEBPS/book.opf": package,
        **{f"OEBPS/text/{name}.xhtml": text for name, text in chapters.items()},
        **({"OEBPS/text/nav.xhtml": navigation} if navigation else {}),
        **(extra or {}),
    }
    return make_zip({name: text.encode() for name, text in files.items()})


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


CHAPTERS = {
    "two": "<html><head><title>x</title></head><body><h1>第一章 黄河</h1><p>黄河流过郑州。</p>"
    "<h2>桥</h2><p>桥长三公里。</p></body></html>",
    "cover": "<html><body><img src='a.png'/></body></html>",
    "one": "<html><body><h1>第二章 惠济</h1><p>惠济区在郑州北部。</p></body></html>",
}
WEB_PAGE = """<!doctype html><html><head><meta charset="utf-8">
<title>绿东村街道开通微信-郑州日报</title>
<meta name="author" content="王小明"><meta property="og:title" content="绿东村街道开通微信">
<link rel="canonical" href="https://example.cn/a/1.html">
<meta property="article:published_time" content="2017-10-11T08:00:00+08:00"></head>
<body><nav><a href="/">首页</a> <a href="/b">要闻</a></nav><article><h1>绿东村街道开通微信</h1>
<p>绿东村街道开通了“绿东播报”微信公共平台，<b>服务</b>居民。居民可以随时了解街道动态和办事流程。</p>
<h2>方便居民</h2><p>平台开通以来，已经有1200名居民关注，每天发送活动信息。居民说这样很方便。</p>
<table><tr><td>街道</td><td>用户</td></tr></table></article>
<footer>版权所有 郑州日报</footer><script>var a = "不该出现";</script></body></html>"""
