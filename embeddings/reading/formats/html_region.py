"""Find the stretch of a page that holds its article: much prose, few menus."""

from collections.abc import Collection, Sequence

from embeddings.articles.content import Paragraph, Role, Table
from embeddings.cleaning.characters import ends_sentence
from embeddings.reading.formats.html_labels import (
    ends_article,
    is_button,
    is_label,
    names_attachment,
)
from embeddings.reading.formats.markup_elements import PageElement

_LINKED = 0.5  # share of links from which a line belongs to a menu
_SHORTEST = 20  # characters of a line that is no label
_MOST = 200  # characters of an element that count
_MENU, _SHORT = -4, -2  # what an element costs that is no content
_FEWEST_AFTER = 3  # one part of the prose may follow the end of an article for so many before it


def find_region(elements: Sequence[PageElement], found: Collection[int]) -> range:
    """Return the stretch with most of the prose in ``found``, and least that is no content."""
    best, sum_, start = range(0), 0, 0
    most = 0
    known = set(found)
    for place, item in enumerate(elements):
        if sum_ <= 0:
            sum_, start = 0, place
        sum_ += _weigh(item, place in known)
        if sum_ > most:
            most, best = sum_, range(start, place + 1)
    return cut_end(elements, best)


def cut_end(elements: Sequence[PageElement], region: range) -> range:
    """Return the region without what follows the end of the article."""
    total, before = count_prose(elements, region), 0
    for place in region:
        element = elements[place].element
        if isinstance(element, Paragraph) and ends_article(element.text):
            if total - before <= before * _FEWEST_AFTER:
                return range(region.start, place)
            continue
        before += count_prose(elements, (place,))
    return region


def count_prose(elements: Sequence[PageElement], places: Collection[int]) -> int:
    """Return the number of characters of the sentences at these places."""
    texts = (elements[place].element for place in places if is_prose(elements[place]))
    return sum(len(element.text) for element in texts if isinstance(element, Paragraph))


def is_prose(item: PageElement) -> bool:
    """Return whether an element is a sentence or a long line of an article."""
    element = item.element
    is_line = isinstance(element, Paragraph) and element.role in (Role.BODY, Role.LIST_ITEM)
    return is_line and is_content(item)


def is_content(item: PageElement) -> bool:
    """Return whether an element belongs to the article around it."""
    if item.is_outside or is_menu(item):
        return False
    element = item.element
    if isinstance(element, Table) or element.role is not Role.BODY:
        return True
    if names_attachment(element.text):
        return True
    if ends_article(element.text):
        return False
    return len(element.text) >= _SHORTEST or ends_sentence(element.text)


def is_menu(item: PageElement) -> bool:
    """Return whether an element is a link, a label or a button."""
    text = item.element.text if isinstance(item.element, Paragraph) else ""
    if names_attachment(text):
        return False
    if item.linked >= _LINKED:
        return True
    return is_button(text) or is_label(text, is_sentence=ends_sentence(text))


def _weigh(item: PageElement, is_found: bool) -> int:
    element = item.element
    if is_found and item.linked < _LINKED:
        if isinstance(element, Table):
            cells = [cell for row in (*element.header, *element.rows) for cell in row]
            return min(sum(map(len, cells)), _MOST)
        return min(len(element.text), _MOST) if is_content(item) else 1
    if is_found:
        return 0
    if item.is_outside or is_menu(item):
        return _MENU
    return 0 if is_content(item) else _SHORT
