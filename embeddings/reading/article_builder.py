"""Build articles from formats with explicit titles and paragraphs: markup, documents, rows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from embeddings.articles.content import Element, Paragraph
from embeddings.articles.imprint import Imprint as Stated
from embeddings.articles.page_articles import derive_article_id
from embeddings.articles.typesetting import lay_out, typeset
from embeddings.cleaning.spacing import collapse
from embeddings.documents import Article, Origin
from embeddings.text.dates import parse_date_field

_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
_FIRST_SENTENCE = re.compile(r".+?[。！？!?;；]")
_LONGEST_TITLE = 40  # characters of a text used as its title if it has none


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file states about one of its texts; "" for what it does not state."""

    title: str = ""
    byline: str = ""
    date: str = ""
    url: str = ""
    date_origin: Origin = Origin.GIVEN
    byline_origin: Origin = Origin.GIVEN

    def complete(self, other: "Stated | Imprint") -> "Imprint":
        """Return the imprint with date and byline of ``other`` where it has none."""
        completed = self
        if other.date and not self.date:
            completed = replace(completed, date=other.date, date_origin=other.date_origin)
        if other.byline and not self.byline:
            completed = replace(completed, byline=other.byline, byline_origin=other.byline_origin)
        return completed


@dataclass(slots=True)
class ArticleBuilder:
    """Builds the articles of one file and assigns their ids.

    Attributes:
        source: the file's name.
    """

    source: str
    _uses: Counter[str] = field(default_factory=Counter)

    def build(
        self, imprint: Imprint, elements: Iterable[Element], *, key: str = "", source: str = ""
    ) -> Article | None:
        """Return the article, or None if the elements contain no text besides headings.

        Its id depends on the file's name and on ``key``, or else on its title.
        ``source`` is displayed as its source; the default is the file's name.
        """
        title = join_line(imprint.title)
        text, headings, pages, places = typeset(_skip_title(lay_out(elements), title))
        if not text or len(headings) == text.count("\n") + 1:
            return None
        title = title or _extract_title(text)
        identity = f"\0{key}" if key else title
        self._uses[identity] += 1
        byline, date = join_line(imprint.byline), parse_date_field(imprint.date)
        return Article(
            id=derive_article_id(self.source, identity, self._uses[identity]),
            source=source or self.source,
            title=title,
            byline=byline,
            date=date,
            text=text,
            headings=headings,
            url=join_line(imprint.url),
            pages=pages,
            places=places,
            date_origin=imprint.date_origin if date else Origin.NONE,
            byline_origin=imprint.byline_origin if byline else Origin.NONE,
        )


def derive_title(source: str) -> str:
    """Return the file's name without folders and suffix, the title of last resort."""
    return PurePath(source).stem


def iterate_lines(text: str) -> Iterator[str]:
    """Yield the non-empty lines of ``text``, with white space collapsed."""
    if _UNPRINTABLE.search(text):
        text = _UNPRINTABLE.sub("", text)
    return filter(None, map(collapse, _LINE_END.split(text)))


def join_line(text: str) -> str:
    """Return ``text`` as one line."""
    return " ".join(iterate_lines(text)) if text else ""


def split_paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield each line of ``text`` as a paragraph."""
    return map(Paragraph, iterate_lines(text))


def _skip_title(paragraphs: Iterable[Paragraph], title: str) -> Iterator[Paragraph]:
    """Yield the paragraphs, except a first one that only repeats the title."""
    for index, paragraph in enumerate(paragraphs):
        if index or paragraph.text != title:
            yield paragraph


def _extract_title(text: str) -> str:
    """Return the first sentence of ``text``, truncated if it is long."""
    first = text.partition("\n")[0]
    match = _FIRST_SENTENCE.match(first[: _LONGEST_TITLE + 1])
    return (match.group() if match else first[:_LONGEST_TITLE]).rstrip("。;；")
