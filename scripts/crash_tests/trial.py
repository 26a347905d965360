"""Kill a session at one point, open its folder again, and check what is left."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.crash_tests.encoders import write_static_encoder
from scripts.crash_tests.fork_client import TIMEOUT, ForkServer, result_of
from scripts.crash_tests.fork_server import Task
from scripts.crash_tests.state import State
from scripts.crash_tests.workload import LAST_STEP, SessionFolder

STEPS = range(LAST_STEP + 1)
_DIMENSION = 64  # of the encoder to switch to


@dataclass(frozen=True, slots=True)
class CrashPoint:
    """Where a session is killed.

    Attributes:
        after_step: the step that was done before; -1 for an empty folder.
        last_step: the last step that may start.
        failpoint: the failpoint to be killed at, counted from 1; 0 to be killed by time.
        deepening: whether that is counted from when the last step's passages are encoded.
        seconds: the time until then.
        again: the failpoint at which the recovery is killed as well; 0 for none.
    """

    after_step: int
    last_step: int
    failpoint: int = 0
    deepening: bool = False
    seconds: float = TIMEOUT
    again: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a folder held after it was killed and opened again.

    Attributes:
        killed: whether it was killed before the steps were done.
        lost: articles that are missing.
        duplicated: articles that are there twice.
        revived: articles that had been deleted.
        ready: seconds until the first answer, and processor seconds for it, in a process with its
            libraries, dictionaries and encoder loaded (loading takes 2 to 3 s more).
        encoded_again: passages that were encoded although they had a vector.
        redone: passages that were encoded again because they had not been stored.
        problems: everything else that is wrong, in words.
        questions: how many questions another process answered meanwhile.
    """

    point: CrashPoint
    killed: bool
    lost: int = 0
    duplicated: int = 0
    revived: int = 0
    ready: tuple[float, float] = (0.0, 0.0)
    encoded_again: int = 0
    redone: int = 0
    problems: list[str] = field(default_factory=list)
    questions: int = 0

    @property
    def is_bad(self) -> bool:
        """Whether anything is wrong."""
        counts = (self.lost, self.duplicated, self.revived, self.encoded_again)
        return any(counts) or bool(self.problems)


@dataclass(frozen=True, slots=True)
class Trial:
    """An undisturbed session, with a copy of its folder after each step to start from.

    Attributes:
        server: runs the tasks.
        folder: the session's folder.
        expected: the state after each step.
        failpoints: how many failpoints each step has before its passages are encoded.
        deepening: how many each has from then on.
    """

    server: ForkServer
    folder: SessionFolder
    expected: Sequence[State]
    failpoints: Sequence[int]
    deepening: Sequence[int]

    @classmethod
    def record(cls, server: ForkServer, parent: Path) -> "Trial":
        """Run the workload undisturbed below ``parent``."""
        folder = SessionFolder(parent / "root")
        folder.root.mkdir(parents=True)
        write_static_encoder(folder.second_encoder, _DIMENSION)
        task = Task("record", str(folder.root))
        if server.run(task):
            raise RuntimeError("the undisturbed session failed")
        recorded = result_of(task)["result"]
        states = [State(**state) for state, _ in recorded]
        before, deepening = zip(*(counts for _, counts in recorded), strict=True)
        return cls(server, folder, states, before, deepening)

    def count_failpoints(self, step: int) -> tuple[int, int]:
        """Return how many failpoints a step has in its own process, before deepening and in it."""
        self.restore(step - 1)
        task = Task("resume", str(self.folder.root), step)
        if self.server.run(task):
            raise RuntimeError("an undisturbed step failed")
        [(before, deepening)] = result_of(task)["result"]
        return before, deepening

    def restore(self, step: int) -> None:
        """Bring the folder back to what it was after a step; -1 empties it."""
        shutil.rmtree(self.folder.root)
        if step < 0:
            self.folder.root.mkdir()
        else:
            shutil.copytree(self.folder.copy_after(step), self.folder.root)

    def recovered_state(self) -> State:
        """Open the folder in a process of its own; return its state once all work is done.

        Raises:
            RuntimeError: it cannot be opened.
        """
        task = Task("recover", str(self.folder.root))
        if self.server.run(task):
            raise RuntimeError("the folder does not open again")
        return State(**result_of(task)["result"]["state"])

    def crash_at(self, point: CrashPoint, asking: ForkServer | None = None) -> Verdict:
        """Kill the session at a point, maybe with another process asking, and check the rest."""
        root = str(self.folder.root)
        self.restore(point.after_step)
        with _asking(asking, self.folder) as answered:
            task = _build_task(root, point)
            killed = self.server.run(task, point.seconds) < 0
            if point.again:
                self.server.run(Task("recover", root, kill_at=point.again))
            recovery = Task("recover", root)
            status = self.server.run(recovery)
        if status:
            return Verdict(point, killed, problems=[f"it does not open again: status {status}"])
        result = result_of(recovery)["result"]
        return self._judge(point, killed, result, answered)

    def _judge(
        self, point: CrashPoint, killed: bool, result: dict[str, Any], answered: list[int]
    ) -> Verdict:
        """Compare with the states after the last accepted step and the one under way."""
        accepted = max(0, self.folder.last_logged("accepted", "done"))
        allowed = sorted({accepted, max(accepted, self.folder.last_logged("begin"))})
        found = State(**result["state"])
        states = [self.expected[step] for step in allowed]
        same = [state for state in states if state.articles == found.articles]
        wanted = (same or states)[0]
        lost, extra = wanted.missing_in(found), found.missing_in(wanted)
        known = {tuple(article) for article in wanted.articles}
        duplicated = sum(number for article, number in extra.items() if article in known)
        problems = list(found.problems)
        if found.answers not in [state.answers for state in same]:
            problems.append(f"its answers differ from those after steps {allowed}")
        if 0 in answered:
            problems.append("another process stopped answering")
        return Verdict(
            point=point,
            killed=killed,
            lost=lost.total(),
            duplicated=duplicated,
            revived=extra.total() - duplicated,
            ready=(result["ready"][0], result["ready"][1]),
            encoded_again=result["again"][0],
            redone=result["again"][1],
            problems=problems,
            questions=sum(answered),
        )


def _build_task(root: str, point: CrashPoint) -> Task:
    if point.deepening:
        return Task("resume", root, point.last_step, kill_deepening_at=point.failpoint)
    return Task("resume", root, point.last_step, kill_at=point.failpoint)


@contextmanager
def _asking(server: ForkServer | None, folder: SessionFolder) -> Iterator[list[int]]:
    """Let another process ask meanwhile; the list gets its number of answers, 0 if it failed."""
    answered: list[int] = []
    if server is None:
        yield answered
        return
    task = Task("keep_asking", str(folder.root))
    server.start_beside(task)
    try:
        yield answered
    finally:
        folder.stop_file.touch()
        failed = server.wait() != 0
        answered.append(0 if failed else int(result_of(task)["result"]))


def spread(counts: Sequence[int], number: int, *, deepening: bool = False) -> list[CrashPoint]:
    """Return ``number`` failpoints, spread evenly, and one of each step left out; -1 for every one.

    ``counts`` holds the number of failpoints of each step, before or in ``deepening``.
    """
    points = [
        CrashPoint(step - 1, step, failpoint, deepening)
        for step, count in enumerate(counts)
        for failpoint in range(1, count + 1)
    ]
    if number < 0 or number >= len(points):
        return points
    spread_out = [points[place * len(points) // number] for place in range(number)]
    seen = {point.last_step for point in spread_out}
    alone = [
        CrashPoint(step - 1, step, 1, deepening)  # the one that every run has
        for step, count in enumerate(counts)
        if count and step not in seen
    ]
    return spread_out + alone
