"""Web pages, PDF, Word and EPUB: text, headings, metadata, and why a file is refused."""

from pathlib import Path

import pypdfium2
import pytest

from embeddings.documents import Article
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

HEADINGS = ["方便居民"]


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def only(path: Path) -> Article:
    [article], failures = read_all(path)
    assert failures == []
    return article


def headings_of(article: Article) -> list[str]:
    return [article.text[heading.start : heading.end] for heading in article.headings]


def test_web_page_gives_its_main_text_and_what_it_says_about_itself(tmp_path: Path) -> None:
    article = only(write(tmp_path, "a.html", WEB_PAGE))
    assert article.title == "绿东村街道开通微信"
    assert (article.byline, article.date) == ("王小明", "2017-10-11")
    assert article.url == "https://example.cn/a/1.html"
    assert article.text.split("\n") == [
        "绿东村街道开通了“绿东播报”微信公共平台，服务居民。居民可以随时了解街道动态和办事流程。",
        "方便居民",
        "平台开通以来，已经有1200名居民关注，每天发送活动信息。居民说这样很方便。",
        "街道 | 用户",
    ]
    assert headings_of(article) == HEADINGS


@pytest.mark.parametrize("encoding", ["gb2312", "utf-8", "utf-16", "utf-8-sig"])
def test_web_page_of_any_encoding_reads_the_same(tmp_path: Path, encoding: str) -> None:
    page = WEB_PAGE.replace('charset="utf-8"', f'charset="{encoding}"')
    article = only(write(tmp_path, "a.htm", page.encode(encoding)))
    assert (article.title, headings_of(article)) == ("绿东村街道开通微信", HEADINGS)


def test_web_page_without_a_main_part_gives_its_plain_text(tmp_path: Path) -> None:
    deep = "<div>" * 1000 + "<h2>小标题</h2>第一段<br>换行<ul><li>一<li>二</ul>"
    article = only(write(tmp_path, "甲.html", deep))
    assert (article.title, article.text) == ("甲", "小标题\n第一段\n换行\n一\n二")
    assert headings_of(article) == ["小标题"]


@pytest.mark.parametrize(
    "last",
    [
        "返回家乡的年轻人越来越多。",
        "更多的变化还在后面。",
        "推荐村里的年轻人当组长后，他干得很起劲。",
        "关闭小煤窑五家，山青了，水绿了。",
    ],
)
def test_sentence_that_begins_like_a_menu_is_none(tmp_path: Path, last: str) -> None:
    paragraphs = (
        "三年前，这个山村还没有一条像样的路，村民出行全靠肩挑背扛，日子过得很紧。",
        "如今，水泥路修到了家门口，快递车每天都来，山货一上午就能卖到城里去。",
        last,
    )
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    menu = "<p>相关新闻</p><p><a href=/1>返回首页</a></p>"
    page = f"<title>山村</title><article><h1>山村变了样</h1>{body}</article>{menu}"
    article = only(write(tmp_path, "page.html", page))
    assert article.text.splitlines() == [*paragraphs]


def test_web_page_without_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.html", "<html><body><script>x</script></body></html>")
    assert reason_against(path).startswith("the page contains no text.")


def test_word_document_gives_headings_tables_and_properties(tmp_path: Path) -> None:
    article = only(write(tmp_path, "a.docx", make_docx()))
    assert (article.title, article.byline, article.date) == (
        "绿东村街道开通微信",
        "王小明",
        "2017-10-11",
    )
    assert article.text.split("\n") == [
        "绿东村街道开通了“绿东播报”微信公共平台。",
        "方便居民",
        "居民可以随时了解办事流程。",
        "街道 | 用户",
        "绿东村 | 1200人",
    ]
    assert headings_of(article) == HEADINGS


def test_book_gives_its_chapters_in_reading_order(tmp_path: Path) -> None:
    articles, failures = read_all(write(tmp_path, "a.epub", make_epub(CHAPTERS)))
    assert [article.title for article in articles] == ["第一章 黄河", "第二章 惠济"]
    assert articles[0].text == "黄河流过郑州。\n桥\n桥长三公里。"
    assert headings_of(articles[0]) == ["桥"]
    assert {(article.byline, article.date) for article in articles} == {("李四", "2016-05-01")}
    assert failures == []


def test_protected_book_is_refused(tmp_path: Path) -> None:
    encryption = (
        "<encryption xmlns:enc='http://www.w3.org/2001/04/xmlenc#'><enc:EncryptedData>"
        "<enc:CipherData><enc:CipherReference URI='OEBPS/text/one.xhtml'/></enc:CipherData>"
        "</enc:EncryptedData></encryption>"
    )
    book = make_epub(CHAPTERS, {"META-INF/encryption.xml": encryption})
    assert reason_against(write(tmp_path, "a.epub", book)).startswith("the book is protected (DRM)")


PAGES = (
    (
        "惠济区开通微信",
        "　　绿东村街道开通了“绿东播报”微信公共平台，服务",
        "居民一千二百人，还有许多工作要做，大家都很关",
    ),
    (
        "心这件事情的后来。",
        "　　须水街道也开通了“欣欣须水”，累计发送活动信",
        "息六十余条，居民反映良好。",
    ),
    ("　　第三页上的一段文字，说的是别的街道的情况。",),
)


def test_pdf_knows_on_which_printed_page_each_sentence_stands(tmp_path: Path) -> None:
    article = only(write(tmp_path, "a.pdf", make_pdf(PAGES)))
    assert article.title == "惠济区开通微信"
    pages = {
        words: article.page_at(article.text.index(words))
        for words in ("绿东播报", "许多工作", "心这件事情", "欣欣须水", "余条", "第三页上")
    }
    assert list(pages.values()) == [1, 1, 2, 2, 2, 3]
    assert "大家都很关心这件事情的后来。" in article.text


def test_pdf_metadata_fills_what_the_pages_do_not_print(tmp_path: Path) -> None:
    lines = ["绿东村街道开通了“绿东播报”微信公共平台，服务居民。"]
    info = {"Title": "微信平台", "Author": "王小明", "CreationDate": "D:20171011080000+08'00'"}
    article = only(write(tmp_path, "扫描.pdf", make_pdf([lines], info)))
    assert (article.title, article.byline, article.date) == ("微信平台", "王小明", "2017-10-11")


@pytest.mark.parametrize("title", ["Microsoft Word - 稿件.doc", "untitled", "1", "a.indd"])
def test_pdf_title_that_a_program_made_is_not_shown(tmp_path: Path, title: str) -> None:
    lines = ["绿东村街道开通了“绿东播报”微信公共平台，服务居民。"]
    assert only(write(tmp_path, "扫描.pdf", make_pdf([lines], {"Title": title}))).title == "扫描"


def test_pdf_of_empty_pages_has_no_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.pdf", make_pdf([[], []]))
    assert reason_against(path) == "there is no text on its pages."


def test_encrypted_pdf_says_so(tmp_path: Path) -> None:
    key = "00" * 32
    trailer = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>"
        f" /ID [<{key}> <{key}>]"
    )
    path = write(tmp_path, "a.pdf", make_pdf(PAGES, trailer=trailer))
    assert reason_against(path) == (
        "the PDF is encrypted. Save it without a password and try again."
    )


def test_pdf_that_another_program_saved_reads_the_same(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(make_pdf(PAGES))
    document.save(tmp_path / "b.pdf")
    document.close()
    before = only(write(tmp_path, "a.pdf", make_pdf(PAGES)))
    after = only(tmp_path / "b.pdf")
    assert (after.text, after.pages) == (before.text, before.pages)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", make_pdf(PAGES)[:200], "the PDF is damaged or truncated."),
        ("a.docx", make_docx()[:2000], "the archive is damaged or truncated."),
        ("a.epub", b"text", "its content is not EPUB"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\x00" * 50, "this is an old Word or Excel file"),
        ("a.docx", make_zip({"xl/workbook.xml": b"<x/>"}), "this is a spreadsheet"),
        ("a.txt", b"GIF89a", "this is a GIF image."),
        ("a.epub", make_zip({"META-INF/container.xml": b"<x/>"}), "the book lacks its table"),
        ("a.docx", make_zip({"word/document.xml": b"<x/>"}), "it is damaged, or not really DOCX."),
    ],
)
def test_damaged_file_is_refused_with_advice(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    assert reason_against(write(tmp_path, name, data)).startswith(reason)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", make_pdf(PAGES)),
        ("a.html", make_docx()),
        ("a.pdf", WEB_PAGE.encode()),
        ("a.docx", make_epub(CHAPTERS)),
        ("a.md", WEB_PAGE.encode()),
        ("a.csv", make_zip({"甲.txt": "标题\n\n正文。".encode()})),
    ],
)
def test_file_with_a_wrong_suffix_is_read_as_what_it_is(
    tmp_path: Path, name: str, data: bytes
) -> None:
    articles, _ = read_all(write(tmp_path, name, data))
    assert any(word in articles[0].text for word in ("绿东播报", "黄河", "正文"))


def test_article_keeps_its_id_when_its_text_changes(tmp_path: Path) -> None:
    before = only(write(tmp_path, "a.html", WEB_PAGE))
    after = only(write(tmp_path, "a.html", WEB_PAGE.replace("1200", "1300")))
    assert before.id == after.id
    assert len(before.id) == 16
    assert before.text != after.text
