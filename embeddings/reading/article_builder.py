"""Articles of what already knows its title and paragraphs: markup, documents, rows."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from embeddings.articles.split import derive_article_id
from embeddings.articles.typesetting import Paragraph, typeset
from embeddings.cleaning.spacing import collapse
from embeddings.documents import Article

_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
_FIRST_SENTENCE = re.compile(r".+?[。！？!?;；]")
_LONGEST_TITLE = 40  # characters taken for a title from a text that has none
_DATE = re.compile(
    r"(?:D:)?((?:1[5-9]|20)\d\d)(?:\s?[-/.年]\s?(\d{1,2})(?:\s?[-/.月]\s?(\d{1,2})(?!\d))?|(\d\d)(\d\d))?"
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says about one of its texts; each "" when it says nothing."""

    title: str = ""
    byline: str = ""
    date: str = ""
    url: str = ""


@dataclass(slots=True)
class ArticleBuilder:
    """Makes the articles of one file and gives them their ids.

    Attributes:
        source: the file's name.
    """

    source: str
    _given: Counter[str] = field(default_factory=Counter)

    def write(
        self, imprint: Imprint, paragraphs: Iterable[Paragraph], *, key: str = "", source: str = ""
    ) -> Article | None:
        """Return the article, or None when nothing is written in the paragraphs.

        It keeps its id as long as its file and its ``key``, or else its title, stay the same.
        ``source`` is shown as its source, or else the file's name.
        """
        title = join_line(imprint.title)
        text, headings = typeset(_without_title(paragraphs, title))
        if not text or len(headings) == text.count("\n") + 1:
            return None
        title = title or _beginning(text)
        known_by = f"\0{key}" if key else title
        self._given[known_by] += 1
        return Article(
            id=derive_article_id(self.source, known_by, self._given[known_by]),
            source=source or self.source,
            title=title,
            byline=join_line(imprint.byline),
            date=parse_iso_date(imprint.date),
            text=text,
            headings=headings,
            url=join_line(imprint.url),
        )


def stem(source: str) -> str:
    """Return the file's name without its folders and suffix: the title of what has no other."""
    return PurePath(source).stem


def iterate_lines(text: str) -> Iterator[str]:
    """Yield the lines of ``text`` that are not empty, white space in them made plain."""
    if _UNPRINTABLE.search(text):
        text = _UNPRINTABLE.sub("", text)
    return filter(None, map(collapse, _LINE_END.split(text)))


def join_line(text: str) -> str:
    """Return ``text`` as one line."""
    return " ".join(iterate_lines(text)) if text else ""


def split_paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield each line of ``text`` as a paragraph."""
    return map(Paragraph, iterate_lines(text))


def parse_iso_date(text: str) -> str:
    """Return the day, month or year that ``text`` begins with in ISO form, "" when it is none."""
    match = _DATE.match(text.strip())
    if match is None:
        return ""
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    try:
        full = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return year
    return full if day else full[:7] if month else year


def _without_title(paragraphs: Iterable[Paragraph], title: str) -> Iterator[Paragraph]:
    """Yield the paragraphs; a first one that only repeats the title is left out."""
    for place, paragraph in enumerate(paragraphs):
        if place or paragraph.text != title:
            yield paragraph


def _beginning(text: str) -> str:
    """Return the first sentence of ``text``, cut off when it is long."""
    first = text.partition("\n")[0]
    match = _FIRST_SENTENCE.match(first[: _LONGEST_TITLE + 1])
    return (match.group() if match else first[:_LONGEST_TITLE]).rstrip("。;；")
