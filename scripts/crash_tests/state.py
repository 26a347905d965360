"""What a data folder holds and answers, so that two can be compared."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.index.generations import Generations
from scripts.crash_tests.corpus import QUESTIONS
from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.workspace.verify import verify

_BESIDE = "rebuild"


@dataclass(frozen=True, slots=True)
class State:
    """What a folder holds and answers.

    Attributes:
        articles: file, title and text of each, in order.
        answers: to each question, all that the answer consists of.
        faults: what is wrong with the folder in itself.
    """

    articles: list[list[str]]
    answers: list[Any]
    faults: list[str]

    @classmethod
    def of(cls, ingestion: Ingestion) -> "State":
        """Look at a folder in which nothing is left to do."""
        workspace = ingestion.workspace
        library = workspace.library
        articles = [
            [library.files.of_article(one.id) or "", one.title, one.text]
            for one in library.articles.page()
        ]
        return cls(sorted(articles), answers(ingestion), _faults(ingestion))

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)

    def missing_in(self, other: "State") -> Counter[tuple[str, ...]]:
        """Count the articles that ``other`` lacks."""
        return Counter(map(tuple, self.articles)) - Counter(map(tuple, other.articles))


def answers(ingestion: Ingestion) -> list[Any]:
    """Return all that the answer to each question consists of."""
    assistant = Assistant(ingestion.workspace)
    return [_answer(assistant, one) for one in QUESTIONS]


def _answer(assistant: Assistant, question: str) -> list[Any]:
    answer = assistant.ask(question)
    quotes = [quote.text for quote in answer.quotes]
    sources = [source.hit.passage.id for source in answer.sources]
    return [quotes, answer.short.text if answer.short else "", answer.confidence, sources]


def _faults(ingestion: Ingestion) -> list[str]:
    """Return what does not agree: SQLite in itself, keys of all three stores, folders."""
    workspace = ingestion.workspace
    audit = verify(workspace.settings, workspace.library, workspace.analyzer)
    found = [one.what for one in audit.findings]
    generations = Generations(workspace.settings.index_folder)
    wanted = set(workspace.library.passages.keys(workspace.analyzer.passages).tolist())
    index = workspace.snapshot().index
    if set(index.vectors.keys.tolist()) != wanted or set(index.lexical.keys) != wanted:
        found.append("the index has other keys than the library")
    if workspace.library.passages.settings != workspace.analyzer.passages:
        found.append("the library shows other passages than the index")
    return found + _left_over(generations.folder, generations)


def _left_over(folder: Path, generations: Generations) -> list[str]:
    standing = generations.standing
    known = {generations.told_in.name, _BESIDE, standing.current, standing.previous}
    return [f"left over: {path.name}" for path in folder.glob("*") if path.name not in known]
