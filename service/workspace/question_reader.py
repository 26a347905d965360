"""The bundled reader, loaded in the background."""

from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from embeddings.encoding.passage_reader import PassageReader, ReadablePassage, Reading
from embeddings.text.normalize import fold


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Reads passages with a question; the first question waits until the reader is loaded."""

    _threads: Executor
    _loading: Future[PassageReader]

    def read(self, question: str, passages: Sequence[ReadablePassage]) -> list[Reading]:
        """Read each passage with ``question``.

        Raises:
            EncoderError: the reader's files are missing or broken.
        """
        return self._loading.result().read(fold(question), passages, self._threads)


@cache
def start_reader(threads: int) -> QuestionReader:
    """Load the bundled reader in the background, once; it reads ``threads`` passages at once."""
    pool = ThreadPoolExecutor(threads, "reader")
    return QuestionReader(pool, pool.submit(PassageReader.load))
