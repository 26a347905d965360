"""Part a PDF into its stories, documents or chapters."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from embeddings.articles.content import Element, Paragraph, Role, Table
from embeddings.articles.story_boundaries import split_stories
from embeddings.cleaning import Block, BlockKind
from embeddings.cleaning.characters import is_numbered
from embeddings.cleaning.imprint_places import mark_imprints
from embeddings.cleaning.lines import Line, LineRole
from embeddings.layout.headings import is_chapter_heading, may_be_title
from embeddings.reading.formats.pdf_pages import Bookmark

_NUMBER = re.compile(r"第[一1][条條章编編篇節节](?![条至、])")
_BOOK = 60_000  # characters of a document whose chapters are articles
_SHORTEST = 300  # characters of an article that is a chapter, on average
_OPEN_PAGES = 0.8  # share of the parts of a book that begin on a new page
_FEWEST = 2
_SHORTEST_MARK = 2  # characters


def split_parts(
    elements: Sequence[Element], bookmarks: Sequence[Bookmark]
) -> list[Sequence[Element]]:
    """Return the elements of each article, in order.

    Stories with a byline or a dateline below their headlines are articles, else what the bookmarks
    name, else documents whose numbering begins anew, else the chapters of a book.
    """
    starts = (
        _find_stories(elements)
        or _find_marked(elements, bookmarks)
        or _find_documents(elements)
        or _find_chapters(elements)
    )
    edges = sorted({0, *starts, len(elements)})
    return [elements[start:end] for start, end in pairwise(edges)]


def attach_headings(parts: Sequence[Sequence[Element]]) -> list[Sequence[Element]]:
    """Return the parts; one that is only headings, like a title page, goes before the next."""
    result: list[Sequence[Element]] = []
    waiting: list[Element] = []
    for part in parts:
        if all(isinstance(element, Paragraph) and element.level for element in part):
            waiting += part
            continue
        texts = {_get_text(element) for element in part}
        above = [element for element in waiting if _get_text(element) not in texts]
        result.append(_put_below_title(above, part))
        waiting = []
    return [*result[:-1], [*result[-1], *waiting]] if result else [waiting]


def _put_below_title(above: Sequence[Element], part: Sequence[Element]) -> list[Element]:
    head = next(
        (n for n, e in enumerate(part) if not isinstance(e, Paragraph) or not e.level), len(part)
    )
    lowered = [replace(e, level=9) for e in above if isinstance(e, Paragraph)]
    return [*part[:head], *lowered, *part[head:]]


def _find_stories(elements: Sequence[Element]) -> set[int]:
    """Return the places of headlines of stories after the first."""
    lines = mark_imprints([_make_line(element) for element in elements])
    blocks = [_make_block(element, line) for element, line in zip(elements, lines, strict=True)]
    starts, place = set(), 0
    for story in split_stories(blocks) if blocks else ():
        if place:
            starts.add(place)
        place += len(story)
    return {place for place in starts if not _continues_headline(elements, place, starts)}


def _continues_headline(elements: Sequence[Element], place: int, starts: Set[int]) -> bool:
    """Return whether a headline is the next line of the one right above it, in the same type."""
    above, below = elements[place - 1], elements[place]
    return (
        (place == 1 or place - 1 in starts)
        and isinstance(above, Paragraph)
        and isinstance(below, Paragraph)
        and above.role is below.role is Role.HEADING
        and (above.level, above.page) == (below.level, below.page)
        and not is_numbered(below.text)
    )


def _make_line(element: Element) -> Line:
    if isinstance(element, Table):
        return Line("|", gap=1)
    return Line(element.text, gap=1, level=element.level)


def _make_block(element: Element, line: Line) -> Block:
    if isinstance(element, Table) or element.role not in {Role.HEADING, Role.BODY}:
        return Block(BlockKind.BODY, line.text)
    if element.role is Role.HEADING:
        return Block(BlockKind.HEADING, line.text, level=element.level)
    if line.role is LineRole.OCCASION:
        return Block(BlockKind.CAPTION, line.text)
    return Block(BlockKind.BYLINE if line.is_byline else BlockKind.BODY, line.text)


def _find_marked(elements: Sequence[Element], bookmarks: Sequence[Bookmark]) -> set[int]:
    """Return the places that the highest bookmarks name, if they part a book or a collection."""
    level = next((depth for depth in range(3) if _count(bookmarks, depth) >= _FEWEST), None)
    if level is None:
        return set()
    places: list[int] = []
    for mark in bookmarks:
        if mark.level == level:
            found = _find_heading(elements, mark, places[-1] + 1 if places else 0)
            if found is not None:
                places.append(found)
    return set(places) if _are_parts(elements, places) else set()


def _count(bookmarks: Sequence[Bookmark], level: int) -> int:
    return sum(mark.level == level for mark in bookmarks)


def _find_heading(elements: Sequence[Element], mark: Bookmark, start: int) -> int | None:
    """Return the place of the heading that a bookmark names, on its page or the next."""
    title = "".join(mark.title.split())
    for place in range(start, len(elements)):
        element = elements[place]
        if not isinstance(element, Paragraph) or not element.page:
            continue
        if element.page > mark.page + 1:
            break
        text = "".join(element.text.split())
        if element.page >= mark.page and text and _names(title, text):
            return place
    return None


def _names(title: str, text: str) -> bool:
    """Return whether a bookmark's title is that of a heading, which may be numbered."""
    if text in title or title.startswith(text[:20]):
        return True
    return text.endswith(title) and len(title) >= _SHORTEST_MARK and is_numbered(text)


def _are_parts(elements: Sequence[Element], places: Sequence[int]) -> bool:
    """Return whether the headings at these places begin articles: chapters of a book, documents."""
    if len(places) < _FEWEST:
        return False
    length = _measure(elements[places[0] :])
    if length < _SHORTEST * len(places):
        return False
    opening = sum(_opens_page(elements, place) for place in places)
    return length >= _BOOK or opening >= _OPEN_PAGES * len(places)


def _measure(elements: Sequence[Element]) -> int:
    return sum(
        len(element.text)
        if isinstance(element, Paragraph)
        else sum(map(len, sum(element.rows, ())))
        for element in elements
    )


def _opens_page(elements: Sequence[Element], place: int) -> bool:
    """Return whether an element is the first of its page."""
    if not place:
        return True
    above, element = elements[place - 1], elements[place]
    later = (
        above.later_pages[-1].number if isinstance(above, Paragraph) and above.later_pages else None
    )
    return (later or above.page) != element.page


def _find_documents(elements: Sequence[Element]) -> set[int]:
    """Return the places of the titles of documents whose articles are counted from one again."""
    starts: list[int] = []
    seen: set[str] = set()
    for place, element in enumerate(elements):
        match = _NUMBER.match(element.text) if isinstance(element, Paragraph) else None
        if not match:
            continue
        kind = match.group()[-1]
        title = _find_title(elements, place)
        if kind in seen and title is not None and (not starts or title > starts[-1]):
            starts.append(title)
            seen = {kind}
        elif title is not None and not starts:
            starts.append(title)
        seen.add(kind)
    return set(starts) if len(starts) >= _FEWEST else set()


def _find_title(elements: Sequence[Element], place: int) -> int | None:
    """Return where the headline above the first article of a document begins."""
    title: int | None = None
    level = 0
    for above in range(place - 1, max(place - 12, -1), -1):
        element = elements[above]
        if not isinstance(element, Paragraph):
            break
        if element.role is Role.HEADING and may_be_title(element.text):
            if title is None or element.level <= level:
                title, level = above, element.level
            else:
                break
        elif title is not None:
            break
    return title


def _find_chapters(elements: Sequence[Element]) -> set[int]:
    """Return the places of the chapters of a book: headings of one level that open pages."""
    for level in sorted(_iterate_levels(elements)):
        places = [
            place
            for place, element in enumerate(elements)
            if isinstance(element, Paragraph) and element.level == level
        ]
        numbered = [place for place in places if is_chapter_heading(_get_text(elements[place]))]
        chosen = numbered if len(numbered) >= _FEWEST else places
        if _are_parts(elements, chosen):
            return set(chosen)
    return set()


def _iterate_levels(elements: Sequence[Element]) -> Iterator[int]:
    yield from {e.level for e in elements if isinstance(e, Paragraph) and e.role is Role.HEADING}


def _get_text(element: Element) -> str:
    return element.text if isinstance(element, Paragraph) else ""
