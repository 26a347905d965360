"""A benchmark run as Markdown. No IO."""

from collections.abc import Iterator, Sequence

from scripts.benchmarks.markdown import interval, table
from scripts.speed.figures import Figure, growth_exponent
from scripts.speed.results import BenchmarkRun, Compared, Comparison, Cost, Indexed, Load, Served

_MEGA, _KILO = 1e6, 1e3

_NOTE = """\
Each figure is the median of {rounds} rounds, with the lowest and the highest in brackets. Systems
take turns within a round, and ratios are medians of the ratios within the rounds. CPU seconds are
those of the process and its children, so they tell what was worked even where other programs
shared the cores. Every peer runs in an environment and a process of its own, with the static
encoder that Wenbao ships, on the same passages (whole sentences, up to 300 characters); Wenbao
makes its own passages and is asked over HTTP, the peers are called in their process. Wenbao's
times of indexing contain upload, reading, cleaning, the search for reprints, and what makes a
change durable. Its transformer is switched off."""


def markdown(run: BenchmarkRun) -> str:
    """Return the tables, what they mean, and how they were made."""
    parts = ["# Speed, memory and disk", f"Made with `{run.command}`. {run.circumstances}"]
    parts.append(_NOTE.format(rounds=run.rounds))
    if run.comparison:
        parts += _comparison_parts(run.comparison)
    if run.indexed:
        parts += ["## Indexing by stage", _indexing_table(run.indexed), _sizes_table(run.indexed)]
        parts.append("![Indexing by stage](benchmark-indexing.svg)")
    for served in run.served:
        parts += [f"## Serving {served.passages:,} passages ({served.corpus})"]
        parts += [_loads_table(served.loads), _actions_table(served), _answer_table(served)]
    return "\n\n".join(parts) + "\n"


def show(figure: Figure, digits: int = 1) -> str:
    """Return the median, with lowest and highest."""
    median, low, high = (f"{each:,.{digits}f}" for each in (figure.median, figure.low, figure.high))
    return f"{median} ({low}–{high})"


def _comparison_parts(comparison: Comparison) -> Iterator[str]:
    yield (
        f"## Beside its peers: {comparison.documents:,} articles, "
        f"{comparison.characters / _MEGA:.2f} million characters, {comparison.queries:,} queries"
    )
    own = comparison.systems[0]
    yield table(
        (
            "system",
            "index, k chars/s",
            "k chars per CPU s",
            "search p50, ms",
            "p99, ms",
            "CPU ms a search",
            "MRR@10",
            "ready after, s",
            "memory, MB",
        ),
        (_compared_row(system, comparison.characters) for system in comparison.systems),
    )
    if len(comparison.systems) > 1:
        yield table(
            (
                f"{own.title}, against",
                "speed of indexing",
                "the same per CPU s",
                "search p50",
                "CPU a search",
            ),
            (_ratio_row(own, peer) for peer in comparison.systems[1:]),
        )
    for title, reason in comparison.missing.items():
        yield f"**Missing: {title}.** {reason}"
    yield "![Beside its peers](benchmark-peers.svg)"


def _compared_row(system: Compared, characters: int) -> Sequence[str]:
    thousands = characters / _KILO
    return (
        system.title,
        show(system.index.wall.per(thousands), 0),
        show(system.index.cpu.per(thousands), 0),
        show(system.p50),
        show(system.p99),
        show(system.cpu),
        interval(system.quality),
        show(system.start.wall),
        f"{system.peak_bytes / _MEGA:,.0f}",
    )


def _ratio_row(own: Compared, peer: Compared) -> Sequence[str]:
    ratios = (
        peer.index.wall.ratio(own.index.wall),
        peer.index.cpu.ratio(own.index.cpu),
        own.p50.ratio(peer.p50),
        own.cpu.ratio(peer.cpu),
    )
    return (peer.title, *(f"{ratio:.2f} ×" for ratio in ratios))


def _indexing_table(indexed: Sequence[Indexed]) -> str:
    header = ["CPU seconds", *(each.corpus for each in indexed), "growth"]
    return table(header, (_stage_row(name, indexed) for name in indexed[0].stages))


def _stage_row(name: str, indexed: Sequence[Indexed]) -> Sequence[str]:
    shown = (show(each.stages[name].cpu, 2) for each in indexed)
    return (name, *shown, _grow(name, indexed))


def _grow(name: str, indexed: Sequence[Indexed]) -> str:
    """Return the exponent of growth with the characters, over the corpora of many articles."""
    several = [each for each in indexed if each.articles > 1]
    costs = [each.stages[name].cpu.median for each in several]
    sizes = [each.characters for each in several]
    if len(set(sizes)) < 2 or min(costs) <= 0:  # noqa: PLR2004 - two points make a line
        return "–"
    return f"{growth_exponent(sizes, costs):.2f}"


def _sizes_table(indexed: Sequence[Indexed]) -> str:
    rows = (
        (
            each.corpus,
            f"{each.characters:,}",
            f"{each.passages:,}",
            f"{each.peak_bytes / _MEGA:,.0f}",
            f"{each.disk_bytes / _MEGA:,.0f}",
        )
        for each in indexed
    )
    return table(("corpus", "characters", "passages", "memory, MB", "disk, MB"), rows)


def _loads_table(loads: Sequence[Load]) -> str:
    header = ("route", "clients", "p50, ms", "p99, ms", "replies/s", "CPU ms a reply")
    rows = (
        (
            f"`{load.route}`",
            str(load.clients),
            show(load.p50),
            show(load.p99),
            show(load.per_second, 0),
            show(load.cpu),
        )
        for load in loads
    )
    return table(header, rows)


def _actions_table(served: Served) -> str:
    actions = {
        "ready after the start": served.start,
        "one more article can be found": served.add,
        "a deleted article can no longer be found": served.delete,
        "`wenbao ask` without a server, cold": served.command,
    }
    rows = [_action_row(name, cost) for name, cost in actions.items()]
    memory = ("memory of the server, at most, MB", f"{served.peak_bytes / _MEGA:,.0f}", "")
    return table(("", "seconds", "CPU seconds"), [*rows, memory])


def _action_row(name: str, cost: Cost) -> Sequence[str]:
    return (name, show(cost.wall, 2), show(cost.cpu, 2))


def _answer_table(served: Served) -> str:
    rows = ((name, show(figure)) for name, figure in served.stages.items())
    return table(("part of an answer (one client)", "ms"), rows)
