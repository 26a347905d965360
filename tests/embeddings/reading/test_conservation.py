"""Nothing is lost and nothing doubled: every word of a source stands in its article once, in order.

Each word of the generated documents occurs once. The heads of a table are the exception: each of
its rows carries them.
"""

import random
from collections.abc import Callable, Iterator
from itertools import count, pairwise
from pathlib import Path

import pytest

from embeddings.documents import Article
from embeddings.reading.read import read
from embeddings.reading.results import Extent, SignOfLife
from tests.support.documents import make_epub
from tests.support.office import make_pptx, make_xlsx, shape, slide_table
from tests.support.printing import Print, Sheet, print_pdf, set_lines, set_table
from tests.support.word import make_word, p, r, tbl, tc, tr

SEEDS = range(34)
WORD_WRAPPERS = (
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:moveTo>{}</w:moveTo>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:fldSimple>{}</w:fldSimple>",
    "<w:r><w:pict><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></w:pict></w:r>",
    "<w:ins><w:hyperlink>{}</w:hyperlink></w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>",
)
PAGE_WRAPPERS = (
    "<p>{}</p>",
    "<div><div>{}</div></div>",
    "<blockquote><p>{}</p></blockquote>",
    "<section><p><span>{}</span></p></section>",
    "<p>{}<br></p>",
    "<pre>{}</pre>",
    "<dl><dd>{}</dd></dl>",
    "<center><font size=2>{}</font></center>",
    "<table><tr><td><p>{}</p></td></tr></table>",
)
LIST_WRAPPERS = ("<li>{}</li>", "<li><p>{}</p></li>", "<li>{}<ul></ul></li>", "<li><i>{}</i></li>")
Part = tuple[str, list[list[str]]]


class Source:
    """A random document: parts of a kind, with rows of unique words."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secret
        self._numbers = count(100)
        kinds = ["paragraph", "list", "table", "heading", "note"]
        chosen = [self.random.choice(kinds) for _ in range(self.random.randint(2, 9))]
        self.parts: list[Part] = [(kind, self._make_rows(kind)) for kind in ("paragraph", *chosen)]

    def _word(self) -> str:
        return f"词{next(self._numbers)}甲"

    def _make_rows(self, kind: str) -> list[list[str]]:
        rows = self.random.randint(2, 4) if kind in ("table", "list") else 1
        cells = self.random.randint(2, 4) if kind == "table" else 1
        end = "。" if kind in ("paragraph", "note") else ""
        return [[self._word() + end for _ in range(cells)] for _ in range(rows)]

    def words(self) -> list[str]:
        return [cell for _, rows in self.parts for row in rows for cell in row]


def make_docx_body(source: Source) -> tuple[bytes, str]:
    body, notes = "", ""
    for number, (kind, rows) in enumerate(source.parts):
        text = rows[0][0]
        if kind == "table":
            body += tbl(*(tr(*(tc(p(r(cell))) for cell in row)) for row in rows))
        elif kind == "note":
            notes += f'<w:footnote w:id="{number}">{p(text)}</w:footnote>'
            body += p(f'<w:r><w:footnoteReference w:id="{number}"/></w:r>')
        elif kind == "heading":
            body += p(text, '<w:outlineLvl w:val="1"/>')
        else:
            wrap = source.random.choice(WORD_WRAPPERS)
            body += "".join(p(wrap.format(r(row[0][:2]) + r(row[0][2:]))) for row in rows)
    return make_word(body, {"footnotes": notes}), "a.docx"


def make_html_body(source: Source) -> str:
    made = ""
    for kind, rows in source.parts:
        if kind == "table":
            made += "<table>" + "".join(
                "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows
            )
            made += "</table>"
        elif kind == "list":
            tag, wrap = source.random.choice(["ul", "ol"]), source.random.choice(LIST_WRAPPERS)
            made += f"<{tag}>" + "".join(wrap.format(row[0]) for row in rows) + f"</{tag}>"
        else:
            text = f"{rows[0][0][:2]}<b>{rows[0][0][2:]}</b>"
            wrap = source.random.choice(PAGE_WRAPPERS)
            wrap = {"heading": "<h2>{}</h2>", "note": "<aside epub:type='footnote'>{}</aside>"}.get(
                kind, wrap
            )
            made += wrap.format(text)
    return made


def make_html_page(source: Source) -> tuple[bytes, str]:
    body = make_html_body(source).replace("aside epub:type", "div role")
    return f"<html><body>{body.replace('</aside>', '</div>')}</body></html>".encode(), "a.html"


def make_book(source: Source) -> tuple[bytes, str]:
    """Return a book whose chapters begin at random parts; the contents name some of them."""
    chapters, parts = {}, source.parts
    cuts = sorted(source.random.sample(range(1, len(parts)), source.random.randint(0, 2)))
    for number, (start, end) in enumerate(pairwise([0, *cuts, len(parts)])):
        source.parts = parts[start:end]
        body = make_html_body(source)
        chapters[f"c{number}"] = f"<html><body>{body}</body></html>"
    source.parts = parts
    named = [name for name in chapters if source.random.random() < 0.7]
    entries = "".join(f'<li><a href="{name}.xhtml">章{name}</a></li>' for name in named)
    navigation = (
        '<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc">'
        f"<ol>{entries}</ol></nav></body></html>"
    )
    return make_epub(chapters, navigation=navigation if named else ""), "a.epub"


def make_markdown(source: Source) -> tuple[bytes, str]:
    made = ["- 词0甲"]
    for kind, rows in source.parts:
        if kind == "table":
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            made.append("\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]))
        elif kind == "list":
            made.append("\n".join(f"- **{row[0]}**" for row in rows))
        else:
            made.append({"heading": "## "}.get(kind, "") + rows[0][0])
    return "\n\n".join(made).encode(), "a.md"


def make_workbook(source: Source) -> tuple[bytes, str]:
    """Return a workbook with the parts on one or two sheets, moved to the right or merged."""
    sheets: dict[str, list[list[str]]] = {"表": []}
    shift = source.random.choice([[], [], ["", ""]])
    for place, (_, part) in enumerate(source.parts):
        if place and source.random.random() < 0.2:
            sheets.setdefault("另表", [])
        sheets[list(sheets)[-1]] += [*(shift + row for row in part), []]
    return make_xlsx(sheets), "a.xlsx"


def make_slides(source: Source) -> tuple[bytes, str]:
    slides = []
    for kind, rows in source.parts:
        text = "\n".join(row[0] for row in rows)
        placeholder = "title" if kind == "heading" else "body"
        slides.append(slide_table(*rows) if kind == "table" else shape(text, placeholder))
    return make_pptx(slides), "a.pptx"


FILLER = "沿线各村配合治理河道清淤堤岸加固桥梁改建同时进行群众出行方便"


def fill(source: Source, word: str) -> str:
    """Return a sentence of several lines around a word."""
    chosen = source.random
    before, after = ("".join(chosen.choices(FILLER, k=chosen.randint(5, 50))) for _ in range(2))
    return f"{before}{word.removesuffix('。')}{after}。"


def make_print(source: Source) -> tuple[bytes, str]:
    """Return printed pages in one column or two, with running heads if there are several."""
    columns = source.random.choice([1, 2])
    wide = 35 if columns == 1 else 17
    sheets, place, y = [Sheet()], 0, 100.0
    for number, (kind, rows) in enumerate(source.parts, start=1):
        text = rows[0][0]
        height = {"table": 20.0 * len(rows), "list": 18.0 * len(rows), "heading": 200.0}.get(
            kind, 150.0
        )
        if y + height > 760:
            place, y = place + 1, 100.0
            if place == columns:
                sheets.append(Sheet())
                place = 0
        sheet, x = sheets[-1], 85 + 225 * place
        if kind == "table":
            table = set_table(rows, x, y, [200 / len(rows[0])] * len(rows[0]))
            sheet.prints += table.prints
            sheet.rules += table.rules
            y += height + 20
        elif kind == "list":
            for n, row in enumerate(rows, start=1):
                sheet.prints.append(Print(f"{n}.{row[0]}", x + 24, y))
                y += 18
        elif kind == "heading" and number < len(source.parts):  # no typesetter ends with one
            sheet.prints.append(Print(f"关于{text}的说明", x, y + 14, 15))
            y += 40
        else:
            lines = set_lines(fill(source, text), x, y, wide)
            sheet.prints += lines
            y += 18 * len(lines)
    for page, sheet in enumerate(sheets, start=1):
        sheet.prints.append(Print(f"- {page} -", 280, 810, 9))
    return print_pdf(sheets), "a.pdf"


def collect(path: Path) -> Iterator[str]:
    for result in read(path, path.name):
        assert isinstance(result, Article | Extent | SignOfLife)
        if isinstance(result, Article):
            yield f"{result.title}\n{result.text}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [
        make_docx_body,
        make_html_page,
        make_book,
        make_markdown,
        make_workbook,
        make_slides,
        make_print,
    ],
)
def test_every_word_is_stored_once_and_in_order(
    make: Callable[[Source], tuple[bytes, str]], tmp_path: Path
) -> None:
    for seed in SEEDS:
        source = Source(seed)
        data, name = make(source)
        (tmp_path / name).write_bytes(data)
        stored = "\n".join(collect(tmp_path / name))
        heads = {cell for kind, rows in source.parts if kind == "table" for cell in rows[0]}
        words = [word.removesuffix("。") for word in source.words()]
        plain = [word for word in words if word not in heads]
        title = stored.partition("\n")[0]
        text = stored.removeprefix(title) if title in stored[len(title) :] else stored
        assert [word for word in plain if text.count(word) != 1] == [], (name, seed)
        assert [word for word in heads if word not in text] == [], (name, seed)
        places = [text.index(word) for word in plain]
        assert places == sorted(places), (name, seed)
