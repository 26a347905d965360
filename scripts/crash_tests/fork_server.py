"""A fork server: a warmed-up process that forks a child for every task.

Tasks arrive as lines of JSON. For each, the server writes the child's process id on one line and,
once it has ended, its exit status on another (negative for a signal).
"""

import gc
import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from embeddings.encoding.encoder import Encoder, load_encoder
from embeddings.storage import failpoints
from embeddings.text.pinyin import load_confusable
from embeddings.text.terms import load_segmenter
from scripts.crash_tests.corpus import QUESTIONS
from scripts.crash_tests.encoders import StoredEncodings
from scripts.crash_tests.full_disk import FullDisk, deepen_on_full_disk, run_step_on_full_disk
from scripts.crash_tests.state import State
from scripts.crash_tests.workload import (
    LAST_STEP,
    SessionFolder,
    SilentWatcher,
    StepListener,
    deepen,
    open_session,
    run_steps,
    settle,
)
from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.questions.mention_questions import read_mention_question
from service.workspace.workspace import Workspace

_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Task:
    """What a child is to do.

    Attributes:
        action: the name of one of the functions below; its result goes to a file of that name.
        root: the session's folder.
        last_step: the last step of the workload to run.
        kill_at: the failpoint at which the child kills itself, counted from 1; 0 for none.
        kill_deepening_at: the same, counted from when the passages of a step are encoded.
        full_from: the write from which on the disk is full, counted from 1; 0 for none.
        size_limit: otherwise, the largest file in bytes while the disk is full.
    """

    action: str
    root: str
    last_step: int = LAST_STEP
    kill_at: int = 0
    kill_deepening_at: int = 0
    full_from: int = 0
    size_limit: int = 0


@dataclass
class FailpointCounter:
    """Counts the failpoints that are reached, and kills this process at one of them."""

    kill_at: int = 0
    count: int = 0

    def __call__(self, step: failpoints.Step, path: Path) -> None:
        """Count one more."""
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class StepCounter(StepListener):
    """Counts the failpoints of each step: those before its passages are encoded, and the rest.

    Attributes:
        kill_at: the failpoint of the rest at which this process is killed, counted from 1.
    """

    kill_at: int = 0
    counts: list[tuple[int, int]] = field(default_factory=list)
    _before: FailpointCounter = field(default_factory=FailpointCounter)
    _deepening: FailpointCounter = field(init=False)

    def __post_init__(self) -> None:
        failpoints.listeners.append(self._before)

    def before_deepening(self) -> None:
        """Count separately from now on."""
        failpoints.listeners.remove(self._before)
        self._deepening = FailpointCounter(self.kill_at)
        failpoints.listeners.append(self._deepening)

    def after_step(self, step: int, ingestion: Ingestion) -> None:
        """Note the counts and start again."""
        failpoints.listeners.remove(self._deepening)
        self.counts.append((self._before.count, self._deepening.count))
        self._before = FailpointCounter()
        failpoints.listeners.append(self._before)


@dataclass
class StepRecorder(StepCounter):
    """Records the state after each step, and keeps a copy of the folder."""

    folder: SessionFolder = field(kw_only=True)
    states: list[object] = field(default_factory=list)

    def after_step(self, step: int, ingestion: Ingestion) -> None:
        """Record a step."""
        super().after_step(step, ingestion)
        self.states.append(State.of(ingestion).as_json())
        self.folder.encodings.unlink(missing_ok=True)
        shutil.copytree(self.folder.root, self.folder.copy_after(step))


def resume(folder: SessionFolder, task: Task) -> object:
    """Run the steps that are left; return how many failpoints each had."""
    counter = StepCounter(task.kill_deepening_at)
    run_steps(folder, task.last_step, counter)
    return counter.counts


def record(folder: SessionFolder, task: Task) -> object:
    """Run the workload; return the state after each step and how many failpoints the step had.

    A copy of the folder is kept after each step.
    """
    recorder = StepRecorder(folder=folder)
    run_steps(folder, task.last_step, recorder)
    return list(zip(recorder.states, recorder.counts, strict=True))


def recover(folder: SessionFolder, task: Task) -> object:
    """Open the folder as the server does, and let it finish what is left."""
    started, used = time.monotonic(), time.process_time()
    ingestion = open_session(folder, folder.last_logged("begin"))
    stored = StoredEncodings.of(ingestion.workspace, folder.encodings)
    ingestion.start()
    Assistant(ingestion.workspace).ask(QUESTIONS[0])
    ready = (time.monotonic() - started, time.process_time() - used)
    settle(ingestion)
    deepen(ingestion)
    again = stored.count_again(ingestion.workspace, folder.encodings)
    return {"ready": ready, "state": State.of(ingestion).as_json(), "again": again}


def keep_asking(folder: SessionFolder, task: Task) -> object:
    """Ask questions, changing nothing, until there is a file ``stop``; return how many."""
    settings = folder.settings(folder.last_logged("done"))
    assistant = Assistant(Workspace.open_to_serve(settings, lambda *_: None))
    asked = 0
    folder.ready_file.touch()
    while not folder.stop_file.exists():
        answer = assistant.ask(QUESTIONS[asked % len(QUESTIONS)])
        if asked % len(QUESTIONS) == 0 and not answer.quotes:
            raise AssertionError("the article that no step changes is not quoted")
        asked += 1
        time.sleep(_POLL_SECONDS)
    return asked


def keep_working(folder: SessionFolder, task: Task) -> object:
    """Run a worker as the server does, until there is a file ``stop``."""
    ingestion = Ingestion.open_to_serve(
        folder.settings(folder.last_logged("done")), SilentWatcher()
    )
    while not ingestion.worker.lock.is_held:
        time.sleep(_POLL_SECONDS)
    folder.ready_file.touch()
    while not folder.stop_file.exists():
        time.sleep(_POLL_SECONDS)
    return None


def fill_disk(folder: SessionFolder, task: Task) -> object:
    """Run a step while the disk is full."""
    disk = FullDisk(task.full_from, task.size_limit)
    return asdict(run_step_on_full_disk(folder, task.last_step, disk))


def fill_disk_while_deepening(folder: SessionFolder, task: Task) -> object:
    """Encode all passages while the disk is full."""
    disk = FullDisk(task.full_from, task.size_limit)
    return asdict(deepen_on_full_disk(folder, task.last_step, disk))


_Action = Callable[[SessionFolder, Task], object]
_ACTIONS: dict[str, _Action] = {
    "resume": resume,
    "record": record,
    "recover": recover,
    "keep_asking": keep_asking,
    "keep_working": keep_working,
    "fill_disk": fill_disk,
    "fill_disk_while_deepening": fill_disk_while_deepening,
}


def _fork(task: Task) -> int:
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            _perform(task)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return pid


def _perform(task: Task) -> None:
    folder, counter = SessionFolder(Path(task.root)), FailpointCounter(task.kill_at)
    failpoints.listeners.append(counter)
    result = {"result": _ACTIONS[task.action](folder, task), "failpoints": counter.count}
    text = json.dumps(result, ensure_ascii=False)
    (folder.root / f"{task.action}.json").write_text(text, encoding="utf-8")


@cache
def _load_for_all() -> Encoder:
    """Load what every child would load: the dictionaries, and the encoder that the cache keeps."""
    segmenter = load_segmenter(())
    segmenter.load_whole()
    read_mention_question(QUESTIONS[0], segmenter.words)
    load_confusable()
    return load_encoder()


def main() -> None:
    """Perform tasks until standard input is closed."""
    _load_for_all()
    gc.freeze()  # a child's collector need not look at it, or copy its pages
    for line in sys.stdin:
        pid = _fork(Task(**json.loads(line)))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
