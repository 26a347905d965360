"""What the styles of a document and the properties of a paragraph say about its look (17.7)."""

import re
from dataclasses import dataclass, field, replace

from embeddings.articles.content import Role
from embeddings.reading.formats.word.numbering import NumberReference, read_reference
from embeddings.reading.formats.xml_tree import (
    XmlElement,
    find_child,
    get_attribute,
    iterate_children,
)

_TITLE = re.compile(r"title|标题", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s?(\d)", re.IGNORECASE)
_CAPTION = re.compile(r"caption|题注|图表标题", re.IGNORECASE)
_BODY_LEVEL = 9  # of an outline (17.3.1.20)
_DEFAULT_SIZE = 20  # half points (17.3.2.38)
_MOST_ANCESTORS = 20
_NO_LIST = ("", "0")
_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a paragraph, as far as it tells its role.

    Attributes:
        style: the name of its style.
        outline: its level in the outline, from 1; 0 for text.
        is_centred: it is centred.
        size: of its font, in half points.
        numbering: the list that it belongs to.
        is_hidden: it is not shown.
    """

    style: str = ""
    outline: int = 0
    is_centred: bool = False
    size: int = _DEFAULT_SIZE
    numbering: NumberReference | None = None
    is_hidden: bool = False

    @property
    def is_title(self) -> bool:
        """Whether its style is that of the document's title."""
        return _TITLE.fullmatch(self.style) is not None

    @property
    def heading_level(self) -> int:
        """The level of the heading that it is by style or outline; 0 for none."""
        match = _HEADING.match(self.style)
        return int(match[1]) if match else self.outline

    @property
    def role(self) -> Role:
        """Its role, as far as its look tells."""
        if self.heading_level:
            return Role.HEADING
        if _CAPTION.match(self.style):
            return Role.CAPTION
        is_item = self.numbering is not None and self.numbering.list_id not in _NO_LIST
        return Role.LIST_ITEM if is_item else Role.BODY


@dataclass(slots=True)
class Styles:
    """The styles of a document by id."""

    _styles: dict[str, XmlElement] = field(default_factory=dict)
    _default: Look = field(default_factory=Look)
    _looks: dict[str, Look] = field(default_factory=dict)

    @classmethod
    def read(cls, root: XmlElement | None) -> "Styles":
        """Return the styles that the part ``styles.xml`` defines."""
        if root is None:
            return cls()
        styles = list(iterate_children(root, "style"))
        known = {get_attribute(style, "styleId"): style for style in styles}
        default = _apply(Look(), None, find_child(root, "docDefaults", "rPrDefault", "rPr"))
        usual = next(
            (
                style
                for style in styles
                if get_attribute(style, "type") == "paragraph"
                and get_attribute(style, "default") in ("1", "true")
            ),
            None,
        )
        if usual is not None:
            default = _apply(default, find_child(usual, "pPr"), find_child(usual, "rPr"))
        return cls(known, default)

    def find_look(self, properties: XmlElement | None) -> Look:
        """Return the look of a paragraph with these properties (``pPr``)."""
        style_id = get_attribute(find_child(properties, "pStyle"), "val")
        look = self._find_style(style_id)
        return _apply(look, properties, None) if properties is not None else look

    def is_hidden(self, properties: XmlElement | None) -> bool:
        """Return whether a run with these properties (``rPr``) is not shown."""
        if properties is None:
            return False
        vanish = find_child(properties, "vanish")
        if vanish is not None:
            return _is_on(vanish)
        style_id = get_attribute(find_child(properties, "rStyle"), "val")
        return bool(style_id) and self._find_style(style_id).is_hidden

    def _find_style(self, style_id: str, depth: int = 0) -> Look:
        if style_id in self._looks:
            return self._looks[style_id]
        style = self._styles.get(style_id)
        if style is None or depth > _MOST_ANCESTORS:
            return self._default
        base = get_attribute(find_child(style, "basedOn"), "val")
        look = self._find_style(base, depth + 1) if base else self._default
        look = _apply(look, find_child(style, "pPr"), find_child(style, "rPr"))
        name = get_attribute(find_child(style, "name"), "val")
        self._looks[style_id] = replace(look, style=name)
        return self._looks[style_id]


def _apply(look: Look, paragraph: XmlElement | None, run: XmlElement | None) -> Look:
    """Return the look, changed by the properties that are stated."""
    outline = get_attribute(find_child(paragraph, "outlineLvl"), "val")
    if outline.isdigit():
        look = replace(look, outline=(int(outline) + 1) % (_BODY_LEVEL + 1))
    alignment = get_attribute(find_child(paragraph, "jc"), "val")
    if alignment:
        look = replace(look, is_centred=alignment == "center")
    numbering = read_reference(paragraph)
    if numbering is not None:
        look = replace(look, numbering=_inherit(numbering, look.numbering))
    size = read_size(run)
    if size:
        look = replace(look, size=size)
    vanish = find_child(run, "vanish")
    return replace(look, is_hidden=_is_on(vanish)) if vanish is not None else look


def _inherit(stated: NumberReference, base: NumberReference | None) -> NumberReference:
    """Return the reference; one that states its level only keeps the list of the style."""
    return NumberReference(base.list_id, stated.level) if base and not stated.list_id else stated


def read_size(properties: XmlElement | None) -> int:
    """Return the font size that the properties of a run state, in half points; 0 for none."""
    size = get_attribute(find_child(properties, "sz"), "val")
    return int(size) if size.isdigit() and len(size) < _BODY_LEVEL else 0


def _is_on(toggle: XmlElement) -> bool:
    return get_attribute(toggle, "val", "1") not in _OFF
