"""What must not be trained on: the questions and documents that something is measured on."""

from collections.abc import Callable, Iterable

from embeddings.text.normalize import fold
from scripts.benchmarks.benchmark import Benchmark
from scripts.finetuning.overlap import HeldOut


class Withheld:
    """Recognises questions of benchmarks, and texts that share something with their documents."""

    def __init__(
        self, benches: Iterable[Benchmark], shared: HeldOut, cut_first: Callable[[str], str]
    ) -> None:
        """Withhold the benches' questions, and documents with the same first passage.

        ``shared`` recognises documents that share a part with one to be withheld as well.
        """
        self._questions: set[str] = set()
        self._firsts: set[str] = set()
        self._shared = shared
        for bench in benches:
            self._questions.update(fold(query.text) for query in bench.queries)
            self._firsts.update(cut_first(document.text) for document in bench.documents)

    def asks(self, question: str) -> bool:
        """Return whether ``question`` is one of a benchmark's."""
        return fold(question) in self._questions

    def tells(self, text: str, first: str = "") -> bool:
        """Return whether a document with this ``text`` and ``first`` passage is withheld."""
        return first in self._firsts or self._shared.shares(text)
