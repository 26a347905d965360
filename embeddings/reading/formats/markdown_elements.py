"""Parse Markdown (CommonMark with tables) into elements. Only this module imports markdown-it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from embeddings.articles.content import Cells, Element, Paragraph, Role, Table
from embeddings.cleaning.characters import ends_sentence
from embeddings.cleaning.lines import measure_width
from embeddings.cleaning.spacing import choose_separator
from embeddings.reading.article_builder import iterate_lines, join_line
from embeddings.reading.formats.markup import Markup

_NOTE = re.compile(
    r"^\[\^(?P<name>[^\]\s]+)\]:[ \t]*(?P<text>[^\n]*(?:\n(?:[ \t]+\S[^\n]*))*)\n?", re.M
)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.S)
_RULE = re.compile(r"[=*_\-—~ ]{3,}")
# Beside Chinese characters and marks, CommonMark takes these for text.
_EMPHASIS = re.compile(r"(\*\*|(?<![A-Za-z0-9_])_)(?=\S)([^*_\n]+?)(?<=\S)\1(?![A-Za-z0-9_])")
_WRAPPED = "\x00"  # stands for a line end of the source within a paragraph
_NARROWEST = 28  # columns of a wrapped paragraph
_FULL = 0.75  # share of the width that a line fills before it is wrapped


@dataclass(slots=True)
class _Walk:
    """The elements that the tokens of a document make."""

    notes: dict[str, str]
    lists: int = 0  # open ones
    marker: str = ""
    heading: int = 0
    row: list[str] = field(default_factory=list)
    rows: list[Cells] = field(default_factory=list)
    header: list[Cells] = field(default_factory=list)
    is_in_table: bool = False
    is_in_head: bool = False


def parse_markdown(text: str) -> list[Element]:
    """Return the elements of a text, footnotes behind the paragraphs that refer to them."""
    notes = {match["name"]: join_line(match["text"]) for match in _NOTE.finditer(text)}
    parser = MarkdownIt("commonmark", {"maxNesting": 50}).enable(["table", "strikethrough"])
    walk = _Walk(notes)
    elements = [
        element for token in parser.parse(_NOTE.sub("\n", text)) for element in _visit(token, walk)
    ]
    return [*elements, *_take_notes(list(walk.notes), walk)]


def _visit(token: Token, walk: _Walk) -> Iterator[Element]:
    match token.type:
        case "heading_open" | "heading_close":
            walk.heading = int(token.tag[1]) if token.nesting > 0 else 0
        case "ordered_list_open" | "bullet_list_open" | "ordered_list_close" | "bullet_list_close":
            walk.lists += token.nesting
        case "list_item_open":
            walk.marker = f"{token.info}{token.markup} " if token.info else ""
        case "inline" if walk.is_in_table:
            walk.row.append(join_line(_render(token.children or [])))
        case "inline":
            yield from _build_paragraphs(_render(token.children or []), walk)
        case "fence" | "code_block":
            yield from (Paragraph(line, Role.CODE) for line in iterate_lines(token.content))
        case "html_block":
            yield from Markup(token.content).iterate_elements()
        case _:
            yield from _visit_table(token, walk)


def _visit_table(token: Token, walk: _Walk) -> Iterator[Element]:
    match token.type:
        case "table_open":
            walk.is_in_table, walk.rows, walk.header = True, [], []
        case "thead_open" | "thead_close":
            walk.is_in_head = token.nesting > 0
        case "tr_close":
            cells = tuple(walk.row)
            (walk.header if walk.is_in_head and any(cells) else walk.rows).append(cells)
            walk.row = []
        case "table_close":
            walk.is_in_table = False
            yield Table(tuple(filter(any, walk.rows)), tuple(walk.header))


def _build_paragraphs(text: str, walk: _Walk) -> Iterator[Element]:
    names = _REFERENCE.findall(text)
    known = [name for name in names if name in walk.notes]
    text = _REFERENCE.sub(lambda match: "" if match[1] in known else match[0], text)
    for line in _unwrap(text):
        if _RULE.fullmatch(line):
            continue
        if walk.heading:
            yield Paragraph(line, Role.HEADING, walk.heading)
        else:
            role = Role.LIST_ITEM if walk.lists else Role.BODY
            yield Paragraph(walk.marker + line, role)
        walk.marker = ""
    yield from _take_notes(known, walk)


def _take_notes(names: Sequence[str], walk: _Walk) -> Iterator[Paragraph]:
    for name in names:
        text = _render(_parse_inline(walk.notes.pop(name, "")))
        yield from (Paragraph(line, Role.FOOTNOTE) for line in iterate_lines(text))


def _parse_inline(text: str) -> list[Token]:
    return [
        child
        for token in MarkdownIt("commonmark").parseInline(text)
        for child in token.children or ()
    ]


def _render(tokens: Sequence[Token]) -> str:
    """Return the text that is shown, without marks."""
    pieces: list[str] = []
    for token in tokens:
        match token.type:
            case "softbreak":
                pieces.append(_WRAPPED)
            case "hardbreak":
                pieces.append("\n")
            case "image":
                pieces.append(_render(token.children or []))
            case "html_inline":
                pieces.append("\n" if _LINE_BREAK.fullmatch(token.content) else "")
            case "text":
                pieces.append(_EMPHASIS.sub(r"\2", token.content))
            case _:
                pieces.append(token.content)
    return "".join(pieces)


def _unwrap(text: str) -> Iterator[str]:
    """Yield the lines; those that were wrapped to a width are joined."""
    for part in text.split("\n"):
        lines = [line for raw in part.split(_WRAPPED) if (line := join_line(raw))]
        width = max(map(measure_width, lines), default=0)
        joined = last = ""
        for line in lines:
            if not joined:
                joined = line
            elif _is_wrapped(last, width):
                joined += choose_separator(joined, line) + line
            else:
                yield joined
                joined = line
            last = line
        if joined:
            yield joined


def _is_wrapped(line: str, width: int) -> bool:
    is_full = width >= _NARROWEST and measure_width(line) >= _FULL * width
    return is_full and not ends_sentence(line)
