"""Choose the main part of a page: what a text extractor found, with all that stands in between.

The extractor is good at telling an article from menus, but it loses the structure and some lines.
"""

import re
from collections.abc import Iterator, Sequence

from embeddings.articles.content import Element, Paragraph, Role, Table
from embeddings.cleaning.characters import ends_sentence
from embeddings.reading.formats.markup_elements import PageElement

_MARK = re.compile(r"^[-*•]\s+|^\d+[.)]\s+")
_TITLE_END = re.compile(r"\s*(?:[-_|–—―·»>/\\]|::|:)+\s*")
_LINKED = 0.5  # share of links from which a line belongs to a menu
_WINDOW = 20_000  # characters in which a line is looked for behind the one before
_SHORTEST = 20  # characters of a line that is no label
_SHORTEST_KEY = 4
_FEWEST_SECTIONS = 2  # missed ones
_ATTACHED = re.compile(r"附件|附表|附:|附：")
# The labels of menus, which no sentence begins with, and words that one may begin with, too.
_LABEL = re.compile(
    r"(?:猜你喜欢|[上下]一[篇条]|责任编辑|扫一扫|版权|copyright|©).{0,30}", re.IGNORECASE
)
_WORD = re.compile(r"(?:相关|推荐|热门|更多|延伸|分享|打印|关闭|返回).{0,30}")


def select_main_part(elements: Sequence[PageElement], extracted: str) -> list[Element]:
    """Return the elements of the article, given the text that an extractor found on the page.

    Between the first and the last of its lines, only menus and labels are left out. Return [] if it
    found nothing, or missed most of the page.
    """
    matched = [place for place, is_found in enumerate(_match(elements, extracted)) if is_found]
    found = _drop_menus(elements, matched)
    if not found or _misses_sections(elements, found):
        return []
    known = set(found)
    start, end = _extend_back(elements, found[0]), _extend(elements, found[-1])
    return [
        item.element
        for place, item in enumerate(elements[:end])
        if place in known or (place >= start and _is_content(item))
    ]


def select_text(elements: Sequence[PageElement]) -> list[Element]:
    """Return the elements of a page without its menus, head and foot."""
    return [
        item.element
        for item in elements
        if not item.is_outside and item.linked < _LINKED and not _is_related(item)
    ]


def find_title(stated: str, elements: Sequence[PageElement] | Sequence[Element]) -> str:
    """Return the title of a page without the name of the site, if its first line shows which."""
    for item in elements[:3]:
        element = item.element if isinstance(item, PageElement) else item
        if not isinstance(element, Paragraph) or not stated.startswith(element.text):
            continue
        if _TITLE_END.match(stated, len(element.text)):
            return element.text
    return stated


def _misses_sections(elements: Sequence[PageElement], found: Sequence[int]) -> bool:
    """Return whether the extractor took one section of a document for all of it.

    Most of the sentences are then outside of what it found, some of them below headings.
    """
    sentences = [place for place, item in enumerate(elements) if _is_prose(item)]
    missed = [place for place in sentences if not found[0] <= place <= found[-1]]
    headed = sum(place > 0 and _heads_section(elements[place - 1]) for place in missed)
    return headed >= _FEWEST_SECTIONS and 2 * _count(elements, missed) > _count(elements, sentences)


def _is_prose(item: PageElement) -> bool:
    element = item.element
    is_long = isinstance(element, Paragraph) and len(element.text) >= _SHORTEST
    return is_long and _is_content(item) and _is_running(item)


def _heads_section(item: PageElement) -> bool:
    is_heading = isinstance(item.element, Paragraph) and item.element.role is Role.HEADING
    return is_heading and _is_content(item)


def _count(elements: Sequence[PageElement], places: Sequence[int]) -> int:
    texts = (elements[place].element for place in places)
    return sum(len(element.text) for element in texts if isinstance(element, Paragraph))


def _drop_menus(elements: Sequence[PageElement], found: Sequence[int]) -> list[int]:
    """Return the places without menus at their ends: of a short page, all is extracted."""
    inner = [place for place in found if not _is_menu(elements[place])]
    return [place for place in found if inner and inner[0] <= place <= inner[-1]]


def _is_menu(item: PageElement) -> bool:
    is_attached = isinstance(item.element, Paragraph) and _ATTACHED.match(item.element.text)
    return (item.linked >= _LINKED and not is_attached) or _is_related(item)


def _match(elements: Sequence[PageElement], extracted: str) -> Iterator[bool]:
    """Yield for each element whether the extractor found it, too."""
    lines = [_MARK.sub("", line) for line in extracted.splitlines()]
    text = "".join(_squeeze(line) for line in lines)
    cells = {_squeeze(cell) for line in lines for cell in line.split("|")}
    position = 0
    for item in elements:
        if isinstance(item.element, Table):
            yield _matches_table(item.element, cells)
            continue
        key = _squeeze(item.element.text)
        place = text.find(key, position, position + _WINDOW)
        is_found = place >= 0 and (len(key) >= _SHORTEST_KEY or place == position)
        if is_found:
            position = place + len(key)
        yield is_found


def _matches_table(table: Table, cells: set[str]) -> bool:
    own = [_squeeze(cell) for row in (*table.header, *table.rows) for cell in row if cell]
    return 2 * sum(cell in cells for cell in own) > len(own)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _is_content(item: PageElement) -> bool:
    """Return whether an element within the article belongs to it, although it was not found."""
    if item.is_outside or item.linked >= _LINKED or _is_related(item):
        return False
    element = item.element
    if isinstance(element, Table) or element.role is not Role.BODY:
        return True
    return len(element.text) >= _SHORTEST or ends_sentence(element.text)


def _is_related(item: PageElement) -> bool:
    if not isinstance(item.element, Paragraph):
        return False
    text = item.element.text
    is_sentence = ends_sentence(text) and item.linked < _LINKED
    return bool(_LABEL.fullmatch(text) or (_WORD.fullmatch(text) and not is_sentence))


def _extend_back(elements: Sequence[PageElement], first: int) -> int:
    """Return where the article begins: with the sentences and items right above its first line."""
    start = first
    while start and _is_content(elements[start - 1]) and _is_running(elements[start - 1]):
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
    while end < len(elements) and _is_content(elements[end]):
        element = elements[end].element
        is_item = isinstance(element, Paragraph) and element.role is Role.LIST_ITEM
        is_beside = elements[end].parent == elements[end - 1].parent
        if not (is_item or is_beside or _heads_section(elements[end - 1])):
            break
        end += 1
    return end
