"""Questions on articles that the reader was not trained on, to be asked among all articles."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from embeddings.text.normalize import fold_without_spaces
from scripts.benchmarks.benchmark import Benchmark, Document
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.sources import read_lines
from scripts.reader.validation import is_held_out

NAME = "reading_news_qa"
# The share of a list's items that a right answer must show.
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and what answers it.

    Attributes:
        kind: of question, as its data set names it.
        article: the id of the article it is about.
        answers: the accepted strings, or the items of a list; () if the article does not tell.
    """

    text: str
    kind: str
    article: str
    answers: tuple[str, ...]

    def accepts(self, squeezed: str) -> bool:
        """Return whether a text, folded and without spaces, shows an accepted answer."""
        shown = [answer in squeezed for answer in self.answers]
        if self.kind == "list":
            return bool(shown) and sum(shown) >= _MOST * len(shown)
        return any(shown)


def read_collection(folder: Path) -> Benchmark:
    """Read all articles, without questions."""
    rows = read_lines(folder, f"{NAME}.articles")
    return Benchmark(NAME, tuple(Document(r["id"], r["title"], r["text"]) for r in rows), ())


def read_questions(
    folder: Path, articles: Benchmark, held_out: HeldOut, every: int
) -> Iterable[AskedQuestion]:
    """Yield the questions on each ``every``-th article, as ``scripts.train_reader`` holds out."""
    counted = [one.id for one in articles.documents if not held_out.shares(one.text)]
    chosen = {name for number, name in enumerate(counted) if is_held_out(number, every)}
    for row in read_lines(folder, f"{NAME}.questions"):
        if row["article"] in chosen:
            answers = tuple(map(fold_without_spaces, row["answers"]))
            yield AskedQuestion(row["question"], row["kind"], row["article"], answers)
