"""The articles to index: those of a benchmark, more made of their sentences, or one long text."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from embeddings.documents import Span
from embeddings.text.sentences import split_paragraphs, split_sentences
from scripts.benchmarks.benchmark import SEED, Document

_LONGEST = 300  # characters of a passage, for the peers


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles under a name."""

    name: str
    documents: tuple[Document, ...]

    @property
    def characters(self) -> int:
        """How many characters the texts have in all."""
        return sum(len(document.text) for document in self.documents)


def take(documents: Sequence[Document], count: int) -> Corpus:
    """Return so many articles: the first ones, or all and further ones made of their sentences.

    A further article has as many paragraphs and sentences as a real one, each a real sentence.
    """
    rng = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    made = _recombine(documents, rng) if count > len(documents) else iter(())
    further = islice(made, max(0, count - len(documents)))
    return Corpus(f"{count:,} articles", (*documents[:count], *further))


def join(documents: Sequence[Document], characters: int) -> Corpus:
    """Return a single text of so many characters without a paragraph: all sentences in a row."""
    whole = "".join(document.text.replace("\n", "") for document in documents)
    text = (whole * (characters // len(whole) + 1))[:characters]
    return Corpus(f"one text of {characters:,} characters", (Document("long", "", text),))


def write_articles(corpus: Corpus, folder: Path) -> Path:
    """Write the corpus as one file that the product reads, and return it.

    Several articles are JSON lines, and each tells its id as its source; one is a text file.
    """
    if len(corpus.documents) == 1:
        path = folder / "text.txt"
        path.write_text(corpus.documents[0].text, encoding="utf-8")
        return path
    path = folder / "articles.jsonl"
    _write_lines(path, ({"source": each.id, "text": each.text} for each in corpus.documents))
    return path


def write_passages(corpus: Corpus, path: Path) -> None:
    """Write the passages that the peers index, with ids from which ``document_of`` tells theirs."""
    lines = (
        {"id": f"{document.id}#{n}", "text": text}
        for document in corpus.documents
        for n, text in enumerate(split_plainly(document.text))
    )
    _write_lines(path, lines)


def document_of(passage: str) -> str:
    """Return the document that a passage of ``write_passages`` belongs to."""
    return passage.rpartition("#")[0]


def split_plainly(text: str) -> list[str]:
    """Return whole sentences, as many as fit into a passage; a longer one is cut.

    What has no letter is left out: some encoders return no vector for it.
    """
    return [passage for passage in _pack(text) if any(map(str.isalnum, passage))]


def _pack(text: str) -> Iterator[str]:
    packed = ""
    for sentence in _sentences(text):
        if len(packed) + len(sentence) > _LONGEST:
            yield packed
            packed = ""
        packed += sentence
        while len(packed) > _LONGEST:
            yield packed[:_LONGEST]
            packed = packed[_LONGEST:]
    yield packed


def _sentences(text: str) -> Iterator[str]:
    for paragraph in split_paragraphs(text, Span(0, len(text))):
        for sentence in split_sentences(text, paragraph):
            yield text[sentence.start : sentence.end]


def _recombine(documents: Sequence[Document], rng: random.Random) -> Iterator[Document]:
    sentences = [sentence for document in documents for sentence in _sentences(document.text)]
    shapes = [
        [sum(1 for _ in _sentences(paragraph)) for paragraph in document.text.split("\n")]
        for document in documents
    ]
    number = 0
    while True:
        number += 1
        paragraphs = ("".join(rng.choices(sentences, k=count)) for count in rng.choice(shapes))
        yield Document(f"made-{number}", "", "\n".join(paragraphs))


def _write_lines(path: Path, rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
