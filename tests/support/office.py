"""Spreadsheets and presentations for the tests, written as XML."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from tests.support.documents import make_zip

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
Row = Sequence[str | int | float]


def make_xlsx(
    sheets: Mapping[str, Sequence[Row]], merged: Sequence[str] = (), hidden: Sequence[str] = ()
) -> bytes:
    """Return a workbook; ``merged`` are ranges such as A1:A2 in every sheet."""
    entries, relations, members = "", "", {}
    for number, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name in hidden else ""
        entries += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{state}/>'
        relations += (
            f'<Relationship Id="r{number}" Type="{_RELATION}/worksheet"'
            f' Target="worksheets/sheet{number}.xml"/>'
        )
        members[f"xl/worksheets/sheet{number}.xml"] = _make_sheet(rows, merged)
    members |= {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml"'
        ' ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="w"'
        f' Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATION}">'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}'
        "</Relationships>",
    }
    return make_zip({name: text.encode() for name, text in members.items()})


def _make_sheet(rows: Sequence[Row], merged: Sequence[str]) -> str:
    made = ""
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _make_cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row)
        )
        made += f'<row r="{number}">{cells}</row>'
    ranges = "".join(f'<mergeCell ref="{item}"/>' for item in merged)
    tail = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f'<worksheet xmlns="{_SHEET}"><sheetData>{made}</sheetData>{tail}</worksheet>'


def _make_cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""
    return f'<c r="{place}"><v>{value!r}</v></c>'


def make_pptx(slides: Sequence[str], notes: dict[int, str] | None = None) -> bytes:
    """Return a presentation of slides with these shapes, and notes by the place of their slide."""
    entries, relations, members = "", "", {}
    for place, shapes in enumerate(slides):
        entries += f'<p:sldId id="{256 + place}" r:id="r{place}"/>'
        relations += (
            f'<Relationship Id="r{place}" Type="{_RELATION}/slide" Target="slides/s{place}.xml"/>'
        )
        members[f"ppt/slides/s{place}.xml"] = _wrap("sld", shapes)
        if notes and place in notes:
            members[f"ppt/slides/_rels/s{place}.xml.rels"] = (
                f'<Relationships><Relationship Id="n" Type="{_RELATION}/notesSlide"'
                f' Target="../notesSlides/n{place}.xml"/></Relationships>'
            )
            members[f"ppt/notesSlides/n{place}.xml"] = _wrap("notes", shape(notes[place], "body"))
    members["ppt/presentation.xml"] = (
        f'<p:presentation xmlns:p="{_SLIDES}" xmlns:r="{_RELATION}"><p:sldIdLst>{entries}'
        "</p:sldIdLst></p:presentation>"
    )
    members["ppt/_rels/presentation.xml.rels"] = f"<Relationships>{relations}</Relationships>"
    return make_zip({name: text.encode() for name, text in members.items()})


def _wrap(name: str, shapes: str) -> str:
    return (
        f'<p:{name} xmlns:p="{_SLIDES}" xmlns:a="{_DRAWING}"><p:cSld><p:spTree>{shapes}'
        f"</p:spTree></p:cSld></p:{name}>"
    )


def shape(text: str, placeholder: str = "") -> str:
    """Return a shape whose paragraphs are the lines of ``text``."""
    kind = f'<p:nvPr><p:ph type="{placeholder}"/></p:nvPr>' if placeholder else "<p:nvPr/>"
    lines = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f"<p:sp><p:nvSpPr>{kind}</p:nvSpPr><p:txBody>{lines}</p:txBody></p:sp>"


def slide_table(*rows: Sequence[str]) -> str:
    """Return a table whose first row is marked as its header."""
    made = "".join(
        "<a:tr>"
        + "".join(
            f"<a:tc><a:txBody><a:p><a:r><a:t>{escape(cell)}</a:t></a:r></a:p></a:txBody></a:tc>"
            for cell in row
        )
        + "</a:tr>"
        for row in rows
    )
    return (
        '<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/>'
        f"{made}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
