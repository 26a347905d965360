"""Reads files in a separate process, so that a hostile or broken one can do no harm.

The process cannot write files, receives only the path of the file to read, and is killed if it uses
too much memory or time. It is started for the first file and reused for the next ones.
"""

import time
import weakref
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.layout.boxes import Box
from embeddings.reading.file_types import KINDS, FileType
from embeddings.reading.results import (
    PageBegun,
    Read,
    RecognizedPage,
    SignOfLife,
)
from embeddings.reading.sandbox import messages
from embeddings.reading.sandbox.processor_time import ProcessorTime, measure_processor_time
from embeddings.reading.sandbox.reader_process import ReaderProcess, start_reader
from embeddings.scans.finished_pages import FinishedPages

_LONGEST_MESSAGE = 256_000_000  # bytes; an article of the longest text is far smaller
_MOST_WAITS = 12  # times the silence, for a process that hardly gets a turn
_SLICE_SECONDS = 0.5  # after which a sign of life is given while a page is recognised
_MOST_SKIPPED = 10  # pages of a file that break the process; with more, the file fails
_STREAMED = {
    FileType.JSON,
    FileType.JSON_LINES,
    FileType.CSV,
    FileType.ZIP,
}  # no time limit as long as results arrive


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a file, in seconds.

    Attributes:
        silence: for the first result, and for each next one. On a busy machine, that much processor
            time.
        whole: for the whole file; files of rows and archives have no such limit. The longest PDF
            takes a minute or two.
        page: for a page to be recognised, which does not count towards the file.
    """

    silence: float = 10.0
    whole: float = 300.0
    page: float = 600.0  # on a busy machine; the processor time is limited, too


class Sandbox:
    """A process that reads files. Use it from one thread at a time, and close it.

    Args:
        patience: how long to wait for it.
        finished: where it finds the pages that were recognised before, and new ones are kept.
        threads: how many processors it recognises pages with.
    """

    def __init__(
        self,
        patience: Patience | None = None,
        finished: FinishedPages | None = None,
        threads: int = 1,
    ) -> None:
        self._patience = patience or Patience()
        self._finished = finished
        self._threads = threads
        self._process: ReaderProcess | None = None

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill the process. The next file starts another one."""
        if self._process is not None:
            self._process.kill()
        self._process = None

    def read(self, path: Path, source: str) -> Iterator[Read]:
        """Yield the articles of the file, named ``source``, and the parts of it that failed.

        If the process breaks while it recognises a page, the file is read again without that page.

        Raises:
            UnreadableFileError: the file cannot be read, or exceeds a limit. Some articles may have
                been yielded before.
            WenbaoError: the process cannot be started.
        """
        skipped: set[str] = set()
        told = Counter[object]()
        while True:
            begun = ""
            request = self._build_request(path, source, skipped)
            repeated = Counter(told)  # what an earlier try has told already
            try:
                for result in self._read_once(request):
                    key = result.id if isinstance(result, Article) else result
                    if isinstance(result, (PageBegun, RecognizedPage)):
                        begun = result.key if isinstance(result, PageBegun) else ""
                    if isinstance(result, RecognizedPage):
                        self._keep(result)
                    elif isinstance(result, SignOfLife):
                        yield result
                    elif repeated[key]:
                        repeated[key] -= 1
                    else:
                        told[key] += 1
                        yield result
            except _BrokenProcessError:
                if not begun or len(skipped) >= _MOST_SKIPPED:
                    raise
                skipped.add(begun)
            else:
                return

    def render_page(
        self, path: Path, number: int, longest_side: int, lines: Iterable[Box] = ()
    ) -> bytes | None:
        """Return a page of a file as WebP; None if the file has no page of that number.

        ``lines`` are where text was found on it, as shares of its sides: a scan is turned so.

        Raises:
            UnreadableFileError: the file is damaged, has no pages, or exceeds a limit.
            WenbaoError: the process cannot be started.
        """
        request = messages.PageRequest(path.absolute(), number, longest_side, tuple(lines))
        try:
            connection = self._ensure_started()
            connection.send_bytes(messages.encode_page_request(request))
            if not connection.poll(self._patience.silence):
                raise TimeoutError
            image = messages.decode_image(connection.recv_bytes(_LONGEST_MESSAGE))
        except (EOFError, OSError, ValueError) as error:
            self.close()
            raise UnreadableFileError(path.name, "its pages cannot be shown.") from error
        if isinstance(image, str):
            raise UnreadableFileError(path.name, image)
        return image

    def _build_request(self, path: Path, source: str, skipped: Set[str]) -> messages.Request:
        folder = self._finished.folder.absolute() if self._finished else None
        return messages.Request(path.absolute(), source, folder, frozenset(skipped))

    def _keep(self, page: RecognizedPage) -> None:
        if self._finished:
            self._finished.store(page.key, page.content.encode())

    def _read_once(self, request: messages.Request) -> Iterator[Read]:
        done = False
        source = request.source
        try:
            connection = self._ensure_started()
            connection.send_bytes(messages.encode_request(request))
            for reads in self._receive_replies(connection, request.path, source):
                yield from reads
            done = True
        except UnreadableFileError as error:
            done = not isinstance(error, _BrokenProcessError)
            raise
        except (EOFError, OSError, ValueError) as error:
            raise _BrokenProcessError(
                source,
                "reading it failed midway: it is damaged, or too big. Save it again, or split it.",
            ) from error
        finally:
            if not done:
                self.close()

    def _receive_replies(
        self, connection: Connection, path: Path, source: str
    ) -> Iterator[list[Read]]:
        is_streamed = KINDS.get(path.suffix.lower()) in _STREAMED
        left = float("inf") if is_streamed else self._patience.whole
        recognizes = False
        while True:
            if recognizes:
                yield from self._await_page(connection, source)
            else:
                started_at = time.monotonic()
                if not self._await_reply(connection, left):
                    patience = self._patience
                    is_last = left < patience.silence
                    raise _build_late_error(source, patience.whole if is_last else patience.silence)
                left -= time.monotonic() - started_at
            reply = messages.decode_reply(connection.recv_bytes(_LONGEST_MESSAGE))
            recognizes = isinstance(reply, list) and any(isinstance(r, PageBegun) for r in reply)
            if reply is None:
                return
            if isinstance(reply, messages.Refusal):
                raise UnreadableFileError(source, reply.reason, retryable=reply.retryable)
            yield reply

    def _await_page(self, connection: Connection, source: str) -> Iterator[list[Read]]:
        """Yield signs of life until a page is recognised, which does not count towards the file."""
        left = self._patience.page
        while not connection.poll(min(left, _SLICE_SECONDS)):
            left -= _SLICE_SECONDS
            if left <= 0:
                raise _build_late_error(source, self._patience.page)
            yield [SignOfLife()]

    def _await_reply(self, connection: Connection, left: float) -> bool:
        """Return whether a reply comes in time. A wait for the processor is no silence."""
        silence = self._patience.silence
        before = self._measure_processor_time()
        for _ in range(_MOST_WAITS):
            if connection.poll(max(0.0, min(silence, left))):
                return True
            left -= silence
            used = self._measure_processor_time()
            if left <= 0 or not before or not used or not used.is_ready:
                return False
            if used.seconds - before.seconds >= silence:
                return False
        return False

    def _measure_processor_time(self) -> ProcessorTime | None:
        return measure_processor_time(self._process.process.pid) if self._process else None

    def _ensure_started(self) -> Connection:
        if self._process is None or self._process.has_ended():
            self.close()
            self._process = start_reader(self._patience.silence, self._threads)
            weakref.finalize(self, self._process.kill)  # in case nobody closes it
        return self._process.connection


class _BrokenProcessError(UnreadableFileError):
    """The process that read the file is unusable now. A busy machine may be the reason."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(source, reason, retryable=True)


def _build_late_error(source: str, seconds: float) -> _BrokenProcessError:
    return _BrokenProcessError(
        source,
        f"reading it took longer than {seconds:g} s. Split it into smaller files,"
        " or save its text.",
    )
