"""A warmed-up process that forks one that does what it is ordered, and may die at a boundary.

Orders come as lines of JSON. For each, the process id of the fork goes out on a line, and when it
has ended its exit status, negative for a signal, on another.
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

from embeddings.storage import failpoints as faults
from embeddings.text.terms import load_segmenter
from scripts.crash_tests.corpus import QUESTIONS
from scripts.crash_tests.full_disk import Fullness, change_on_a_full_disk
from scripts.crash_tests.state import State
from scripts.crash_tests.workload import LAST, Place, Silent, play, settle
from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.questions.mention_questions import read_mention_question
from service.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Order:
    """What a fork is to do.

    Attributes:
        do: the name of one of the functions below; its result goes to a file of that name.
        root: the folder in which it takes place.
        last: the last step of the session that it does.
        die_at: the boundary at which it ends itself, from 1; 0 for none.
        full_from: the boundary from which on the disk is full; 0 for none.
        limit: the bytes that a file may have while the disk is full, if that is said so.
    """

    do: str
    root: str
    last: int = LAST
    die_at: int = 0
    full_from: int = 0
    limit: int = 0


@dataclass
class Boundaries:
    """Counts the boundaries, and ends this process at one of them."""

    die_at: int = 0
    count: int = 0

    def __call__(self, step: faults.Step, path: Path) -> None:
        """Count one more."""
        self.count += 1
        if self.count == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def play_on(place: Place, order: Order) -> object:
    """Do what is left of the session."""
    play(place, order.last)
    return None


def states(place: Place, order: Order) -> object:
    """Do the session; return after each step the state, and how many boundaries it had.

    A copy of the folder is kept.
    """
    found: list[object] = []
    boundaries = Boundaries()
    faults.listeners.append(boundaries)

    def after_step(step: int, ingestion: Ingestion) -> None:
        found.append((State.of(ingestion).as_json(), boundaries.count))
        boundaries.count = 0
        shutil.copytree(place.root, place.kept(step))

    play(place, order.last, after_step)
    return found


def recover(place: Place, order: Order) -> object:
    """Open the folder as the server does, and let the worker finish what is left."""
    began, used = time.monotonic(), time.process_time()
    ingestion = Ingestion.open_to_serve(place.settings(place.last("begin")), Silent())
    Assistant(ingestion.workspace).ask(QUESTIONS[0])
    ready = (time.monotonic() - began, time.process_time() - used)
    settle(ingestion)
    return {"ready": ready, "state": State.of(ingestion).as_json()}


def read_on(place: Place, order: Order) -> object:
    """Ask again and again, without changing anything, until there is a file ``stop``."""
    workspace = Workspace.open_to_serve(place.settings(place.last("done")), lambda *_: None)
    assistant, asked = Assistant(workspace), 0
    (place.root / "reading").touch()
    while not (place.root / "stop").exists():
        answer = assistant.ask(QUESTIONS[asked % len(QUESTIONS)])
        if asked % len(QUESTIONS) == 0 and not answer.quotes:
            raise AssertionError("the article that no step changes is not quoted")
        asked += 1
        time.sleep(0.02)
    return asked


def work_on(place: Place, order: Order) -> object:
    """Work as the server does, until there is a file ``stop``."""
    ingestion = Ingestion.open_to_serve(place.settings(place.last("done")), Silent())
    while not ingestion.worker.lock.is_held:
        time.sleep(0.02)
    (place.root / "reading").touch()
    while not (place.root / "stop").exists():
        time.sleep(0.02)
    return None


def fill_disk(place: Place, order: Order) -> object:
    """Do a step while the disk is full."""
    return asdict(change_on_a_full_disk(place, order.last, Fullness(order.full_from, order.limit)))


_Doing = Callable[[Place, Order], object]
_DOABLE: dict[str, _Doing] = {
    "play_on": play_on,
    "states": states,
    "recover": recover,
    "read_on": read_on,
    "work_on": work_on,
    "fill_disk": fill_disk,
}


def _fork(order: Order) -> int:
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            _obey(order)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return pid


def _obey(order: Order) -> None:
    place, boundaries = Place(Path(order.root)), Boundaries(order.die_at)
    faults.listeners.append(boundaries)
    result = {"result": _DOABLE[order.do](place, order), "boundaries": boundaries.count}
    text = json.dumps(result, ensure_ascii=False)
    (place.root / f"{order.do}.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Obey until nobody orders any more."""
    segmenter = load_segmenter(())  # every fork needs it
    segmenter.load_whole()
    read_mention_question(QUESTIONS[0], segmenter.words)
    for line in sys.stdin:
        pid = _fork(Order(**json.loads(line)))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
