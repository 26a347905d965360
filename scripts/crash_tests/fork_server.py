"""A fork server: a warmed-up process that forks a child for every task.

Tasks arrive as lines of JSON. For each, the server writes the child's process id on one line and,
once it has ended, its exit status on another (negative for a signal).
"""

import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from embeddings.storage import failpoints
from embeddings.text.terms import load_segmenter
from scripts.crash_tests.corpus import QUESTIONS
from scripts.crash_tests.full_disk import FullDisk, run_step_on_full_disk
from scripts.crash_tests.state import State
from scripts.crash_tests.workload import LAST_STEP, SessionFolder, SilentWatcher, run_steps, settle
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
        full_from: the write from which on the disk is full, counted from 1; 0 for none.
        size_limit: otherwise, the largest file in bytes while the disk is full.
    """

    action: str
    root: str
    last_step: int = LAST_STEP
    kill_at: int = 0
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


def resume(folder: SessionFolder, task: Task) -> object:
    """Run the steps that are left."""
    run_steps(folder, task.last_step)
    return None


def record(folder: SessionFolder, task: Task) -> object:
    """Run the workload; return the state after each step and how many failpoints the step had.

    A copy of the folder is kept after each step.
    """
    recorded: list[object] = []
    counter = FailpointCounter()
    failpoints.listeners.append(counter)

    def after_step(step: int, ingestion: Ingestion) -> None:
        recorded.append((State.of(ingestion).as_json(), counter.count))
        counter.count = 0
        shutil.copytree(folder.root, folder.copy_after(step))

    run_steps(folder, task.last_step, after_step)
    return recorded


def recover(folder: SessionFolder, task: Task) -> object:
    """Open the folder as the server does, and let the worker finish what is left."""
    started, used = time.monotonic(), time.process_time()
    ingestion = Ingestion.open_to_serve(
        folder.settings(folder.last_logged("begin")), SilentWatcher()
    )
    Assistant(ingestion.workspace).ask(QUESTIONS[0])
    ready = (time.monotonic() - started, time.process_time() - used)
    settle(ingestion)
    return {"ready": ready, "state": State.of(ingestion).as_json()}


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


_Action = Callable[[SessionFolder, Task], object]
_ACTIONS: dict[str, _Action] = {
    "resume": resume,
    "record": record,
    "recover": recover,
    "keep_asking": keep_asking,
    "keep_working": keep_working,
    "fill_disk": fill_disk,
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


def main() -> None:
    """Perform tasks until standard input is closed."""
    segmenter = load_segmenter(())  # loaded once, for every child
    segmenter.load_whole()
    read_mention_question(QUESTIONS[0], segmenter.words)
    for line in sys.stdin:
        pid = _fork(Task(**json.loads(line)))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
