"""End a session at one point, open the folder again, and tell what is wrong with it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

from scripts.crash_tests.fork_server import Order
from scripts.crash_tests.state import State
from scripts.crash_tests.workload import LAST, Place

_ROOT = Path(__file__).parents[2]
_PATIENCE = 120.0


class Forks:
    """A process that forks others by order; used from one thread."""

    def __init__(self) -> None:
        self._fork = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "scripts.crash_tests.fork_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._fork:  # nobody waited for it
            os.kill(self._fork, signal.SIGKILL)
        self._process.communicate()  # closes both pipes, so that it ends

    def begin(self, order: Order) -> int:
        """Let a fork obey; return its process id. ``end`` must follow."""
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - pipes
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        self._fork = int(self._process.stdout.readline())
        return self._fork

    def end(self) -> int:
        """Wait for the fork; return its exit status."""
        assert self._process.stdout  # noqa: S101 - a pipe
        status = int(self._process.stdout.readline())
        self._fork = 0
        return status

    def run(self, order: Order, kill_after: float = _PATIENCE) -> int:
        """Let a fork obey, and end it after so many seconds; return its exit status."""
        pid = self.begin(order)
        timer = Timer(kill_after, os.kill, (pid, signal.SIGKILL))
        timer.start()
        try:
            return self.end()
        finally:
            timer.cancel()


def result_of(order: Order) -> dict[str, Any]:
    """Return what an order gave."""
    text = (Path(order.root) / f"{order.do}.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


@dataclass(frozen=True, slots=True)
class Point:
    """Where a session is ended.

    Attributes:
        after: the step that was done before; -1 for an empty folder.
        last: the last step that is begun.
        boundary: at which boundary, from 1; 0 when it is a time.
        seconds: after which time, when it is one.
        again: the boundary at which opening it again is ended too; 0 for none.
    """

    after: int
    last: int
    boundary: int = 0
    seconds: float = _PATIENCE
    again: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a folder was like after it was ended and opened again.

    Attributes:
        killed: it was ended before the steps were done.
        ready: seconds until it answered, and seconds of processor time for that, in a process that
            has loaded its libraries and dictionaries; to do that takes 2 to 3 s more.
        wrong: what is wrong with it, in words.
        asked: how many questions were answered by another process meanwhile.
    """

    point: Point
    killed: bool
    lost: int = 0
    duplicated: int = 0
    revived: int = 0
    ready: tuple[float, float] = (0.0, 0.0)
    wrong: list[str] = field(default_factory=list)
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """A session that went well, with its folder after each step, to end it at other points."""

    forks: Forks
    place: Place
    reference: Sequence[State]
    boundaries: Sequence[int]

    @classmethod
    def begin(cls, forks: Forks, folder: Path) -> "Trial":
        """Do the session undisturbed below ``folder``."""
        place = Place(folder / "root")
        place.root.mkdir(parents=True)
        order = Order("states", str(place.root))
        if forks.run(order):
            raise RuntimeError("the undisturbed session failed")
        found = result_of(order)["result"]
        return cls(forks, place, [State(**one) for one, _ in found], [n for _, n in found])

    def count(self, step: int) -> int:
        """Return how many boundaries a step has when it is begun in a process of its own."""
        self.restore(step - 1)
        order = Order("play_on", str(self.place.root), step)
        if self.forks.run(order):
            raise RuntimeError("an undisturbed step failed")
        return int(result_of(order)["boundaries"])

    def restore(self, after: int) -> None:
        """Make the folder what it was after a step; -1 makes it empty."""
        shutil.rmtree(self.place.root)
        if after < 0:
            self.place.root.mkdir()
        else:
            shutil.copytree(self.place.kept(after), self.place.root)

    def found(self) -> State:
        """Open the folder in a process of its own; return what it holds when all is done.

        Raises:
            RuntimeError: it cannot be opened.
        """
        order = Order("recover", str(self.place.root))
        if self.forks.run(order):
            raise RuntimeError("the folder does not open again")
        return State(**result_of(order)["result"]["state"])

    def end_at(self, point: Point, readers: Forks | None = None) -> Verdict:
        """End the session at a point while another process reads, and look what became of it."""
        root = str(self.place.root)
        self.restore(point.after)
        with _reading(readers, self.place) as answered:
            order = Order("play_on", root, point.last, point.boundary)
            killed = self.forks.run(order, point.seconds) < 0
            if point.again:
                self.forks.run(Order("recover", root, die_at=point.again))
            recovered = Order("recover", root)
            status = self.forks.run(recovered)
        if status:
            return Verdict(point, killed, wrong=[f"it does not open again: status {status}"])
        result = result_of(recovered)["result"]
        return self._judged(point, killed, result, answered)

    def _judged(
        self, point: Point, killed: bool, result: dict[str, Any], answered: list[int]
    ) -> Verdict:
        accepted = max(0, self.place.last("accepted", "done"))
        allowed = {accepted, max(accepted, self.place.last("begin"))}
        found = State(**result["state"])
        states = [self.reference[step] for step in sorted(allowed)]
        wanted = next((one for one in states if one.articles == found.articles), states[0])
        lost, more = wanted.missing_in(found), found.missing_in(wanted)
        known = {tuple(article) for article in wanted.articles}
        twice = sum(number for article, number in more.items() if article in known)
        wrong = list(found.faults)
        if found.answers not in [one.answers for one in states if one.articles == found.articles]:
            wrong.append(f"it answers otherwise than after steps {sorted(allowed)}")
        wrong += ["another process did not answer on"] * (0 in answered)
        return Verdict(
            point=point,
            killed=killed,
            lost=lost.total(),
            duplicated=twice,
            revived=more.total() - twice,
            ready=(result["ready"][0], result["ready"][1]),
            wrong=wrong,
            asked=sum(answered),
        )


def begin_beside(forks: Forks, order: Order) -> None:
    """Let a fork begin to read or work, and wait until it does."""
    forks.begin(order)
    deadline = time.monotonic() + _PATIENCE
    while not (Path(order.root) / "reading").exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"the process that is to {order.do} does not begin")
        time.sleep(0.02)


@contextmanager
def _reading(readers: Forks | None, place: Place) -> Iterator[list[int]]:
    """Let another process ask all the while; the list gets how often, 0 when it failed."""
    answered: list[int] = []
    if readers is None:
        yield answered
        return
    order = Order("read_on", str(place.root))
    begin_beside(readers, order)
    try:
        yield answered
    finally:
        (place.root / "stop").touch()
        failed = readers.end() != 0
        answered.append(0 if failed else int(result_of(order)["result"]))


def spread(counts: Sequence[int], number: int) -> list[Point]:
    """Return ``number`` boundaries spread evenly over all of the steps; -1 for every one."""
    every = [
        Point(step - 1, step, boundary)
        for step, count in enumerate(counts)
        for boundary in range(1, count + 1)
    ]
    if number < 0 or number >= len(every):
        return every
    return [every[place * len(every) // number] for place in range(number)]


STEPS = range(LAST + 1)
