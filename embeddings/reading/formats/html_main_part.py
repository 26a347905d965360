"""Choose the main part of a page: what a text extractor found, with all that stands in between.

The extractor is good at telling an article from menus, but it loses the structure and some lines.
"""

import re
from collections.abc import Sequence

from embeddings.articles.content import Element, Paragraph, Role
from embeddings.cleaning.characters import ends_sentence
from embeddings.reading.formats.html_alignment import find_extracted
from embeddings.reading.formats.html_labels import is_button
from embeddings.reading.formats.html_region import (
    count_prose,
    find_region,
    is_content,
    is_menu,
    is_prose,
)
from embeddings.reading.formats.markup_elements import PageElement

_MARK = re.compile(r"^[-*•]\s+|^\d+[.)]\s+")
_FEWEST_SECTIONS = 2  # missed ones
_FEWEST_FOUND = 3  # the extractor may miss so many times what it found
_SHORTEST = 20  # characters of a line that is surely prose
_NUMBERS = re.compile(r"[\d\s.…]{1,12}")


def select_main_part(elements: Sequence[PageElement], extracted: str) -> list[Element]:
    """Return the elements of the article, given the text that an extractor found on the page.

    Between the first and the last of its lines, only menus and labels are left out. Return [] if it
    found nothing, or missed sections of the page. What it missed altogether is found by its prose.
    """
    lines = [_MARK.sub("", line) for line in extracted.splitlines()]
    found = _drop_menus(elements, find_extracted(elements, lines))
    region = find_region(elements, found)
    found = _drop_menus(elements, [place for place in found if place in region])
    if not found or _misses_sections(elements, found):
        return []
    everything = find_region(elements, _find_prose(elements))
    if _FEWEST_FOUND * count_prose(elements, region) < count_prose(elements, everything):
        found = list(everything)
    known = set(found)
    start, end = _extend_back(elements, found[0]), _extend(elements, found[-1])
    return [
        item.element
        for place, item in enumerate(elements[:end])
        if (place in known and not _is_button(item)) or (place >= start and is_content(item))
    ]


def select_text(elements: Sequence[PageElement]) -> list[Element]:
    """Return the elements of a page without its menus, head and foot."""
    return [item.element for item in elements if not item.is_outside and not is_menu(item)]


def _misses_sections(elements: Sequence[PageElement], found: Sequence[int]) -> bool:
    """Return whether the extractor took one section of a document for all of it.

    Most of the sentences are then outside of what it found, some of them below headings.
    """
    sentences = _find_prose(elements)
    missed = [place for place in sentences if not found[0] <= place <= found[-1]]
    headed = sum(place > 0 and _heads_section(elements[place - 1]) for place in missed)
    return headed >= _FEWEST_SECTIONS and 2 * count_prose(elements, missed) > count_prose(
        elements, sentences
    )


def _find_prose(elements: Sequence[PageElement]) -> list[int]:
    return [
        place
        for place, item in enumerate(elements)
        if is_prose(item) and _is_running(item) and count_prose(elements, (place,)) >= _SHORTEST
    ]


def _heads_part(item: PageElement) -> bool:
    is_part = isinstance(item.element, Paragraph) and item.element.level > 1
    return is_part and _heads_section(item)


def _heads_section(item: PageElement) -> bool:
    is_heading = isinstance(item.element, Paragraph) and item.element.role is Role.HEADING
    return is_heading and is_content(item)


def _drop_menus(elements: Sequence[PageElement], found: Sequence[int]) -> list[int]:
    """Return the places without menus at their ends: of a short page, all is extracted."""
    inner = [place for place in found if not is_menu(elements[place])]
    while inner and _is_number(elements[inner[-1]]):  # of votes, of pages
        inner.pop()
    return [place for place in found if inner and inner[0] <= place <= inner[-1]]


def _is_number(item: PageElement) -> bool:
    element = item.element
    return isinstance(element, Paragraph) and _NUMBERS.fullmatch(element.text) is not None


def _is_button(item: PageElement) -> bool:
    return isinstance(item.element, Paragraph) and is_button(item.element.text)


def _extend_back(elements: Sequence[PageElement], first: int) -> int:
    """Return where the article begins: with the sentences and items right above its first line.

    A heading right above it belongs to it, too, but not the title.
    """
    start = first
    while start and is_content(elements[start - 1]) and _is_running(elements[start - 1]):
        start -= 1
    if start and start == first and _heads_part(elements[start - 1]):
        start -= 1
    return start


def _is_running(item: PageElement) -> bool:
    element = item.element
    if not isinstance(element, Paragraph):
        return False
    return element.role is Role.LIST_ITEM or ends_sentence(element.text)


def _extend(elements: Sequence[PageElement], last: int) -> int:
    """Return where the article ends: behind what stands in one block with its last line.

    A list may follow, too, and what a last heading introduces.
    """
    end = last + 1
    while end < len(elements) and is_content(elements[end]):
        element = elements[end].element
        is_item = isinstance(element, Paragraph) and element.role is Role.LIST_ITEM
        is_beside = elements[end].parent == elements[end - 1].parent
        if not (is_item or is_beside or _heads_section(elements[end - 1])):
            break
        end += 1
    return end
