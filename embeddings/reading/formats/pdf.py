"""PDF: its text layer in reading order, with headings, tables, footnotes and printed pages."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from embeddings.articles.content import Element
from embeddings.articles.imprint import read_page_imprint
from embeddings.articles.paragraph_imprint import take_imprint
from embeddings.documents import Article, Origin
from embeddings.errors import UnreadableFileError
from embeddings.layout.boxes import PrintedPage, scale_page
from embeddings.layout.continuations import join_continued
from embeddings.layout.document import Sheet, gather_sheets, read_document
from embeddings.layout.newspaper import PrintedStory, build_stories, looks_like_newspaper
from embeddings.layout.page_stories import find_page_stories
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title, join_line
from embeddings.reading.formats.newspaper import build_article
from embeddings.reading.formats.pdf_elements import build_elements, take_furniture
from embeddings.reading.formats.pdf_pages import Bookmark, PdfFile, open_pdf
from embeddings.reading.formats.pdf_parts import attach_headings, split_parts
from embeddings.reading.formats.pdf_streams import has_damaged_content
from embeddings.reading.formats.pdf_titles import split_title
from embeddings.reading.formats.text import build_length_error
from embeddings.reading.limits import MOST_PAGE_CHARACTERS
from embeddings.reading.recognizer import Recognizer, name_page
from embeddings.reading.results import Extent, PartFailure, Read, SignOfLife
from embeddings.scans.images import ImageError
from embeddings.text.dates import parse_date_field

_FILE_NAME = re.compile(
    r"\.(?:docx?|wps|pdf|indd|txt|pptx?|qxd|fh\d)\b|untitled|未命名|无标题|文档\s?\d", re.I
)
_PLACEHOLDER_AUTHOR = re.compile(
    r"anonymous|unknown|unspecified|microsoft.*|windows.*|user|administrator|admin|wps.*", re.I
)
_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST_TITLE = 120
_DAMAGED = "nothing of it can be read: its content is damaged. Save or download the file again."


def read_pdf(stream: BinaryIO, source: str, recognizer: Recognizer) -> Iterator[Read]:
    """Yield the articles of a PDF, with the printed pages they are on, and what it contains.

    Pages that are only images are recognised.

    Raises:
        UnreadableFileError: the file is damaged, encrypted or too long, or has no text.
    """
    pages = PrintedPages()
    length, blank = 0, []
    with open_pdf(stream, source) as file:
        for page in file.iterate_pages():
            printed = page.printed
            if page.is_scan:
                printed = yield from _recognize(file, printed, recognizer)
            if page.is_blank:
                blank.append(printed.number)
            length += len(printed.glyphs)
            if length > MOST_PAGE_CHARACTERS:
                raise build_length_error(source)
            pages.add(printed, is_scan=page.is_scan)
            yield Extent(pages=1)  # tells that the reading goes on
        bookmarks, metadata = file.read_bookmarks(), file.metadata
    if blank and has_damaged_content(stream):
        yield from (PartFailure(name_page(number), _DAMAGED) for number in blank)
    yield from read_pages(pages, bookmarks, metadata, source)


def _recognize(
    file: PdfFile, page: PrintedPage, recognizer: Recognizer
) -> Generator[Read, None, PrintedPage]:
    """Return a page that is an image as it was recognised; empty if that fails."""
    try:
        image = file.render(page.number)
    except ImageError as error:
        yield PartFailure(name_page(page.number), str(error))
        return page
    found = yield from recognizer.recognize(image, page.number, file.count)
    return scale_page(found, page.width / found.width) if found else page


@dataclass
class PrintedPages:
    """What the pages of a file consist of.

    Attributes:
        stories: of newspaper pages.
        sizes: of these pages.
        sheets: of all others.
    """

    stories: list[PrintedStory] = field(default_factory=list)
    sizes: dict[int, tuple[float, float]] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)

    def add(self, page: PrintedPage, *, is_scan: bool) -> None:
        """Add the next page. A text layer is read in its own order, also in newspapers."""
        found = find_page_stories(page) if is_scan else None
        if found and looks_like_newspaper(found):
            self.stories += build_stories(found, page)
            self.sizes[page.number] = (page.width, page.height)
        else:
            self.sheets += gather_sheets(page)


def read_pages(
    pages: PrintedPages, bookmarks: Sequence[Bookmark], metadata: dict[str, str], source: str
) -> Iterator[Read]:
    """Yield the articles of printed pages, and what they contain.

    Raises:
        UnreadableFileError: there is no text on them.
    """
    builder = ArticleBuilder(source)
    has_stories = False
    for story in join_continued(pages.stories):
        if article := build_article(story, pages.sizes, builder):
            yield article
            has_stories = True
    document = read_document(pages.sheets)
    yield SignOfLife()  # of a long document, each of these steps takes seconds
    if not document.paragraphs:
        if not has_stories:
            raise UnreadableFileError(source, "there is no text on its pages.")
        return
    elements, lines = take_furniture(build_elements(document))
    yield SignOfLife()
    parts = attach_headings(split_parts(elements, bookmarks))
    yield SignOfLife()
    lines += [line for omitted in document.furniture for line in omitted]
    articles = list(_build_articles(parts, lines, metadata, builder))
    if not articles and not has_stories:
        raise UnreadableFileError(source, "contains nothing but headings; nothing to index")
    yield from articles
    yield Extent(tables=sum(bool(item.table) for item in document.paragraphs))


def _build_articles(
    parts: Sequence[Sequence[Element]],
    lines: Sequence[str],
    metadata: dict[str, str],
    builder: ArticleBuilder,
) -> Iterator[Article]:
    source = builder.source
    page = read_page_imprint(source, lines)
    stated = _read_metadata(metadata)
    for part in parts:
        title, rest = split_title(part, len(parts) > 1)
        if not title and len(parts) == 1:
            title = stated.title
        title = title or derive_title(source)
        printed, paragraphs = take_imprint(rest, title, page)
        own = stated if len(parts) == 1 else replace(stated, byline="")
        imprint = Imprint(title).complete(printed).complete(own)
        if article := builder.build(imprint, paragraphs):
            yield article


def _read_metadata(metadata: dict[str, str]) -> Imprint:
    """Return what the metadata says, if it is sensible."""
    title, author = join_line(metadata.get("Title", "")), join_line(metadata.get("Author", ""))
    is_name = _WORD.search(author) and not _PLACEHOLDER_AUTHOR.fullmatch(author)
    return Imprint(
        title=title if _is_title(title) else "",
        byline=author if is_name else "",
        date=parse_date_field(metadata.get("CreationDate", "")),
        date_origin=Origin.DOCUMENT_PROPERTY,
        byline_origin=Origin.DOCUMENT_PROPERTY,
    )


def _is_title(title: str) -> bool:
    is_sensible = len(title) <= _LONGEST_TITLE and not _FILE_NAME.search(title)
    return is_sensible and bool(_WORD.search(title))
