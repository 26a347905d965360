"""The output of the console commands."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from embeddings.inconsistency import Inconsistency
from embeddings.library.library import Library
from embeddings.reading.results import Extent
from service.evaluation.evaluate import Report, Row
from service.evaluation.short_answer_scores import SHORT_CHARACTERS, ShortRow
from service.ingestion.job import FileState, Job, JobFile
from service.rehearsal import Rehearsal
from service.workspace.importing import Imported

_MOST_LISTED = 20  # files whose content is told one by one


def print_job(job: Job, files: Sequence[JobFile], out: Console, errors: Console) -> None:
    """Print the outcome of a job and of its ``files``."""
    for file in files:
        if file.state is FileState.FAILED:
            errors.print(f"not indexed: {file.reason}", style="red", markup=False)
        if file.state is FileState.SAME:
            out.print(Text(f"{file.source}: {file.reason}", style="dim"))
        if file.state is FileState.STORED:
            if len(files) <= _MOST_LISTED:
                out.print(Text(f"{file.source}: {_describe_extent(file.articles, file.extent)}"))
            if file.reason:
                errors.print(f"{file.source}: {file.reason}", style="yellow", markup=False)
    for suffix, count in job.reread.items():
        out.print(f"{count} {suffix} files were read again: this version reads them differently")
    if job.reason:
        errors.print(job.reason, style="red", markup=False)
    counts = (
        (FileState.STORED, "stored"),
        (FileState.UNCHANGED, "unchanged"),
        (FileState.SAME, "the same as another"),
        (FileState.DELETED, "deleted"),
        (FileState.CANCELLED, "cancelled"),
        (FileState.FAILED, "failed"),
    )
    parts = [f"{job.files[state]} {name}" for state, name in counts if job.files.get(state)]
    out.print(f"files: {', '.join(parts)}" if parts else "no file has changed")
    if job.files.get(FileState.STORED):
        out.print(f"they contain {_describe_extent(job.articles, job.extent)}")


def _describe_extent(articles: int, extent: Extent) -> str:
    counts = {
        "articles": articles,
        "characters": extent.characters,
        "tables": extent.tables,
        "pages": extent.pages,
    }
    named = (f"{count:,} {noun}" for noun, count in counts.items() if count or noun == "articles")
    return ", ".join(named)


def print_inconsistencies(
    inconsistencies: Sequence[Inconsistency], library: Library, out: Console
) -> None:
    """Print the inconsistencies of a data folder, or that there are none."""
    for each in inconsistencies:
        out.print(Text(f"{each.description}: {each.remedy}.", style="red"))
    if not inconsistencies:
        out.print(
            f"all is well: {library.articles.count()} articles in {library.passages.count()} "
            "passages are consistent with each other and with the index."
        )


def print_rehearsal(rehearsal: Rehearsal, file: Path, out: Console) -> None:
    """Print whether a backup can be restored and relied upon."""
    for each in rehearsal.inconsistencies:
        out.print(Text(f"{each.description}: {each.remedy}.", style="red"))
    out.print(Text(f"a search in it: {rehearsal.search}"))
    told = "can be restored and is sound" if rehearsal.is_sound else "is not sound"
    style = "green" if rehearsal.is_sound else "red"
    out.print(Text(f"{file}: {rehearsal.articles:,} articles; it {told}", style=style))


def print_imported(imported: Imported, out: Console) -> None:
    """Print what was merged, which files were renamed, and how many passages were encoded."""
    for file in imported.files:
        if file.name != file.source:
            out.print(Text(f"{file.source} has different content here; added as {file.name}"))
    change = imported.change
    out.print(f"articles: {change.added} added, {change.unchanged} unchanged")
    if imported.encoded:
        out.print(
            f"{imported.encoded} vectors were computed: the file has none for this encoder and"
            " these passages"
        )


def print_size(library: Library, out: Console) -> None:
    """Print the size of the library."""
    out.print(
        f"the library holds {library.articles.count()} articles in "
        f"{library.passages.count()} passages."
    )


def print_evaluation(report: Report, out: Console) -> None:
    """Print the figures by kind, and the items that failed."""
    table = Table("kind", "items", "answered", "answer", "source@1", "passage@5")
    totals = (row for row in (report.total, report.conversations) if row.items)
    for row in (*report.rows, *totals):
        table.add_row(*_format_cells(row))
    out.print(table)
    _print_short(report.short, out)
    _print_levels(report, out)
    for miss in report.misses:
        turn = miss.item.turns[-1]
        marks = "".join(
            mark if right else "-"
            for mark, right in (
                ("A", miss.right_answer),
                ("S", miss.right_source),
                ("P", miss.passage_found),
            )
        )
        expected = " | ".join(turn.answers) or "no answer"
        figures = f"{miss.item.id} {marks} {miss.confidence:3}"
        out.print(Text(f"{figures} {turn.question} [{expected}] → {miss.shown}"))


def _print_short(rows: Sequence[ShortRow], out: Console) -> None:
    table = Table("short answer", "items", "exact match", "F1", f"holds it, ≤ {SHORT_CHARACTERS}")
    for row in rows:
        shares = (row.exact, row.f1, row.holds)
        table.add_row(row.kind, str(row.items), *(f"{share:.3f}" for share in shares))
    out.print(table)


def _print_levels(report: Report, out: Console) -> None:
    names = ("strictness", "from", "answered", "precision", "recall")
    table = Table(*names, "declined", "rightly", "of those to decline")
    for level in report.levels:
        shares = (level.decline_precision, level.decline_recall)
        table.add_row(
            level.strictness,
            str(level.threshold),
            f"{level.answered:.0f}",
            f"{level.precision:.3f}",
            f"{level.recall:.3f}",
            f"{level.declined:.0f}",
            *(f"{share:.3f}" for share in shares),
        )
    out.print(table)
    calibration = report.calibration
    out.print(f"calibration error {calibration.error:.3f}, Brier score {calibration.brier:.3f}")


def _format_cells(row: Row) -> tuple[str, ...]:
    counts = (row.kind, str(row.items), str(row.answered))
    if row.items and not row.answerable:
        return (*counts, "", "", "")
    shares = (row.answer_accuracy, row.source_at_1, row.passage_at_5)
    return (*counts, *(f"{share:.3f}" for share in shares))
