"""The figures of a benchmark run. No IO."""

from dataclasses import dataclass

from scripts.benchmarks.bootstrap import Estimate
from scripts.speed.figures import Figure


@dataclass(frozen=True, slots=True)
class Cost:
    """What something takes: wall-clock seconds, and processor seconds of all its processes."""

    wall: Figure
    cpu: Figure

    @classmethod
    def of(cls, pairs: "list[tuple[float, float]]") -> "Cost":
        """Join pairs of wall-clock and processor seconds."""
        return cls(Figure(tuple(wall for wall, _ in pairs)), Figure(tuple(cpu for _, cpu in pairs)))


@dataclass(frozen=True, slots=True)
class Indexed:
    """How a corpus was indexed, step by step, in one thread.

    Attributes:
        stages: by name, in order.
        peak_bytes: of memory, at most.
        disk_bytes: of library and index together.
    """

    corpus: str
    articles: int
    characters: int
    passages: int
    stages: dict[str, Cost]
    peak_bytes: int
    disk_bytes: int


@dataclass(frozen=True, slots=True)
class Load:
    """How a route answers so many clients, each asking one question after the other.

    Attributes:
        p50: milliseconds, of each round; so is ``p99``.
        per_second: replies.
        cpu: milliseconds of the server's processor time per reply.
    """

    route: str
    clients: int
    p50: Figure
    p99: Figure
    per_second: Figure
    cpu: Figure


@dataclass(frozen=True, slots=True)
class Served:
    """How a server answers from a corpus.

    Attributes:
        start: until it is ready; ``add`` until a new article can be found; ``delete`` until one no
            longer can; ``command`` a question asked by a command that has to load everything.
        stages: milliseconds of the parts of an answer, medians of the rounds.
        peak_bytes: of the server's memory, at most.
    """

    corpus: str
    passages: int
    start: Cost
    add: Cost
    delete: Cost
    command: Cost
    loads: tuple[Load, ...]
    stages: dict[str, Figure]
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One system on the benchmark that all systems were given.

    Attributes:
        start: until it is loaded; ``index`` all documents.
        p50: milliseconds of a search, of each round; so is ``p99``.
        cpu: milliseconds of processor time per search.
        quality: MRR@10.
        peak_bytes: of memory, at most.
    """

    title: str
    start: Cost
    index: Cost
    p50: Figure
    p99: Figure
    cpu: Figure
    quality: Estimate
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All systems on one benchmark; the first is the product.

    Attributes:
        missing: title → why it could not be run.
    """

    documents: int
    characters: int
    queries: int
    systems: tuple[Compared, ...]
    missing: dict[str, str]


@dataclass(frozen=True, slots=True)
class BenchmarkRun:
    """Everything that one run measured.

    Attributes:
        command: how to reproduce it, without folders.
        circumstances: version, machine and load.
    """

    command: str
    circumstances: str
    rounds: int
    indexed: tuple[Indexed, ...]
    served: tuple[Served, ...]
    comparison: Comparison | None
