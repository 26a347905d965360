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
from embeddings.reading.results import Extent
from tests.support.documents import make_epub
from tests.support.office import make_pptx, make_xlsx, shape, slide_table
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


def collect(path: Path) -> Iterator[str]:
    for result in read(path, path.name):
        assert isinstance(result, Article | Extent)
        if isinstance(result, Article):
            yield f"{result.title}\n{result.text}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "make",
    [make_docx_body, make_html_page, make_book, make_markdown, make_workbook, make_slides],
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
        plain = [word for word in source.words() if word not in heads]
        title = stored.partition("\n")[0]
        text = stored.removeprefix(title) if title in stored[len(title) :] else stored
        assert [word for word in plain if text.count(word) != 1] == [], (name, seed)
        assert [word for word in heads if word not in text] == [], (name, seed)
        places = [text.index(word) for word in plain]
        assert places == sorted(places), (name, seed)
