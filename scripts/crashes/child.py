"""A warmed-up process that forks one that does what it is ordered, and may die at a boundary.

Orders come as lines of JSON; for each, the process id of the fork goes out on a line, and then, when
it has ended, its exit status: negative for a signal.
"""

import json
import os
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings import faults
from embeddings.terms import segmenter_with
from scripts.crashes.looking import State
from scripts.crashes.session import Place, Silent, play, settle
from scripts.crashes.texts import QUESTIONS
from service.archive import Archive
from service.assistant import Assistant
from service.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Order:
    """What a fork is to do.

    Attributes:
        do: the name of one of the functions below.
        root: the folder in which it takes place.
        die_at: the boundary at which it ends itself, from 1; 0 for none.
    """

    do: str
    root: str
    die_at: int = 0


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


def play_on(place: Place, boundaries: Boundaries) -> Any:
    """Do what is left of the session; return the number of boundaries."""
    play(place)
    return boundaries.count


def states(place: Place, boundaries: Boundaries) -> Any:
    """Do the session; return the state after each step."""
    found: list[Any] = []
    play(place, lambda _, archive: found.append(State.of(archive).as_json()))
    return found


def recover(place: Place, boundaries: Boundaries) -> Any:
    """Open the folder as the server does, and let the worker finish what is left."""
    began = time.monotonic()
    step = max((step for _, step in place.told()), default=0)
    archive = Archive.open_to_serve(place.settings(step), Silent())
    Assistant(archive.workspace).ask(QUESTIONS[0])
    ready = time.monotonic() - began
    settle(archive)
    return {"ready": ready, "state": State.of(archive).as_json(), "boundaries": boundaries.count}


def read_on(place: Place, boundaries: Boundaries) -> Any:
    """Ask again and again, without changing anything, until the file ``stop`` is there."""
    workspace = Workspace.open_to_serve(place.settings(0), lambda *_: None)
    assistant, first, asked = Assistant(workspace), workspace.snapshot().index.folder.name, 0
    (place.root / "reading").touch()
    while not (place.root / "stop").exists():
        answer = assistant.ask(QUESTIONS[asked % len(QUESTIONS)])
        if asked % len(QUESTIONS) == 0 and not answer.quotes:
            raise AssertionError("the article that no step changes is not quoted")
        asked += 1
        time.sleep(0.01)
    return {"asked": asked, "first": first, "last": workspace.snapshot().index.folder.name}


_DOABLE = {function.__name__: function for function in (play_on, states, recover, read_on)}


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
    result = _DOABLE[order.do](place, boundaries)
    text = json.dumps(result, ensure_ascii=False)
    (place.root / f"{order.do}.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Obey until nobody orders any more."""
    segmenter_with()
    for line in sys.stdin:
        pid = _fork(Order(**json.loads(line)))
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
