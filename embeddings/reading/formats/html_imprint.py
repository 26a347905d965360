"""Date and author of a web page: as printed below its headline, else as it tells programs.

The date that many pages print in their head is the day on which they were opened; it never counts.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from embeddings.articles.content import Element
from embeddings.articles.imprint import Imprint
from embeddings.articles.typesetting import lay_out
from embeddings.cleaning.bylines import is_signature
from embeddings.cleaning.imprint_lines import find_authors, read_imprint_line
from embeddings.cleaning.person_names import is_person
from embeddings.documents import Origin
from embeddings.reading.article_builder import join_line
from embeddings.reading.formats.markup import Markup, Piece
from embeddings.text.dates import Precision, PrintedDate, find_dates, parse_date, parse_date_field

_DATE_NAMES = """
article:published_time pubdate publishdate publish_date publish-date publication_date
og:published_time og:release_date datepublished dc.date.issued dcterms.issued dc.date
weibo:article:create_at parsely-pub-date article.published
"""
_DATES = _DATE_NAMES.split()
_AUTHORS = ("author", "article:author", "dc.creator", "byl")
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_AUTHOR = re.compile(r'"author"\s*:\s*[\[{\s]*(?:[^{}\]]*?"name"\s*:\s*)?"([^"@:]{2,40})"')
_NO_AUTHOR = re.compile(
    r"admin\w*|root|user|editor|webmaster|管理员|未知|原创|转载|置顶|\d+|https?:.*|.*(?:@|版权|授权|声明|登[录陆]|密码|评论).*",
    re.IGNORECASE,
)
_EDITOR = re.compile(r"(?:责任编辑|责编|编辑|校对|审核)\s?[:：].*")
_AUTHOR_LABEL = re.compile(r"(?:原创)?作者\s?[:：]\s?")
_FOLLOW = re.compile(r"\s(?:已?关注|\+关注)$")
_LONGEST_AUTHOR = 30  # characters
_ADDRESS_DATE = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})[-/_]?([01][0-9])[-/_]?([0-3][0-9])(?![0-9])"
)
_CHANGED = re.compile(r"更新(?:时间|日期|于)?\s?[:：]?\s?$")
_PUBLISHED_LABEL = re.compile(r"(?:发布|发表|刊发|发文|成文|印发)(?:时间|日期|于)?\s?[:：]")
_BEHIND = 2  # pieces: the day, and what stands right behind it
_LONGEST_NAME = 3  # characters of one that nothing announces
_LONGEST_LINE = 40  # characters; a longer piece is prose
_MOST_PIECES = 40  # between headline and text


@dataclass(frozen=True, slots=True)
class WebImprint:
    """Date and author of a page, and the texts between its headline and its text."""

    stated: Imprint
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a page before its imprint is read.

    Attributes:
        title: as it is shown.
        site: what the page states behind the title, with the name of the site, or "".
        address: where it was published, or "".
        author: whom an extractor took for the author, or "".
    """

    title: str
    site: str = ""
    address: str = ""
    author: str = ""


def read_web_imprint(page: Markup, elements: Iterable[Element], known: Known) -> WebImprint:
    """Return date and author of a page that shows these elements."""
    metadata = {
        (item.get("property") or item.get("name") or item.get("itemprop") or "").lower(): value
        for item in page.find_attributes("meta")
        if (value := item.get("content", "").strip())
    }
    pieces = list(page.iterate_pieces())
    lines = _find_lines(pieces, known.title)
    printed = " ".join(piece.text for piece in lines if not piece.is_moment)
    date, origin = _find_printed(printed, elements), Origin.PRINTED
    if not date:
        moments = [piece.text for piece in lines if piece.is_moment]
        date, origin = _find_stated(metadata, moments, page.source, known.address), Origin.WEB
    authors = find_authors(printed)
    found = [metadata[name] for name in _AUTHORS if name in metadata] + _AUTHOR.findall(page.source)
    if _squeeze(known.author) in {_squeeze(piece.text) for piece in lines}:
        found.append(known.author)
    found += _find_names(lines)
    byline = authors or _choose_author(found, known.site)
    stated = Imprint(date, origin, byline, Origin.PRINTED if authors else Origin.WEB)
    return WebImprint(stated, (*(piece.text for piece in lines), printed))


def _find_lines(pieces: Sequence[Piece], title: str) -> list[Piece]:
    """Return the pieces between the headline and the first prose below it.

    The headline is where most prose follows the title: lists of links and forms repeat it.
    """
    key = _squeeze(title)
    places = [n for n, piece in enumerate(pieces) if key and _squeeze(piece.text) == key]
    below = [pieces[place + 1 : place + 1 + _MOST_PIECES] for place in places[::-1]]
    found = [(_count_prose(one), _take_lines(one)) for one in below]
    _, lines = max(found, key=lambda one: (bool(one[1]), one[0]), default=(0, []))
    return lines


def _take_lines(pieces: Sequence[Piece]) -> list[Piece]:
    return list(takewhile(lambda piece: not _is_prose(piece.text), pieces))


def _count_prose(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if _is_prose(piece.text))


def _is_prose(text: str) -> bool:
    return "。" in text or (len(text) > _LONGEST_LINE and read_imprint_line(text) is None)


def _find_printed(printed: str, elements: Iterable[Element]) -> str:
    """Return the date below the headline, or else the only one that is labelled as published."""
    if date := _choose(printed):
        return date
    labelled = {
        date
        for paragraph in lay_out(elements)
        if _PUBLISHED_LABEL.search(paragraph.text) and read_imprint_line(paragraph.text)
        if (date := _choose(paragraph.text))
    }
    return labelled.pop() if len(labelled) == 1 else ""


def _choose(line: str) -> str:
    """Return the date in a line that tells when a text was published, not changed."""
    dates = [date for date in find_dates(line) if date.year and date.precision > Precision.YEAR]
    first = [date for date in dates if not _is_change(line, date)]
    return next((date.iso for date in first or dates), "")


def _is_change(line: str, date: PrintedDate) -> bool:
    return _CHANGED.search(line[: date.span.start]) is not None


def _find_stated(metadata: dict[str, str], moments: list[str], text: str, address: str) -> str:
    found = [metadata[name] for name in _DATES if name in metadata]
    found += [*moments, *_PUBLISHED.findall(text)]
    dates: Iterator[str] = filter(None, map(parse_date_field, found))
    return next(dates, "") or _find_address_date(address)


def _find_address_date(address: str) -> str:
    match = _ADDRESS_DATE.search(address.partition("?")[0])
    found = parse_date("-".join(match.groups())) if match else None
    return found.iso if found else ""


def _choose_author(found: Iterable[str], site: str) -> str:
    """Return the first of the names that is an author's, not the site's or an editor's."""
    names = (
        _FOLLOW.sub("", _EDITOR.sub("", _AUTHOR_LABEL.sub("", join_line(name)))).strip()
        for name in found
    )
    return next(
        (
            name
            for name in names
            if name
            and len(name) <= _LONGEST_AUTHOR
            and _squeeze(name) not in _squeeze(site)
            and not _NO_AUTHOR.fullmatch(name)
        ),
        "",
    )


def _find_names(lines: Sequence[Piece]) -> Iterator[str]:
    """Yield the names before the day below the headline, and right behind it."""
    dated = (place for place, one in enumerate(lines) if _choose(one.text))
    end = next(dated, -_BEHIND) + _BEHIND
    return (one.text for one in lines[: max(end, 0)] if _is_name(one.text))


def _is_name(text: str) -> bool:
    return is_signature(text) or (len(text) <= _LONGEST_NAME and is_person(text))


def _squeeze(text: str) -> str:
    return "".join(text.split()).casefold()
