"""Questions on articles that the reader was not trained on, to be asked among all articles."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.text.normalize import fold_without_spaces
from scripts.benchmarks.benchmark import SEED, Benchmark, Document
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.sources import read_lines
from scripts.reader.held_out import is_held_out

NAME = "reading_news_qa"
# The share of a list's items that a right answer must show.
_MOST = 0.6


_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?=年)")
_YEARS = range(1990, 2031)
# The share of the questions that are also asked of a year that the article does not mention.
_OTHER_YEAR = 0.25


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and what answers it.

    Attributes:
        kind: of question, as its data set names it.
        article: the id of the article it is about.
        answers: the accepted strings, or the items of a list, folded and without spaces; () if
            the article does not tell.
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
    """Yield the questions on each ``every``-th article, as ``scripts.prepare_reading`` does."""
    counted = [one.id for one in articles.documents if not held_out.shares(one.text)]
    chosen = {name for number, name in enumerate(counted) if is_held_out(number, every)}
    for row in read_lines(folder, f"{NAME}.questions"):
        if row["article"] in chosen:
            answers = tuple(map(fold_without_spaces, row["answers"]))
            yield AskedQuestion(row["question"], row["kind"], row["article"], answers)


def add_other_years(
    questions: Iterable[AskedQuestion], articles: Benchmark
) -> Iterator[AskedQuestion]:
    """Yield the questions, and some of them for a year that nothing tells of, which are rare."""
    texts = {one.id: f"{one.title}\n{one.text}" for one in articles.documents}
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    for asked in questions:
        yield asked
        if asked.answers and chance.random() < _OTHER_YEAR:
            text = texts[asked.article]
            year = chance.choice([str(y) for y in _YEARS if str(y) not in text])
            changed, count = _YEAR.subn(year, asked.text, count=1)
            text = changed if count else f"{year}年{asked.text}"
            yield replace(asked, text=text, kind="none_year", answers=())
