"""A process of its own that indexes much, so that answers given meanwhile stay quick.

It is told the settings on its first line of input, tells its progress on its output, a JSON list
``[done, total]`` a line, and ends when the index has caught up, or its parent has ended. What it
publishes, the parent finds in the data folder.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import TextIO

from embeddings.errors import StorageError
from embeddings.generations import Generations
from embeddings.library import Library
from service.settings import Settings
from service.snapshot import Snapshot
from service.upkeep import Progress, catch_up, load_tools

# From how many passages on the two seconds that it takes to start are well spent.
WORTH_IT = 2_000
_FULL_DISK = 3  # exit status


@dataclass
class IndexProcess:
    """Starts the process and listens to it."""

    settings: Settings
    progress: Progress
    _process: subprocess.Popen[str] | None = None
    _listener: Thread = field(default_factory=Thread)

    @property
    def is_running(self) -> bool:
        """Tell whether it is at work."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Begin to bring the index up, unless that is under way."""
        if self.is_running:
            return
        self._process = subprocess.Popen(
            [sys.executable, "-m", "service.index_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        self._process.stdin.write(self.settings.model_dump_json(include=_TOLD) + "\n")
        self._process.stdin.flush()
        self._listener = Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()

    def wait(self) -> None:
        """Wait until it has ended, if it was started.

        Raises:
            StorageError: it could not write the index.
        """
        if self._process is None:
            return
        status = self._process.wait()
        self._listener.join()
        self._process = None
        if status == _FULL_DISK:
            raise StorageError("the index could not be written: see the lines above")

    def stop(self) -> None:
        """End it; nothing that it has published is lost."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _listen(self, output: TextIO) -> None:
        for line in output:
            done, total = json.loads(line)
            self.progress(done, total)


# What decides about an index; the rest, with its secrets, is not handed over.
_TOLD = {"data", "encoder", "user_words"} | {
    f"passage_{name}" for name in ("minimum", "maximum", "overlap")
}


def main() -> None:
    """Bring the index up until little is left to do."""
    settings = Settings.model_validate_json(sys.stdin.readline())
    Thread(target=_end_with_parent, daemon=True).start()
    library, tools = Library(settings.library_path), load_tools(settings)
    current = Generations(settings.index_folder).current
    snapshot = Snapshot.open_as_made(current, library, tools)
    try:
        while library.count_passages() - len(snapshot.index.vectors) >= WORTH_IT:
            snapshot = catch_up(settings, library, snapshot, _tell)
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(_FULL_DISK) from error


def _tell(done: int, total: int) -> None:
    with suppress(BrokenPipeError):
        print(json.dumps([done, total]), flush=True)  # noqa: T201 - to the parent


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
