"""Export the results of a search as a file: CSV for spreadsheets, Markdown for people."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from service.answers.hits import Source
from service.exported_file import ExportedFile, Format, build_csv, build_markdown
from service.language import Language
from service.markdown import escape_beginning, escape_inline, escape_line, link


@dataclass(frozen=True, slots=True)
class _Labels:
    title: str
    columns: tuple[str, ...]
    untitled: str
    empty: str


_LABELS = {
    Language.CHINESE: _Labels(
        "搜索：",
        ("标题", "作者", "日期", "文集", "来源", "原文", "文章编号", "起", "止", "链接"),
        "（无标题）",
        "没有找到。",
    ),
    Language.ENGLISH: _Labels(
        "Search: ",
        (
            "title",
            "byline",
            "date",
            "collection",
            "source",
            "passage",
            "article id",
            "start",
            "end",
            "link",
        ),
        "(untitled)",
        "Nothing was found.",
    ),
}
Address = Callable[[Source], str]
"""Returns the address that opens a source's article at its passage."""


def export(
    query: str, sources: Sequence[Source], form: Format, language: Language, address: Address
) -> ExportedFile:
    """Return what was found as a file in the format ``form``, which is not JSON."""
    labels = _LABELS[language]
    title = f"{labels.title}{query}"
    if form is Format.CSV:
        rows = (_list_cells(source, address) for source in sources)
        return build_csv(title, labels.columns, rows)
    return build_markdown(title, _render_markdown(title, sources, labels, address))


def _list_cells(source: Source, address: Address) -> tuple[str, ...]:
    article, passage = source.hit.article, source.hit.passage
    return (
        article.title,
        article.publication_byline,
        article.publication_date,
        article.collection,
        article.source,
        source.hit.text,
        article.id,
        str(passage.start),
        str(passage.end),
        address(source),
    )


def _render_markdown(
    title: str, sources: Sequence[Source], labels: _Labels, address: Address
) -> Iterator[str]:
    yield f"# {escape_line(title)}"
    if not sources:
        yield f"\n*{escape_line(labels.empty)}*"
    for _, group in groupby(sources, key=lambda source: source.hit.article.id):
        passages = list(group)
        article = passages[0].hit.article
        yield f"\n## {escape_inline(article.title) or labels.untitled}\n"
        parts = (article.publication_byline, article.publication_date, article.collection)
        imprint = " · ".join(escape_inline(part) for part in (*parts, article.source) if part)
        yield escape_beginning(imprint)
        for passage in passages:
            yield f"\n> {_quote(passage.hit.text)}"
            yield f">\n> {link(escape_inline(address(passage)), address(passage))}"


def _quote(text: str) -> str:
    return "\n> ".join(escape_line(line) for line in text.splitlines())
