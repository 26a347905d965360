"""Date and byline of a text whose paragraphs are known: web pages, documents, rows."""

from collections.abc import Iterable, Iterator, Sequence

from embeddings.articles.content import Element, Paragraph
from embeddings.articles.imprint import Imprint, PageImprint, read_story_imprint
from embeddings.articles.typesetting import lay_out
from embeddings.cleaning import Block, BlockKind
from embeddings.cleaning.imprint_lines import read_imprint_line
from embeddings.cleaning.imprint_places import mark_imprints
from embeddings.cleaning.lines import Line, LineRole
from embeddings.text.dates import find_dates, parse_date

_HEAD = 12  # paragraphs below the title that are looked at
_FOOT = 3
_SECTION = 2
_LONGEST_DATE = 20  # characters
_LONGEST_DATED = 40  # of a line that names more than the day


def take_imprint(
    elements: Iterable[Element], title: str, page: PageImprint
) -> tuple[Imprint, list[Paragraph]]:
    """Return what the lines below the title and behind the text state, and the other paragraphs.

    A date at the end, as below an official notice, stays in the text, too.
    """
    found = list(lay_out(elements))
    start = 1 if found and found[0].text == title else 0
    head = list(_read_head(found[start : start + _HEAD]))
    marked = mark_imprints([Line(title or " ", level=1), *head])[1:]
    count = next((n for n, line in enumerate(marked) if not line.role and not line.is_byline), 0)
    taken = [n for n, line in enumerate(marked[:count]) if line.role is not LineRole.OCCASION]
    signed = range(max(start + count, len(found) - _FOOT), len(found))
    bylines = [n for n in signed if _is_byline(found[n].text)]
    dropped = {start + n for n in taken} | set(bylines)
    blocks = [_make_block(line) for line in marked[: count + 1]]
    blocks += [Block(BlockKind.BYLINE, found[n].text) for n in bylines]
    blocks += [Block(BlockKind.BYLINE, found[n].text) for n in signed if _is_date(found[n].text)]
    kept = [paragraph for n, paragraph in enumerate(found) if n not in dropped]
    return read_story_imprint(blocks, page), kept


def _read_head(paragraphs: Iterable[Paragraph]) -> Iterator[Line]:
    """Yield the paragraphs as lines, up to the first that is surely prose or tabular."""
    for paragraph in paragraphs:
        yield _make_line(paragraph)
        if "。" in paragraph.text:
            return


def _make_line(paragraph: Paragraph) -> Line:
    return Line(paragraph.text, gap=1, level=_SECTION if paragraph.is_heading else 0)


def _make_block(line: Line) -> Block:
    if line.role is LineRole.OCCASION:
        return Block(BlockKind.CAPTION, line.text)
    is_imprint = line.role is LineRole.IMPRINT or line.is_byline
    return Block(BlockKind.BYLINE if is_imprint else BlockKind.BODY, line.text)


def _is_date(text: str) -> bool:
    return len(text) <= _LONGEST_DATE and parse_date(text) is not None


def _is_byline(text: str) -> bool:
    stated = read_imprint_line(text)
    return stated is not None and bool(stated.byline)


def drop_repeated(elements: Iterable[Element], lines: Sequence[str]) -> list[Element]:
    """Return the elements without the paragraphs that repeat the imprint in ``lines``."""
    known = {"".join(line.split()) for line in lines}
    return [
        element
        for element in elements
        if not isinstance(element, Paragraph)
        or "".join(element.text.split()) not in known
        or not (read_imprint_line(element.text) or _is_dated(element.text))
    ]


def _is_dated(text: str) -> bool:
    """Return whether a short line names a day, beside words that say nothing of themselves."""
    dates = find_dates(text) if len(text) <= _LONGEST_DATED and "。" not in text else []
    return any(date.year and date.day for date in dates)
