"""Markdown: one article, or one for each of several stories under headlines of the first level."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import BinaryIO

from embeddings.articles.content import Element, Paragraph, Role, Table
from embeddings.articles.imprint import read_page_imprint
from embeddings.articles.paragraph_imprint import take_imprint
from embeddings.cleaning.characters import is_numbered
from embeddings.documents import Article, Origin
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title
from embeddings.reading.formats.front_matter import FrontMatter, take_front_matter
from embeddings.reading.formats.markdown_elements import parse_markdown
from embeddings.reading.formats.text import (
    check_length,
    read_parts,
    read_stories_of_text,
    read_text_file,
)
from embeddings.reading.formats.text_parts import are_headlines, split_at_headlines
from embeddings.reading.results import Extent, Read

_MARKS = re.compile(
    r"^ {0,3}(?:```|~~~|[-*+] \S|\d{1,3}[.)] \S|> ?\S|\[\^[^\]]+\]:|={3,}\s*$)"
    r"|^[^\n|]*\|[^\n]*\n(?=[ \t|:]*-)(?=[^\n]*\|)[-|: \t]++$"
    r"|\*[^\s*\d][^*\n]{0,40}\*"
    r"|\*\*\S[^*\n]*\*\*|(?<![\w_])__?[^\s_][^_\n]*__?(?![\w_])|!?\[[^\]\n]+\]\([^)\s]+[^)\n]*\)|`[^`\n]+`|~~\S[^~\n]*~~"
    r"|^#{2,6} ",
    re.M,
)


def read_markdown(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the articles of a Markdown file. A page of plain text is read as one.

    Raises:
        UnreadableFileError: the file is empty, binary, too long, without text, or of unknown
            encoding.
    """
    text = read_text_file(stream, source)
    stated, body = take_front_matter(text)
    if not _MARKS.search(body):
        yield from _read_plain(text, body, source)
        return
    check_length(body, source)
    elements = parse_markdown(body)
    articles = list(_build_articles(elements, stated, source))
    if not articles:
        raise UnreadableFileError(source, "the file contains no text besides headings.")
    yield from articles
    tables = sum(isinstance(element, Table) for element in elements)
    if tables:
        yield Extent(tables)


def _read_plain(text: str, body: str, source: str) -> Iterator[Article]:
    """Yield the articles of a page that has no marks besides those of headlines."""
    check_length(body, source)
    parts = split_at_headlines(body) if text == body else [text]
    if len(parts) > 1:
        yield from read_parts(parts, source)
    else:
        yield from read_stories_of_text(text, source)


def _build_articles(
    elements: Sequence[Element], stated: FrontMatter, source: str
) -> Iterator[Article]:
    builder = ArticleBuilder(source)
    page = read_page_imprint(source, ())
    given = Imprint("", stated.byline, stated.date, "", Origin.PRINTED, Origin.PRINTED)
    for story in _split_stories(elements, stated):
        title, rest = _take_title(story, stated)
        title = title or derive_title(source)
        found, others = take_imprint(rest, title, page)
        printed = Imprint(title)
        if found.date_origin is Origin.PRINTED:
            printed = replace(printed, date=found.date, date_origin=found.date_origin)
        if found.byline:
            printed = replace(printed, byline=found.byline, byline_origin=found.byline_origin)
        article = builder.build(printed.complete(given).complete(found), others)
        if article is not None:
            yield article


def _split_stories(elements: Sequence[Element], stated: FrontMatter) -> list[Sequence[Element]]:
    """Return the stories: the parts under headlines of the first level, unless these are sections.

    Everything below a stated title is one story.
    """
    starts = [
        place
        for place, element in enumerate(elements)
        if isinstance(element, Paragraph) and element.is_heading and element.level == 1
    ]
    parts = [elements[a:b] for a, b in pairwise([*starts, len(elements)])]
    titles = [part[0].text for part in parts if isinstance(part[0], Paragraph)]
    if stated.title or starts[:1] != [0] or not are_headlines(titles):
        return [elements]
    return parts if all(map(_has_text, parts)) else [elements]


def _has_text(part: Sequence[Element]) -> bool:
    return any(not isinstance(item, Paragraph) or not item.is_heading for item in part)


def _take_title(story: Sequence[Element], stated: FrontMatter) -> tuple[str, Sequence[Element]]:
    """Return the title, "" if there is none, and the other elements."""
    first = story[0] if story else None
    if not isinstance(first, Paragraph) or first.role is not Role.HEADING:
        return stated.title, story
    if stated.title and first.text != stated.title and first.level > 1:
        return stated.title, story
    if is_numbered(first.text) and first.level > 1:
        return stated.title, story
    return first.text, story[1:]
