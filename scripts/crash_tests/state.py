"""What a data folder holds and answers, in a form that can be compared."""

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.index.generations import Generations
from scripts.crash_tests.corpus import QUESTIONS
from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.workspace.verification import verify
from service.workspace.workspace import Workspace

_REBUILD_FOLDER = "rebuild"


@dataclass(frozen=True, slots=True)
class State:
    """What a folder holds and answers.

    Attributes:
        articles: file, title and text of each, sorted.
        answers: everything that the answer to each question consists of.
        problems: inconsistencies within the folder.
    """

    articles: list[list[str]]
    answers: list[Any]
    problems: list[str]

    @classmethod
    def of(cls, ingestion: Ingestion) -> "State":
        """Read the state of a folder that has no work left."""
        workspace = ingestion.workspace
        library = workspace.library
        articles = [
            [library.files.of_article(article.id) or "", article.title, article.text]
            for article in library.articles.page()
        ]
        return cls(sorted(articles), answers_of(ingestion), _problems(ingestion))

    def as_json(self) -> dict[str, Any]:
        """Return the state as JSON values."""
        return asdict(self)

    def missing_in(self, other: "State") -> Counter[tuple[str, ...]]:
        """Count the articles that ``other`` lacks."""
        return Counter(map(tuple, self.articles)) - Counter(map(tuple, other.articles))


def answers_of(ingestion: Ingestion) -> list[Any]:
    """Return everything that the answer to each question consists of."""
    assistant = Assistant(ingestion.workspace)
    return [_answer(assistant, question) for question in QUESTIONS]


def _answer(assistant: Assistant, question: str) -> list[Any]:
    answer = assistant.ask(question)
    quotes = [quote.text for quote in answer.quotes]
    sources = [source.hit.passage.id for source in answer.sources]
    return [quotes, answer.short.text if answer.short else "", answer.confidence, sources]


def _problems(ingestion: Ingestion) -> list[str]:
    """Check SQLite's own integrity, the keys of all three stores, and the folders on disk."""
    workspace = ingestion.workspace
    report = verify(workspace.settings, workspace.library, workspace.analyzer)
    problems = [problem.description for problem in report.inconsistencies]
    generations = Generations(workspace.settings.index_folder)
    keys = set(workspace.library.passages.keys(workspace.analyzer.passages).tolist())
    index = workspace.snapshot().index
    if set(index.vectors.keys.tolist()) != keys or set(index.lexical.keys) != keys:
        problems.append("index and library have different keys")
    if workspace.library.passages.settings != workspace.analyzer.passages:
        problems.append("library and index have different passages")
    return [*problems, *_stale_folders(generations.folder, generations), *_shallow(workspace)]


def _shallow(workspace: Workspace) -> list[str]:
    """Check that the transformer's vectors are those of the library's passages, and no others."""
    source = workspace.meaning
    if source is None:
        return ["meaning is switched off"]
    problems = []
    if missing := len(source.find_missing(workspace.snapshot().index)):
        problems.append(f"{missing} passages are not encoded")
    if not source.is_tidy(workspace.library):
        problems.append("there are vectors that are not needed")
    return problems


def _stale_folders(folder: Path, generations: Generations) -> list[str]:
    standing = generations.standing
    known = {generations.path.name, _REBUILD_FOLDER, standing.current, standing.previous}
    return [f"left over: {path.name}" for path in folder.glob("*") if path.name not in known]
