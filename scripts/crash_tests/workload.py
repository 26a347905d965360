"""A workload of changes to a data folder, with a log of its progress that survives a crash."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from scripts.crash_tests import corpus
from scripts.crash_tests.encoders import record_encodings
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import Job, JobKind, PlannedFile
from service.settings import Settings

_POLL_SECONDS = 0.02
ROUND_SIZE = 16
"""Passages after which vectors are stored: so few that a step has several rounds."""
_SMALLER_PASSAGES = {"passage_minimum": 40, "passage_maximum": 120, "passage_overlap": 20}


class SilentWatcher:
    """A watcher that shows nothing."""

    def passages(self, done: int, total: int) -> None:
        """Show nothing."""

    def job(self, job: Job) -> None:
        """Show nothing."""


@dataclass(frozen=True, slots=True)
class SessionFolder:
    """The folder of a session: the data folder, the files that it reads, the log."""

    root: Path

    @property
    def files(self) -> Path:
        """The folder with the files to add."""
        return self.root / "files"

    @property
    def ready_file(self) -> Path:
        """Appears when a process beside the session is ready."""
        return self.root / "ready"

    @property
    def stop_file(self) -> Path:
        """Tells a process beside the session to stop."""
        return self.root / "stop"

    @property
    def encodings(self) -> Path:
        """The file that lists what was encoded in the background."""
        return self.root / "encodings"

    @property
    def second_encoder(self) -> Path:
        """The folder of the encoder to switch to; it is written once for all trials."""
        return self.root.with_name("second-encoder")

    def copy_after(self, step: int) -> Path:
        """Return the folder for the copy of this one after a step."""
        return self.root.with_name(f"after-{step}")

    def settings(self, step: int) -> Settings:
        """Return the settings in force from ``step`` on."""
        settings = Settings.load(data=self.root / "data", collection=self.root / "collection")
        if step >= REINDEX:
            settings = settings.model_copy(update=_SMALLER_PASSAGES)
        if step >= SWITCH_ENCODER:
            settings = settings.model_copy(update={"encoder": str(self.second_encoder)})
        return settings

    def log(self, event: str, step: int) -> None:
        """Append an event to the log, and wait until it is on the disk."""
        with (self.root / "log").open("a", encoding="utf-8") as log:
            log.write(json.dumps([event, step]) + "\n")
            log.flush()
            os.fsync(log.fileno())

    def logged(self) -> list[tuple[str, int]]:
        """Return the events of the log with their steps."""
        try:
            lines = (self.root / "log").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [(event, step) for event, step in map(json.loads, lines)]

    def last_logged(self, *events: str) -> int:
        """Return the last step with one of the events; -1 for none."""
        return max((step for event, step in self.logged() if event in events), default=-1)


class StepListener:
    """Is called while steps are run; does nothing."""

    def before_deepening(self) -> None:
        """Is called when the index is up to date and nothing is encoded yet."""

    def after_step(self, step: int, ingestion: Ingestion) -> None:
        """Is called when a step is done."""


Change = Callable[[Ingestion, Path], Job | None]
"""Requests a change, as a job or at once; when it returns, the change is accepted."""


def _add_six(ingestion: Ingestion, files: Path) -> Job:
    return ingestion.add([corpus.write_six(files)])


def _change_one(ingestion: Ingestion, files: Path) -> Job:
    return ingestion.add([corpus.write_page(files / "青山.txt", "青山", 50)])


def _delete_two(ingestion: Ingestion, files: Path) -> Job:
    """Delete a file, and one whose articles pass to another file with the same content."""
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


def _switch_encoder(ingestion: Ingestion, files: Path) -> None:
    """Do nothing: the settings name another encoder from this step on."""


CHANGES: tuple[Change, ...] = (
    _add_six,
    _change_one,
    _delete_two,
    _delete_article,
    _reindex,
    _roll_back,
    _add_again,
    _switch_encoder,
)
"""Change n is step n + 1; step 0 fills an empty folder."""
REINDEX = 5
SWITCH_ENCODER = 8
LAST_STEP = len(CHANGES)


def run_steps(
    folder: SessionFolder,
    last: int = LAST_STEP,
    listener: StepListener | None = None,
) -> None:
    """Run the steps up to ``last`` that the log does not have as done.

    In each, the index is brought up to date first, and then its passages are encoded.
    """
    done, starts = folder.last_logged("done"), (0, REINDEX, SWITCH_ENCODER, LAST_STEP + 1)
    for steps in (range(start, end) for start, end in pairwise(starts)):
        if left := [step for step in steps if done < step <= last]:
            _run(folder, left, listener or StepListener())


def _run(folder: SessionFolder, steps: list[int], listener: StepListener) -> None:
    """Run steps under the same settings, with a worker like the server's."""
    folder.log("begin", steps[0])
    if steps[0] == 0:
        corpus.write_collection(folder.root / "collection")
    ingestion = open_session(folder, steps[0])
    with ingestion.worker.working():
        for step in steps:
            if step:
                folder.log("begin", step)
                CHANGES[step - 1](ingestion, folder.files)
            folder.log("accepted", step)
            settle(ingestion)
            listener.before_deepening()
            deepen(ingestion)
            folder.log("done", step)
            listener.after_step(step, ingestion)


def open_session(folder: SessionFolder, step: int) -> Ingestion:
    """Open the folder as it is, with the settings of a step; record what is encoded."""
    ingestion = Ingestion.open_as_it_is(folder.settings(step), SilentWatcher())
    ingestion.deepening.round_size = ROUND_SIZE
    record_encodings(ingestion.workspace, folder.encodings)
    return ingestion


def deepen(ingestion: Ingestion) -> None:
    """Wait until all passages are encoded and no vector is left that is not needed."""
    ingestion.deepening.finish(lambda _: None)


def settle(ingestion: Ingestion, seconds: float = 60) -> None:
    """Wait until no job is left and the index is up to date with the library.

    Raises:
        TimeoutError: it takes longer.
    """
    deadline = time.monotonic() + seconds
    while ingestion.jobs.next() or _is_outdated(ingestion):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not finished after {seconds} s: {ingestion.jobs.next()}")
        ingestion.worker.wake()
        time.sleep(_POLL_SECONDS)


def _is_outdated(ingestion: Ingestion) -> bool:
    workspace = ingestion.workspace
    return workspace.snapshot().manifest.revision != workspace.library.revision
