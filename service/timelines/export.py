"""Export a timeline as a file: CSV for spreadsheets, Markdown for people."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from service.answers.wording import format_chinese_period
from service.exported_file import ExportedFile, Format, build_csv, build_markdown
from service.language import Language
from service.markdown import emphasize, escape_inline, escape_line, link
from service.timelines.timeline import Timeline, TimelineEntry
from service.times.validity import Basis

Address = Callable[[TimelineEntry], str]
"""Returns the address that opens an entry's article at its quote."""


@dataclass(frozen=True, slots=True)
class _Labels:
    title: str
    columns: tuple[str, ...]
    bases: dict[Basis, str]
    untitled: str
    empty: str


_LABELS = {
    Language.CHINESE: _Labels(
        title="时间线：",
        columns=(
            "时间",
            "依据",
            "原文",
            "标题",
            "作者",
            "文章日期",
            "来源",
            "文章编号",
            "起",
            "止",
            "链接",
        ),
        bases={
            Basis.SENTENCE: "句中所说",
            Basis.PARAGRAPH: "段中前文",
            Basis.HEADING: "小标题",
            Basis.TITLE: "标题",
            Basis.DATE: "文章日期",
        },
        untitled="（无标题）",
        empty="收录的文章没有说到。",
    ),
    Language.ENGLISH: _Labels(
        title="Timeline: ",
        columns=(
            "time",
            "basis",
            "quote",
            "title",
            "byline",
            "article date",
            "source",
            "article id",
            "start",
            "end",
            "link",
        ),
        bases={
            Basis.SENTENCE: "the sentence",
            Basis.PARAGRAPH: "the paragraph",
            Basis.HEADING: "the heading",
            Basis.TITLE: "the title",
            Basis.DATE: "the article's date",
        },
        untitled="(untitled)",
        empty="The articles say nothing of it.",
    ),
}


def export(timeline: Timeline, form: Format, language: Language, address: Address) -> ExportedFile:
    """Return the timeline as a file in the format ``form``, which is not JSON."""
    labels = _LABELS[language]
    title = f"{labels.title}{timeline.subject.text}"
    if form is Format.CSV:
        rows = (_list_cells(entry, labels, address) for entry in timeline.entries)
        return build_csv(title, labels.columns, rows)
    return build_markdown(title, _render_markdown(timeline, labels, language, address))


def _list_cells(entry: TimelineEntry, labels: _Labels, address: Address) -> Iterable[str]:
    article = entry.article
    return (
        entry.period.iso,
        labels.bases[entry.validity.basis],
        entry.text,
        article.title,
        article.publication_byline,
        article.publication_date,
        article.source,
        article.id,
        str(entry.quote.start),
        str(entry.quote.end),
        address(entry),
    )


def _render_markdown(
    timeline: Timeline, labels: _Labels, language: Language, address: Address
) -> Iterator[str]:
    yield f"# {escape_line(labels.title + timeline.subject.text)}"
    if not timeline.entries:
        yield f"\n*{escape_line(labels.empty)}*"
    for year, entries in groupby(timeline.entries, key=lambda entry: entry.year):
        yield f"\n## {_format_period(str(year), language)}\n"
        for entry in entries:
            yield _render_entry(entry, labels, language, address)


def _render_entry(
    entry: TimelineEntry, labels: _Labels, language: Language, address: Address
) -> str:
    article = entry.article
    title = escape_inline(article.title) or labels.untitled
    imprint = (article.publication_byline, article.publication_date, article.source)
    parts = (
        emphasize(_format_period(entry.period.iso, language)),
        escape_inline(entry.text),
        link(title, address(entry)),
        *(escape_inline(part) for part in imprint if part),
        escape_inline(labels.bases[entry.validity.basis]),
    )
    return f"- {' · '.join(parts)}"


def _format_period(iso: str, language: Language) -> str:
    return format_chinese_period(iso) if language is Language.CHINESE else iso
