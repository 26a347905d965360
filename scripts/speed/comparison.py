"""All systems on the same documents and queries, round by round in turn."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from embeddings.encoding.model_folder import STATIC_ENCODER
from scripts.benchmarks.benchmark import Benchmark
from scripts.benchmarks.bootstrap import resample
from scripts.benchmarks.metrics import METRICS, score
from scripts.speed.corpora import Corpus, document_of, write_articles, write_passages
from scripts.speed.environments import MissingPeerError, PeerSystem
from scripts.speed.figures import Figure, percentile
from scripts.speed.peer_client import RunningPeer, run_peer
from scripts.speed.results import Compared, Comparison, Cost
from scripts.speed.wenbao import serve

WENBAO = "Wenbao over HTTP"
_PASSAGES = 20  # that a search returns: enough for ten documents
_WARM_UP = 10  # queries whose time does not count

Pair = tuple[float, float]
Report = Callable[[str], None]


@dataclass
class Record:
    """What one system did, round by round."""

    title: str
    starts: list[Pair] = field(default_factory=list)
    indexings: list[Pair] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    found: list[list[str]] = field(default_factory=list)
    peak_bytes: int = 0

    def note_searches(
        self, searches: Sequence[tuple[float, list[str]]], cpu_seconds: float
    ) -> None:
        """Note milliseconds and documents of all queries, and the processor time of all."""
        self.cpu.append(1000 * cpu_seconds / len(searches))
        milliseconds = [each for each, _ in searches][_WARM_UP:]
        self.p50.append(percentile(milliseconds, 50))
        self.p99.append(percentile(milliseconds, 99))
        self.found = [documents for _, documents in searches]

    def summarize(self, bench: Benchmark) -> Compared:
        """Return the figures."""
        scores = score(self.found, [query.right for query in bench.queries])
        quality = resample(scores[:, None, :], bench.name).estimate(0, METRICS.index("MRR@10"))
        return Compared(
            self.title,
            start=Cost.of(self.starts),
            index=Cost.of(self.indexings),
            p50=Figure(tuple(self.p50)),
            p99=Figure(tuple(self.p99)),
            cpu=Figure(tuple(self.cpu)),
            quality=quality,
            peak_bytes=self.peak_bytes,
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """What all systems are given, and where they may write."""

    bench: Benchmark
    folder: Path
    articles: Path
    passages: Path
    settings: dict[str, str]

    @classmethod
    def prepare(cls, bench: Benchmark, folder: Path, settings: dict[str, str]) -> "Setting":
        """Write what is indexed to ``folder``."""
        corpus, passages = Corpus(bench.name, bench.documents), folder / "passages.jsonl"
        write_passages(corpus, passages)
        return cls(bench, folder, write_articles(corpus, folder), passages, settings)


def compare(
    setting: Setting, peers: Sequence[tuple[PeerSystem, Path]], rounds: int, report: Report
) -> Comparison:
    """Index and search with every system, each peer by the Python of its environment."""
    own = Record(WENBAO)
    records = {system.title: Record(system.title) for system, _ in peers}
    missing: dict[str, str] = {}
    for number in range(rounds):
        report(f"round {number + 1} of {rounds}: {setting.bench.name}")
        _measure_wenbao(own, setting, number)
        for system, python in peers:
            if system.title not in missing:
                try:
                    with run_peer(system, python, STATIC_ENCODER, setting.folder) as peer:
                        _measure_peer(peer, records[system.title], setting, number)
                except MissingPeerError as error:
                    report(f"{system.title} is left out: {error}")
                    missing[system.title] = str(error)
    complete = [record for title, record in records.items() if title not in missing]
    bench = setting.bench
    return Comparison(
        documents=len(bench.documents),
        characters=sum(len(document.text) for document in bench.documents),
        queries=len(bench.queries),
        systems=tuple(record.summarize(bench) for record in (own, *complete)),
        missing=missing,
    )


def _measure_wenbao(record: Record, setting: Setting, number: int) -> None:
    place = setting.folder / f"wenbao-{number}"
    place.mkdir()
    with serve(place / "data", setting.settings) as server, server.connect() as client:
        started = server.usage.cpu_seconds
        record.starts.append((server.ready, started))
        start = time.perf_counter()
        server.add(setting.articles)
        seconds = time.perf_counter() - start
        indexed = server.usage.cpu_seconds
        record.indexings.append((seconds, indexed - started))
        searches = []
        for query in setting.bench.queries:
            start = time.perf_counter()
            reply = client.post("/v1/search", {"query": query.text, "top_k": _PASSAGES})
            milliseconds = 1000 * (time.perf_counter() - start)
            found = [result["source"] for result in reply["results"]]
            searches.append((milliseconds, list(dict.fromkeys(found))))
        used = server.usage
        record.note_searches(searches, used.cpu_seconds - indexed)
        record.peak_bytes = max(record.peak_bytes, used.peak_bytes)


def _measure_peer(peer: RunningPeer, record: Record, setting: Setting, number: int) -> None:
    place = setting.folder / f"{peer.system.name}-{number}"
    place.mkdir()
    record.starts.append((peer.started.seconds, peer.started.cpu_seconds))
    indexed = peer.index(setting.passages, place)
    record.indexings.append((indexed.seconds, indexed.cpu_seconds))
    searches, cpu_seconds = [], 0.0
    for query in setting.bench.queries:
        found = peer.search(query.text, _PASSAGES)
        cpu_seconds += found.cpu_seconds
        documents = dict.fromkeys(map(document_of, found.result))
        searches.append((1000 * found.seconds, list(documents)))
        record.peak_bytes = max(record.peak_bytes, found.peak_bytes)
    record.note_searches(searches, cpu_seconds)
