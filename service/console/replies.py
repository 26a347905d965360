"""Print replies of the HTTP API for people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

Reply = Mapping[str, Any]
_NEAREST = 3  # passages shown instead of an answer


def print_answer(reply: Reply, out: Console) -> None:
    """Print an answer and its sources, or the nearest passages if there is none."""
    _print_notes(reply, out)
    mentions = reply["mentions"]
    if mentions:
        out.print(Text(reply["answer"]))
        for mention in mentions["articles"]:
            _print_mention(mention, out)
        hidden = mentions["total"] - len(mentions["articles"])
        if hidden:
            out.print(f"… and {hidden} more: GET /v1/mentions lists them all", style="dim")
    if reply["articles_left"] == 0:
        out.print("No article passes the filters; remove or relax a filter.", style="yellow")
    if reply["kind"] in {"collection", "smalltalk"}:
        if not mentions:
            out.print(Text(reply["answer"]))
        if reply["answered"] or not mentions:
            return
    if reply["answered"]:
        out.print(_emphasize_short_answer(reply))
        holds = f", holds for {reply['holds_for']['period']}" if reply["holds_for"] else ""
        out.print(f"confidence {reply['confidence']}/100{holds}", style="dim")
    else:
        found = f"{reply['reason']}, confidence {reply['confidence']}/100"
        out.print(f"No answer found ({found}).", markup=False)
        out.print("Possibly related:", style="dim")
    for source in _select_sources(reply):
        _print_source(source, out)


def print_results(reply: Reply, out: Console) -> None:
    """Print each passage that a search found, with its rank and scores, or that there is none."""
    if not reply["results"]:
        out.print("Nothing was found.")
    for result in reply["results"]:
        _print_source(result, out)
        out.print(_format_scores(result["scores"]), style="dim")
        out.print(Text(result["text"]))


def print_timeline(reply: Reply, out: Console) -> None:
    """Print what the articles say of a subject, by date."""
    for entry in reply["entries"]:
        line = Text(f"{entry['period']}  {entry['quote']}")
        _mark(line, entry["highlights"], len(entry["period"]) + 2 - entry["start"])
        out.print(line)
        out.print(Text(f"    {_name_article(entry)}", style="cyan"))
    hidden = reply["total"] - len(reply["entries"])
    left = f", {hidden} more not shown" if hidden else ""
    out.print(f"{len(reply['entries'])} entries{left}", style="dim")


def _print_notes(reply: Reply, out: Console) -> None:
    if notice := reply["notice"]:
        out.print(f"{notice['code']}: {notice['detail']}", style="yellow", markup=False)
    for one in reply["interpreted"]["corrections"]:
        out.print(Text(f"{one['written']} was read as {one['read_as']}", style="yellow"))


def _select_sources(reply: Reply) -> Sequence[Reply]:
    sources: Sequence[Reply] = reply["sources"]
    if reply["sentences"]:
        cited = {n for sentence in reply["sentences"] for n in sentence["citations"]}
        return [source for source in sources if source["n"] in cited]
    return sources[: 1 if reply["answered"] else _NEAREST]


def _emphasize_short_answer(reply: Reply) -> Text:
    if reply["mode"] == "llm":
        return _mark_unsupported(reply)
    text, short = Text(reply["answer"]), reply["short_answer"]
    if short:
        source = next(one for one in reply["sources"] if one["n"] == short["source"])
        start = short["start"] - source["highlights"][0][0]
        text.stylize("bold", start, start + len(short["text"]))
        if short["date"]:
            text.append(f" ({short['text']}: {short['date']})", style="dim")
    return text


def _mark_unsupported(reply: Reply) -> Text:
    """Return the text with a mark after each sentence that its sources do not support."""
    text, at = Text(), 0
    for sentence in reply["sentences"]:
        text.append(reply["answer"][at : sentence["end"]])
        if not sentence["supported"]:
            text.append(" (not supported by the sources)", style="yellow")
        at = sentence["end"]
    return text.append(reply["answer"][at:])


def _print_mention(mention: Reply, out: Console) -> None:
    out.print(Text(f"{_name_article(mention)} ×{mention['count']}", style="cyan"))
    if mention["quote"]:
        line = Text(f"    {mention['quote']}")
        _mark(line, mention["highlights"], 4 - mention["start"])
        out.print(line)


def _mark(line: Text, ranges: Iterable[tuple[int, int]], shift: int) -> None:
    for start, end in ranges:
        line.stylize("bold", start + shift, end + shift)


def _name_article(article: Reply) -> str:
    dated = f", {article['date']}" if article["date"] else ""
    return f"{article['title']} ({article['source']}{dated})"


def _print_source(source: Reply, out: Console) -> None:
    place = " · ".join(part for part in (source["title"], source["heading"]) if part)
    out.print(Text(f"[{source['n']}] {place} ({source['source']})", style="cyan"))


def _format_scores(scores: Reply) -> str:
    meaning = "–" if scores["meaning"] is None else f"{scores['meaning']:.3f}"
    return (
        f"    terms {scores['terms']:.2f}  vectors {scores['vectors']:.3f}  meaning {meaning}"
        f"  final {scores['final']:.3f}"
    )
