"""Divide the pages of a book into its chapters, as its table of contents does."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from embeddings.articles.content import Element, Paragraph
from embeddings.articles.typesetting import lay_out
from embeddings.reading.formats.epub_contents import ContentsEntry
from embeddings.reading.formats.markup_elements import PageElement

_LINKED = 0.6  # share of linked text from which a page is a list of contents
_FEWEST_LINKS = 3
_CONTENTS = re.compile(r"目\s*[录錄次]|(?:table of )?contents", re.IGNORECASE)
_LONGEST_COVER = 60  # characters


@dataclass(frozen=True, slots=True)
class BookPage:
    """A file of a book.

    Attributes:
        name: the member of the archive.
        heading: its first heading, or "".
        title: what it states as its title, often that of the book, or "".
        elements: what it shows.
    """

    name: str
    heading: str
    title: str
    elements: Sequence[PageElement]


@dataclass(slots=True)
class Chapter:
    """A chapter: its title, "" if none is known, and what it contains."""

    title: str
    elements: list[Element] = field(default_factory=list)


def divide_into_chapters(
    pages: Iterable[BookPage], entries: Sequence[ContentsEntry]
) -> list[Chapter]:
    """Return the chapters in reading order.

    A page that the contents do not name goes on with the chapter before it, unless it has a heading
    of its own. Entries that are nested in others of the same page are sections.
    """
    pages = list(pages)
    by_page = _sort_entries([page.name for page in pages], entries)
    chapters: list[Chapter] = []
    for page in pages:
        listed = by_page.get(page.name, [])
        if not listed:
            _add_unlisted(page, chapters, is_first=not (chapters and by_page))
            continue
        for title, elements in _split_page(page, listed):
            if title is None and chapters and by_page:
                chapters[-1].elements += elements
            else:
                chapters.append(Chapter(title or page.heading, list(elements)))
    return list(_carry_headings(chapters))


def _sort_entries(
    names: Sequence[str], entries: Sequence[ContentsEntry]
) -> dict[str, list[ContentsEntry]]:
    """Return the entries of each page.

    One that leads back to a page that others name in their order leads to a wrong place.
    """
    order = {name: place for place, name in enumerate(names)}
    by_page: dict[str, list[ContentsEntry]] = {}
    furthest = -1
    for entry in entries:
        place = order.get(entry.file, furthest)
        if place >= furthest or entry.file not in by_page:
            by_page.setdefault(entry.file, []).append(entry)
            furthest = max(furthest, place)
    return by_page


def drop_own_contents(elements: Sequence[PageElement]) -> list[PageElement]:
    """Return the elements of a page without the list of links to its own headings."""
    headings = {_get_text(item) for item in elements if _is_heading(item.element)}
    listed = {
        place
        for place, item in enumerate(elements)
        if item.linked >= _LINKED and _get_text(item) in headings and not _is_heading(item.element)
    }
    named = {place - 1 for place in listed if _CONTENTS.fullmatch(_get_text(elements[place - 1]))}
    return [item for place, item in enumerate(elements) if place not in listed | named]


def is_contents_page(page: BookPage) -> bool:
    """Return whether a page is a list of links to the chapters."""
    links = sum(item.linked >= _LINKED for item in page.elements)
    characters = sum(_count(item) for item in page.elements)
    linked = sum(item.linked * _count(item) for item in page.elements)
    return links >= _FEWEST_LINKS and linked >= _LINKED * characters


def is_cover(page: BookPage, titles: Iterable[str]) -> bool:
    """Return whether a page shows only title and author of the book, or little more as a cover."""
    text = "".join(paragraph.text for paragraph in lay_out(item.element for item in page.elements))
    text = "".join(text.split())
    for title in titles:
        text = text.replace("".join(title.split()), "") if title else text
    is_named = "cover" in page.name.lower() or "title" in page.name.lower()
    return not text or (is_named and len(text) <= _LONGEST_COVER and "。" not in text)


def _carry_headings(chapters: Iterable[Chapter]) -> Iterator[Chapter]:
    """Yield the chapters; a page of headings alone, as of a part, begins the chapter behind it."""
    carried: list[Element] = []
    last: Chapter | None = None
    for chapter in chapters:
        if chapter.elements and all(map(_is_heading, chapter.elements)):
            carried += chapter.elements
            continue
        if last is not None:
            yield last
        last = _drop_title(chapter)
        last.elements[:0] = carried
        carried = []
    if last is not None:
        last.elements += carried
        yield last


def _is_heading(element: Element) -> bool:
    return isinstance(element, Paragraph) and element.is_heading


def _add_unlisted(page: BookPage, chapters: list[Chapter], *, is_first: bool) -> None:
    elements = [item.element for item in page.elements]
    if page.heading or is_first:
        chapters.append(Chapter(page.heading or page.title, elements))
    else:
        chapters[-1].elements += elements


def _split_page(
    page: BookPage, entries: Sequence[ContentsEntry]
) -> Iterator[tuple[str | None, list[Element]]]:
    """Yield the parts of a page with their titles; None for what stands above the first."""
    top = min(entry.depth for entry in entries)
    titles = _find_starts(page, [entry for entry in entries if entry.depth == top])
    if 0 not in titles and any(not entry.fragment for entry in entries if entry.depth == top):
        titles[0] = entries[0].title
    elements = [item.element for item in page.elements]
    starts = sorted({0, *titles})
    for start, end in zip(starts, [*starts[1:], len(elements)], strict=True):
        if elements[start:end] or start in titles:
            yield titles.get(start), elements[start:end]


def _find_starts(page: BookPage, entries: Sequence[ContentsEntry]) -> dict[int, str]:
    places: Mapping[str, int] = {
        name: place for place, item in reversed(list(enumerate(page.elements))) for name in item.ids
    }
    titles: dict[int, str] = {}
    for entry in entries:
        place = places.get(entry.fragment, 0) if entry.fragment else 0
        titles.setdefault(place, entry.title)
    return titles


def _drop_title(chapter: Chapter) -> Chapter:
    """Return the chapter without the lines at its start that make up its title."""
    wanted, text = "".join(chapter.title.split()), ""
    for place, element in enumerate(chapter.elements[:3]):
        if not isinstance(element, Paragraph):
            break
        text += "".join(element.text.split())
        if wanted and text == wanted:
            return Chapter(chapter.title, chapter.elements[place + 1 :])
    return chapter


def _get_text(item: PageElement) -> str:
    return item.element.text if isinstance(item.element, Paragraph) else ""


def _count(item: PageElement) -> int:
    return len(_get_text(item))
