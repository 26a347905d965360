"""The output of the console commands."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from embeddings.errors import WenbaoError
from embeddings.inconsistency import Inconsistency
from embeddings.library.library import Library
from embeddings.reading.results import Extent
from embeddings.storage.atomic import write_bytes
from service.answers.answer import Answer, Generated
from service.answers.hits import Hit, Scores, Source
from service.answers.mentions import Mention
from service.evaluation.evaluate import Report, Row
from service.evaluation.short_answer_scores import SHORT_CHARACTERS, ShortRow
from service.ingestion.job import FileState, Job, JobFile
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


def print_answer(answer: Answer, out: Console) -> None:
    """Print the answer and its sources, or the nearest passages if there is none."""
    _print_notes(answer, out)
    if answer.mentions:
        out.print(Text(answer.text))
        for mention in answer.mentions.page:
            _print_mention(mention, out)
        hidden = answer.mentions.total - len(answer.mentions.page)
        if hidden:
            out.print(f"… and {hidden} more: GET /v1/mentions lists them all", style="dim")
    if answer.articles_left == 0:
        out.print("No article passes the filters; remove or relax a filter.", style="yellow")
    if answer.statement:
        out.print(Text(answer.text))
        return
    if answer.mentions and answer.answered:
        return
    if answer.answered:
        out.print(_emphasize_short_answer(answer))
        holds = f", holds for {answer.validity.period.iso}" if answer.validity else ""
        out.print(f"confidence {answer.confidence}/100{holds}", style="dim")
    else:
        out.print(f"No answer found ({answer.reason}, confidence {answer.confidence}/100).")
        out.print("Possibly related:", style="dim")
    for source in _select_sources(answer):
        _print_source(source.n, source.hit, out)


def _print_notes(answer: Answer, out: Console) -> None:
    if answer.notice:
        out.print(f"{answer.notice.code}: {answer.notice.detail}", style="yellow", markup=False)
    for one in answer.corrections:
        out.print(Text(f"{one.written} was read as {one.read_as}", style="yellow"))


def print_hits(hits: Sequence[Hit], out: Console) -> None:
    """Print each passage with its rank and scores."""
    for n, hit in enumerate(hits, 1):
        _print_source(n, hit, out)
        out.print(_format_scores(hit.scores), style="dim")
        out.print(Text(hit.text))


def _format_scores(scores: Scores) -> str:
    meaning = "–" if scores.meaning is None else f"{scores.meaning:.3f}"
    return (
        f"    terms {scores.terms:.2f}  vectors {scores.vectors:.3f}  meaning {meaning}"
        f"  final {scores.final:.3f}"
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


def write_json(report: Report, path: Path) -> None:
    """Write all figures and outcomes as JSON.

    Raises:
        WenbaoError: the file cannot be written.
    """
    write_text(json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n", path)


def write_text(text: str, path: Path) -> None:
    """Write a file that the user requested.

    Raises:
        WenbaoError: the file cannot be written.
    """
    write_file(text.encode(), path)


def write_file(content: bytes, path: Path) -> None:
    """Write a file that the user requested.

    Raises:
        WenbaoError: the file cannot be written.
    """
    try:
        write_bytes(path, content)
    except OSError as error:
        raise WenbaoError(f"{path} cannot be written: {error}") from error


def _select_sources(answer: Answer) -> Sequence[Source]:
    if answer.generated:
        cited = {n for sentence in answer.generated.sentences for n in sentence.citations}
        return [source for source in answer.sources if source.n in cited]
    return answer.sources[: 1 if answer.answered else 3]


def _emphasize_short_answer(answer: Answer) -> Text:
    if answer.generated:
        return _mark_unsupported(answer.generated)
    text = Text(answer.text)
    if answer.short:
        start = answer.short.start - answer.quotes[0].start
        text.stylize("bold", start, start + len(answer.short.text))
        if answer.short.date:
            text.append(f" ({answer.short.text}: {answer.short.date})", style="dim")
    return text


def _mark_unsupported(generated: Generated) -> Text:
    """Return the text with a mark after each sentence that its sources do not support."""
    text, at = Text(), 0
    for sentence in generated.sentences:
        text.append(generated.text[at : sentence.end])
        if not sentence.supported:
            text.append(" (not supported by the sources)", style="yellow")
        at = sentence.end
    return text.append(generated.text[at:])


def _print_mention(mention: Mention, out: Console) -> None:
    article, quote = mention.article, mention.quote
    dated = f", {article.publication_date}" if article.publication_date else ""
    heading = f"{article.title} ({article.source}{dated}) ×{mention.count}"
    out.print(Text(heading, style="cyan"))
    if quote:
        line = Text(f"    {article.text[quote.start : quote.end]}")
        for start, end in mention.highlights:
            line.stylize("bold", 4 + start - quote.start, 4 + end - quote.start)
        out.print(line)


def _print_source(n: int, hit: Hit, out: Console) -> None:
    place = " · ".join(part for part in (hit.article.title, hit.passage.heading) if part)
    out.print(Text(f"[{n}] {place} ({hit.article.source})", style="cyan"))


def _format_cells(row: Row) -> tuple[str, ...]:
    counts = (row.kind, str(row.items), str(row.answered))
    if row.items and not row.answerable:
        return (*counts, "", "", "")
    shares = (row.answer_accuracy, row.source_at_1, row.passage_at_5)
    return (*counts, *(f"{share:.3f}" for share in shares))
