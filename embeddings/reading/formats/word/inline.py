"""The visible text of a paragraph, and what is anchored in it: text boxes and notes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from embeddings.reading.formats.word.styles import Styles, read_size
from embeddings.reading.formats.xml_tree import (
    XmlElement,
    find_child,
    get_attribute,
    get_name,
    iterate_all,
)

_HIDDEN_NAMES = """
del moveFrom delText instrText delInstrText rt rPr pPr rubyPr sdtPr sdtEndPr fldData smartTagPr
customXmlPr sectPr tblPr tblGrid trPr tcPr docPartObj
"""
HIDDEN = frozenset(_HIDDEN_NAMES.split())
"""Elements whose text Word does not show: deletions, field codes, readings of ruby, properties."""
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CHECKBOXES = {
    ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xA8): "☐",
    ("wingdings", 0x6F): "☐",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x51): "☒",
    ("wingdings 2", 0xA3): "☐",
    ("wingdings 2", 0x2A): "☐",
}
_PRIVATE = 0xF000  # symbol fonts are mapped behind it


@dataclass(slots=True)
class InlineText:
    """The content of a paragraph.

    Attributes:
        pieces: its text.
        anchored: containers of paragraphs that belong behind it, in order.
        size: the largest font in half points that one of its runs states; 0 for none.
    """

    pieces: list[str] = field(default_factory=list)
    anchored: list[XmlElement] = field(default_factory=list)
    size: int = 0


@dataclass(slots=True)
class InlineReader:
    """Reads paragraphs one after the other; a field may extend over several (17.16.18).

    Attributes:
        notes: the footnotes and endnotes by kind of their reference and id.
    """

    styles: Styles
    notes: dict[tuple[str, str], XmlElement]
    _fields: list[bool] = field(default_factory=list)  # whether each open one shows its result now

    def read(self, paragraph: XmlElement) -> InlineText:
        """Return the content of a paragraph."""
        found = InlineText()
        for child in paragraph:
            self._visit(child, found)
        while self._fields and not self._fields[-1]:  # a field without result, or a broken one
            self._fields.pop()
        return found

    def _visit(self, node: XmlElement, found: InlineText) -> None:
        name = get_name(node)
        if name in HIDDEN:
            return
        visit = _VISITS.get(name)
        if visit:
            visit(self, node, found)
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name], found)
        else:
            self._visit_children(node, found)

    def _visit_children(self, node: XmlElement, found: InlineText) -> None:
        for child in node:
            self._visit(child, found)

    def _add(self, text: str, found: InlineText) -> None:
        if all(self._fields):
            found.pieces.append(text)

    def _visit_run(self, run: XmlElement, found: InlineText) -> None:
        properties = find_child(run, "rPr")
        if not self.styles.is_hidden(properties):
            found.size = max(found.size, read_size(properties))
            self._visit_children(run, found)

    def _visit_text(self, node: XmlElement, found: InlineText) -> None:
        self._add(node.text or "", found)

    def _visit_symbol(self, node: XmlElement, found: InlineText) -> None:
        code = get_attribute(node, "char")
        try:
            number = int(code, 16)
        except ValueError:
            return
        font = get_attribute(node, "font").lower()
        if number >= _PRIVATE:
            self._add(_CHECKBOXES.get((font, number - _PRIVATE), ""), found)
        else:
            self._add(_CHECKBOXES.get((font, number)) or chr(number), found)

    def _visit_field(self, node: XmlElement, found: InlineText) -> None:
        match get_attribute(node, "fldCharType"):
            case "begin":
                self._fields.append(False)
            case "separate" if self._fields:
                self._fields[-1] = True
            case "end" if self._fields:
                self._fields.pop()

    def _visit_note(self, node: XmlElement, found: InlineText) -> None:
        note = self.notes.get((get_name(node), get_attribute(node, "id")))
        if note is not None and all(self._fields):
            found.anchored.append(note)

    def _visit_box(self, node: XmlElement, found: InlineText) -> None:
        found.anchored.append(node)

    def _visit_alternatives(self, node: XmlElement, found: InlineText) -> None:
        chosen = choose_alternative(node)
        if chosen is not None:
            self._visit_children(chosen, found)


def choose_alternative(alternatives: XmlElement) -> XmlElement | None:
    """Return the first of ``mc:AlternateContent`` that has text, or just the first.

    All show the same, for newer and older versions of Word (ECMA-376-3, 9).
    """
    branches = [child for child in alternatives if get_name(child) in ("Choice", "Fallback")]
    with_text = (branch for branch in branches if next(iterate_all(branch, "t"), None) is not None)
    return next(with_text, branches[0] if branches else None)


_VISITS: dict[str, Callable[[InlineReader, XmlElement, InlineText], None]] = {
    "r": InlineReader._visit_run,
    "t": InlineReader._visit_text,
    "sym": InlineReader._visit_symbol,
    "fldChar": InlineReader._visit_field,
    "footnoteReference": InlineReader._visit_note,
    "endnoteReference": InlineReader._visit_note,
    "txbxContent": InlineReader._visit_box,
    "AlternateContent": InlineReader._visit_alternatives,
}
