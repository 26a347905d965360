"""A session of changes of a data folder; what was accepted is told to a log that outlives it."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.crash_tests import corpus
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import Job, JobKind, PlannedFile
from service.settings import Settings

_LOOK_SECONDS = 0.02
_SMALLER = {"passage_minimum": 40, "passage_maximum": 120, "passage_overlap": 20}


class Silent:
    """A watcher that shows nothing."""

    def passages(self, done: int, total: int) -> None:
        """Show nothing."""

    def job(self, job: Job) -> None:
        """Show nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session takes place: a data folder, the files it reads, the log."""

    root: Path

    @property
    def files(self) -> Path:
        """The folder of the files that are added."""
        return self.root / "files"

    def kept(self, step: int) -> Path:
        """Return where the copy of this folder after a step is."""
        return self.root.with_name(f"after-{step}")

    def settings(self, step: int) -> Settings:
        """Return the settings that hold from ``step`` on."""
        settings = Settings.load(data=self.root / "data", collection=self.root / "collection")
        return settings.model_copy(update=_SMALLER) if step >= REINDEX else settings

    def tell(self, what: str, step: int) -> None:
        """Write a line to the log that no crash takes back."""
        with (self.root / "log").open("a", encoding="utf-8") as log:
            log.write(json.dumps([what, step]) + "\n")
            log.flush()
            os.fsync(log.fileno())

    def told(self) -> list[tuple[str, int]]:
        """Return the lines of the log."""
        try:
            lines = (self.root / "log").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [(what, step) for what, step in map(json.loads, lines)]

    def last(self, *told: str) -> int:
        """Return the last step of which one of the words was told; -1 for none."""
        return max((step for what, step in self.told() if what in told), default=-1)


Change = Callable[[Ingestion, Path], Job | None]
"""Writes a job down, or does without one; when it returns, the change is accepted."""


def _add_six(ingestion: Ingestion, files: Path) -> Job:
    return ingestion.add([corpus.write_six(files)])


def _change_one(ingestion: Ingestion, files: Path) -> Job:
    return ingestion.add([corpus.write_page(files / "青山.txt", "青山", 50)])


def _delete_two(ingestion: Ingestion, files: Path) -> Job:
    """Delete a file, and one whose articles another of the same content takes over."""
    gone = [PlannedFile("白沙.md", ""), PlannedFile("红石.txt", "")]
    return ingestion.create(JobKind.REFRESH, gone)


def _delete_article(ingestion: Ingestion, files: Path) -> None:
    library = ingestion.workspace.library
    row = next(one for one in library.articles.page() if one.title == corpus.DELETED_ROW)
    library.delete_article(row.id)
    ingestion.worker.wake()


def _reindex(ingestion: Ingestion, files: Path) -> Job:
    return ingestion.reindex()


def _roll_back(ingestion: Ingestion, files: Path) -> None:
    ingestion.workspace.roll_back()


def _add_again(ingestion: Ingestion, files: Path) -> Job:
    new = corpus.write_page(files / "新村.txt", "新村", 60)
    return ingestion.add([files / "白沙.md", new])


CHANGES: tuple[Change, ...] = (
    _add_six,
    _change_one,
    _delete_two,
    _delete_article,
    _reindex,
    _roll_back,
    _add_again,
)
"""Change n is step n + 1; step 0 is the filling of an empty folder."""
REINDEX = 5
LAST = len(CHANGES)


def play(
    place: Place, last: int = LAST, after_step: Callable[[int, Ingestion], None] = lambda *_: None
) -> None:
    """Do the steps up to ``last`` that the log does not tell of yet."""
    done = place.last("done")
    for steps in (range(REINDEX), range(REINDEX, LAST + 1)):
        if left := [step for step in steps if done < step <= last]:
            _play(place, left, after_step)


def _play(place: Place, steps: list[int], after_step: Callable[[int, Ingestion], None]) -> None:
    """Do steps of the same settings, with a worker as the server has it."""
    place.tell("begin", steps[0])
    if steps[0] == 0:
        corpus.write_collection(place.root / "collection")
    ingestion = Ingestion.open_as_it_is(place.settings(steps[0]), Silent())
    with ingestion.worker.working():
        for step in steps:
            if step:
                place.tell("begin", step)
                CHANGES[step - 1](ingestion, place.files)
            place.tell("accepted", step)
            settle(ingestion)
            place.tell("done", step)
            after_step(step, ingestion)


def settle(ingestion: Ingestion, seconds: float = 60) -> None:
    """Wait until nothing is left to do and the index shows the library.

    Raises:
        TimeoutError: that takes too long.
    """
    deadline = time.monotonic() + seconds
    while ingestion.jobs.next() or _behind(ingestion):
        if time.monotonic() > deadline:
            raise TimeoutError(f"still to do after {seconds} s: {ingestion.jobs.next()}")
        ingestion.worker.wake()
        time.sleep(_LOOK_SECONDS)


def _behind(ingestion: Ingestion) -> bool:
    workspace = ingestion.workspace
    return workspace.snapshot().manifest.revision != workspace.library.revision
