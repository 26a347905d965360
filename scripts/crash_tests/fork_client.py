"""The parent's side of the fork server: start children, wait for them, kill them."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

from embeddings.encoding.model_folder import STATIC_ENCODER
from scripts.crash_tests.fork_server import Task
from scripts.crash_tests.workload import SessionFolder

_ROOT = Path(__file__).parents[2]
TIMEOUT = 600.0  # for a busy machine
_POLL_SECONDS = 0.02


class ForkServer:
    """A fork server process; used from one thread, with one child at a time."""

    def __init__(self, encoder: Path = STATIC_ENCODER) -> None:
        """Start it; ``encoder`` takes the place of the transformer, which is slower."""
        self._child = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "scripts.crash_tests.fork_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env=os.environ | {"WENBAO_ENCODER": str(encoder)},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._child:  # nobody waited for it
            os.kill(self._child, signal.SIGKILL)
        self._process.communicate()  # closes both pipes, which ends the server

    def start(self, task: Task) -> int:
        """Start a child for a task; return its process id. ``wait`` must follow."""
        assert self._process.stdin and self._process.stdout  # noqa: S101, PT018 - pipes
        self._process.stdin.write(json.dumps(asdict(task)) + "\n")
        self._process.stdin.flush()
        self._child = int(self._process.stdout.readline())
        return self._child

    def wait(self) -> int:
        """Wait for the child; return its exit status."""
        assert self._process.stdout  # noqa: S101 - a pipe
        status = int(self._process.stdout.readline())
        self._child = 0
        return status

    def run(self, task: Task, kill_after: float = TIMEOUT) -> int:
        """Run a task, killing the child after so many seconds; return its exit status."""
        pid = self.start(task)
        timer = Timer(kill_after, os.kill, (pid, signal.SIGKILL))
        timer.start()
        try:
            return self.wait()
        finally:
            timer.cancel()

    def start_beside(self, task: Task) -> None:
        """Start a task that runs until it is stopped, and wait until it is ready."""
        self.start(task)
        ready = SessionFolder(Path(task.root)).ready_file
        deadline = time.monotonic() + TIMEOUT
        while not ready.exists():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{task.action} did not get ready within {TIMEOUT:.0f} s")
            time.sleep(_POLL_SECONDS)


def result_of(task: Task) -> dict[str, Any]:
    """Return the result that a task left behind."""
    text = (Path(task.root) / f"{task.action}.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result
