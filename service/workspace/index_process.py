"""A separate process for indexing large amounts, so that answers stay fast in the meantime.

Its first line of input contains the task and the settings. It prints one JSON value per line: a
list ``[done, total]`` as progress, or a string as error message. It exits when the task is done or
its parent has exited. The parent finds the result in the data folder.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
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

# The number of passages from which its start-up time of 1.5 s pays off.
WORTH_IT = 2_000
_FAILED, _UNWRITABLE = 3, 4  # exit status
_CATCH_UP, _REBUILD = "catch_up", "rebuild"


@dataclass
class IndexProcess:
    """Starts the process and reads its output."""

    settings: Settings
    _process: subprocess.Popen[str] | None = None
    _listener: Thread = field(default_factory=Thread)
    _error: str = ""

    @property
    def is_running(self) -> bool:
        """Whether the process is running."""
        return self._process is not None and self._process.poll() is None

    def catch_up(self, progress: Progress) -> None:
        """Start to index the bulk of what is missing, unless the process is running already."""
        if not self.is_running:
            self._start(_CATCH_UP, progress)

    def rebuild(self, progress: Progress) -> None:
        """Start to rebuild the index."""
        self._start(_REBUILD, progress)

    def _start(self, task: str, progress: Progress) -> None:
        self._error = ""
        if self._process and not self.is_running:  # nobody waited for the previous one
            self._wait_for(self._process)
        self._process = subprocess.Popen(  # noqa: S603 - no untrusted input
            build_python_command("service.workspace.index_process"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd="/",
        )
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        settings = _make_paths_absolute(self.settings)
        fields = settings.model_dump(mode="json", include=_INDEX_SETTINGS)
        self._process.stdin.write(json.dumps([task, fields]) + "\n")
        self._process.stdin.flush()
        arguments = (self._process.stdout, progress)
        self._listener = Thread(target=self._listen, args=arguments, daemon=True)
        self._listener.start()

    def wait(self) -> None:
        """Wait for the process to exit, if it was started.

        Raises:
            StorageError: it could not write the index.
            WenbaoError: it failed otherwise, or the new index is useless.
        """
        process = self._process
        if process is None:
            return
        status = self._wait_for(process)
        self._process = None
        if status == _UNWRITABLE:
            raise StorageError(self._error)
        if status:
            raise WenbaoError(self._error or f"the indexing process exited with status {status}")

    def _wait_for(self, process: subprocess.Popen[str]) -> int:
        """Wait for a process to exit, close its pipes, and return its exit status."""
        with process:
            status = process.wait()
            self._listener.join()
        return status

    def stop(self) -> None:
        """Kill the process; what it has published stays."""
        if self._process is not None:
            self._process.kill()

    def _listen(self, output: TextIO, progress: Progress) -> None:
        for line in output:
            message = json.loads(line)
            if isinstance(message, str):
                self._error = message
            else:
                progress(*message)


# The settings that affect an index; the others, secrets included, are not passed on.
_INDEX_SETTINGS = {"data", "user_words", "log_format", "log_level"} | {
    f"passage_{name}" for name in ("minimum", "maximum", "overlap")
}


def _make_paths_absolute(settings: Settings) -> Settings:
    """Return the settings with absolute paths: the process has another working directory."""
    words = settings.user_words
    paths = {"data": settings.data.absolute(), "user_words": words and words.absolute()}
    return settings.model_copy(update=paths)


def main() -> None:
    """Run the task in the first line of input."""
    log_to_standard_error()
    task, fields = json.loads(sys.stdin.readline())
    Thread(target=_exit_with_parent, daemon=True).start()
    settings = Settings.model_validate(fields)
    log_to_standard_error(settings.log_format, settings.log_level)
    try:
        (_rebuild if task == _REBUILD else _catch_up)(settings)
    except WenbaoError as error:
        _print_message(str(error))
        raise SystemExit(_UNWRITABLE if isinstance(error, StorageError) else _FAILED) from error


def _catch_up(settings: Settings) -> None:
    library, analyzer = Library(settings.library_path), load_analyzer(settings)
    current = Generations(settings.index_folder).current
    snapshot = Snapshot.open_as_made(current, library, analyzer)
    while abs(library.passages.count() - len(snapshot.index.vectors)) >= WORTH_IT:
        snapshot = catch_up(settings, library, snapshot, _print_progress)


def _rebuild(settings: Settings) -> None:
    rebuild(settings, Library(settings.library_path), load_analyzer(settings), _print_progress)


def _print_progress(done: int, total: int) -> None:
    _print_message([done, total])


def _print_message(message: str | list[int]) -> None:
    with suppress(BrokenPipeError):
        print(json.dumps(message), flush=True)  # noqa: T201 - to the parent


def _exit_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
