"""A process of its own that indexes much, so that answers given meanwhile stay quick.

It is told its task and the settings on its first line of input. On its output it tells its
progress, a JSON list ``[done, total]`` a line, and what went wrong, a JSON string. It ends when the
task is done or its parent has ended. What it publishes, the parent finds in the data folder.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import TextIO

from embeddings.child_process import build_python_command
from embeddings.errors import StorageError, WenbaoError
from embeddings.index.generations import Generations
from embeddings.library.library import Library
from service.logs import log_to_standard_error
from service.settings import Settings
from service.workspace.index_maintenance import Progress, catch_up, load_analyzer, rebuild
from service.workspace.snapshot import Snapshot

# From how many passages on the second and a half that it takes to start is well spent.
WORTH_IT = 2_000
_FAILED, _UNWRITABLE = 3, 4  # exit status
_CATCH_UP, _REBUILD = "catch_up", "rebuild"


@dataclass
class IndexProcess:
    """Starts the process and listens to it."""

    settings: Settings
    _process: subprocess.Popen[str] | None = None
    _listener: Thread = field(default_factory=Thread)
    _fault: str = ""

    @property
    def is_running(self) -> bool:
        """Tell whether it is at work."""
        return self._process is not None and self._process.poll() is None

    def catch_up(self, progress: Progress) -> None:
        """Begin to bring the index up until little is left to do, unless that is under way."""
        if not self.is_running:
            self._start(_CATCH_UP, progress)

    def rebuild(self, progress: Progress) -> None:
        """Begin to build the index anew."""
        self._start(_REBUILD, progress)

    def _start(self, task: str, progress: Progress) -> None:
        self._fault = ""
        if self._process and not self.is_running:  # nobody waited for the one before
            self._end_of(self._process)
        self._process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
            build_python_command("service.workspace.index_process"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd="/",
        )
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        told = _wherever_it_runs(self.settings).model_dump(mode="json", include=_TOLD)
        self._process.stdin.write(json.dumps([task, told]) + "\n")
        self._process.stdin.flush()
        told_by = (self._process.stdout, progress)
        self._listener = Thread(target=self._listen, args=told_by, daemon=True)
        self._listener.start()

    def wait(self) -> None:
        """Wait until it has ended, if it was started.

        Raises:
            StorageError: it could not write the index.
            WenbaoError: the new index is of no use.
        """
        process = self._process
        if process is None:
            return
        status = self._end_of(process)
        self._process = None
        if status == _UNWRITABLE:
            raise StorageError(self._fault)
        if status:
            raise WenbaoError(self._fault or f"the indexing process ended with status {status}")

    def _end_of(self, process: subprocess.Popen[str]) -> int:
        """Wait for the end of a process, close its pipes, and return its exit status."""
        with process:
            status = process.wait()
            self._listener.join()
        return status

    def stop(self) -> None:
        """End it; nothing that it has published is lost."""
        if self._process is not None:
            self._process.kill()

    def _listen(self, output: TextIO, progress: Progress) -> None:
        for line in output:
            told = json.loads(line)
            if isinstance(told, str):
                self._fault = told
            else:
                progress(*told)


# What decides about an index; the rest, with its secrets, is not handed over.
_TOLD = {"data", "encoder", "user_words"} | {
    f"passage_{name}" for name in ("minimum", "maximum", "overlap")
}


def _wherever_it_runs(settings: Settings) -> Settings:
    """Return the settings with absolute paths: the process has another working folder."""
    words, encoder = settings.user_words, Path(settings.encoder)
    paths = {
        "data": settings.data.absolute(),
        "user_words": words and words.absolute(),
        "encoder": str(encoder.absolute()) if encoder.is_dir() else settings.encoder,
    }
    return settings.model_copy(update=paths)


def main() -> None:
    """Do what the first line of input says."""
    log_to_standard_error()
    task, told = json.loads(sys.stdin.readline())
    Thread(target=_end_with_parent, daemon=True).start()
    settings = Settings.model_validate(told)
    try:
        (_rebuild if task == _REBUILD else _catch_up)(settings)
    except WenbaoError as error:
        _tell(str(error))
        raise SystemExit(_UNWRITABLE if isinstance(error, StorageError) else _FAILED) from error


def _catch_up(settings: Settings) -> None:
    library, analyzer = Library(settings.library_path), load_analyzer(settings)
    current = Generations(settings.index_folder).current
    snapshot = Snapshot.open_as_made(current, library, analyzer)
    while abs(library.passages.count() - len(snapshot.index.vectors)) >= WORTH_IT:
        snapshot = catch_up(settings, library, snapshot, _tell_progress)


def _rebuild(settings: Settings) -> None:
    rebuild(settings, Library(settings.library_path), load_analyzer(settings), _tell_progress)


def _tell_progress(done: int, total: int) -> None:
    _tell([done, total])


def _tell(told: str | list[int]) -> None:
    with suppress(BrokenPipeError):
        print(json.dumps(told), flush=True)  # noqa: T201 - to the parent


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
