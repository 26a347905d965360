"""Word documents for the tests, written as XML: what python-docx cannot write, too."""

from collections.abc import Mapping

from tests.support.documents import make_zip

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_W = f'xmlns:w="{_MAIN}"'
_NAMESPACES = (
    f'{_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_word(
    body: str, parts: Mapping[str, str] | None = None, core: str = "", *, is_strict: bool = False
) -> bytes:
    """Return a document with this body and the content of further parts, by name."""
    given = dict(parts or {})
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
        for name in given
    )
    members = {
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        **{f"word/{name}.xml": f"<w:{name} {_W}>{text}</w:{name}>" for name, text in given.items()},
    }
    if core:
        members["docProps/core.xml"] = core
    if is_strict:
        members = {name: text.replace(_MAIN, _STRICT) for name, text in members.items()}
    return make_zip({name: text.encode() for name, text in members.items()})


def p(content: str, properties: str = "") -> str:
    """Return a paragraph of these runs, or of plain text."""
    inner = content if content.startswith("<") else r(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>" if properties else f"<w:p>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run."""
    style = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{style}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, properties: str = "") -> str:
    """Return a cell of these blocks, or of plain text."""
    blocks = content if content.startswith("<") else p(content) if content else "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a row of cells, or of their texts."""
    made = "".join(cell if cell.startswith("<w:tc") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def tbl(*rows: str) -> str:
    """Return a table."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def level(place: int, style: str, text: str, start: int = 1) -> str:
    """Return a level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(text: str, list_id: int = 1, place: int = 0) -> str:
    """Return a paragraph with an automatic number."""
    return p(text, f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{list_id}"/></w:numPr>')
