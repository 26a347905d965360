"""Measure a running server: start, load, a new article, a deleted one, a command beside it."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scripts.benchmarks.benchmark import Document
from scripts.speed.corpora import Corpus, write_articles
from scripts.speed.figures import Figure, percentile
from scripts.speed.results import Cost, Load, Served
from scripts.speed.wenbao import Server, run_command, serve

CLIENTS = (1, 4, 16)
SEARCH, ASK = "/v1/search", "/v1/ask"
_FIELD = {SEARCH: "query", ASK: "question"}
_LIMIT = 10


@dataclass(frozen=True, slots=True)
class Workload:
    """What a server is asked, and how often the whole is repeated."""

    queries: Sequence[str]
    questions: Sequence[str]
    rounds: int
    settings: dict[str, str]


def measure_serving(corpus: Corpus, folder: Path, work: Workload) -> Served:
    """Index a corpus, start servers on it, and ask them."""
    data = folder / "data"
    with serve(data, work.settings) as server:
        server.add(write_articles(corpus, folder))
    command = [_ask_by_command(data, work) for _ in range(work.rounds)]
    starts = []
    for _ in range(work.rounds):
        with serve(data, work.settings) as server:
            starts.append((server.ready, server.usage.cpu_seconds))
    with serve(data, work.settings) as server, server.connect() as client:
        added, deleted = measure_changes(server, folder, work.rounds)
        loads, stages = measure_loads(server, work)
        passages = client.request("GET", "/v1/info")["passages"]
        peak = server.usage.peak_bytes
    return Served(
        corpus.name,
        passages,
        start=Cost.of(starts),
        add=added,
        delete=deleted,
        command=Cost.of(command),
        loads=loads,
        stages=stages,
        peak_bytes=peak,
    )


def _ask_by_command(data: Path, work: Workload) -> tuple[float, float]:
    return run_command(["ask", work.questions[0], "--data", str(data)], work.settings)


def measure_changes(server: Server, folder: Path, rounds: int) -> tuple[Cost, Cost]:
    """Add an article until it can be found, delete it until it cannot; do so several times."""
    added, deleted = [], []
    for n in range(rounds):
        document = Document(
            f"new-{n}", "", f"第{n}号新稿：图书馆今天展出第{n}批古籍，读者排队参观。"
        )
        place = folder / f"new-{n}"
        place.mkdir()
        path = write_articles(Corpus("one article", (document,)), place)
        added.append(_measure_server(server, partial(server.add, path)))
        with server.connect() as client:
            listed = client.request("GET", "/v1/documents?limit=1&q=text.txt")["documents"][0]
            target = f"/v1/documents/{listed['id']}"
            delete = partial(client.request, "DELETE", target)
            deleted.append(_measure_server(server, delete))
    return Cost.of(added), Cost.of(deleted)


def _measure_server(server: Server, work: Callable[[], object]) -> tuple[float, float]:
    cpu, start = server.usage.cpu_seconds, time.perf_counter()
    work()
    return time.perf_counter() - start, server.usage.cpu_seconds - cpu


def measure_loads(server: Server, work: Workload) -> tuple[tuple[Load, ...], dict[str, Figure]]:
    """Ask everything with each number of clients; return also what an answer consists of."""
    asked = {SEARCH: work.queries, ASK: work.questions}
    for route, texts in asked.items():  # warm up
        _ask_all(server, route, texts[:20], 1)
    rounds = [
        (route, clients, _measure_round(server, route, texts, clients))
        for _ in range(work.rounds)
        for route, texts in asked.items()
        for clients in CLIENTS
    ]
    grouped: defaultdict[tuple[str, int], list[Round]] = defaultdict(list)
    for route, clients, each in rounds:
        grouped[route, clients].append(each)
    loads = tuple(_summarize(*key, found) for key, found in grouped.items())
    return loads, _summarize_stages(grouped[ASK, 1])


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over all texts.

    Attributes:
        milliseconds: of each reply.
        seconds: of the whole; ``cpu_seconds`` of the server.
        stages: milliseconds by stage, of each reply that told them.
    """

    milliseconds: tuple[float, ...]
    seconds: float
    cpu_seconds: float
    stages: tuple[dict[str, float], ...]


def _measure_round(server: Server, route: str, texts: Sequence[str], clients: int) -> Round:
    cpu, start = server.usage.cpu_seconds, time.perf_counter()
    replies = _ask_all(server, route, texts, clients)
    seconds = time.perf_counter() - start
    return Round(
        tuple(milliseconds for milliseconds, _ in replies),
        seconds,
        server.usage.cpu_seconds - cpu,
        tuple(stages for _, stages in replies if stages),
    )


def _ask_all(
    server: Server, route: str, texts: Sequence[str], clients: int
) -> list[tuple[float, dict[str, float]]]:
    """Return milliseconds and stages of every reply; each client has its share of the texts."""
    shares = [texts[n::clients] for n in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        parts = pool.map(lambda share: list(_ask(server, route, share)), shares)
        return [reply for part in parts for reply in part]


def _ask(
    server: Server, route: str, texts: Sequence[str]
) -> Iterator[tuple[float, dict[str, float]]]:
    with server.connect() as client:
        for text in texts:
            start = time.perf_counter()
            reply = client.post(route, {_FIELD[route]: text})
            milliseconds = 1000 * (time.perf_counter() - start)
            yield milliseconds, reply.get("timings_ms") or {}


def _summarize(route: str, clients: int, rounds: Sequence[Round]) -> Load:
    counts = [len(each.milliseconds) for each in rounds]
    pairs = list(zip(rounds, counts, strict=True))
    return Load(
        route,
        clients,
        p50=Figure(tuple(percentile(each.milliseconds, 50) for each in rounds)),
        p99=Figure(tuple(percentile(each.milliseconds, 99) for each in rounds)),
        per_second=Figure(tuple(count / each.seconds for each, count in pairs)),
        cpu=Figure(tuple(1000 * each.cpu_seconds / count for each, count in pairs)),
    )


def _summarize_stages(rounds: Sequence[Round]) -> dict[str, Figure]:
    names = dict.fromkeys(name for each in rounds for stages in each.stages for name in stages)
    return {
        name: Figure(
            tuple(
                percentile([stages.get(name, 0) for stages in each.stages], 50) for each in rounds
            )
        )
        for name in names
    }
