"""A state machine of random operations on a data folder, and its invariants.

Files are added, changed, copied, deleted and added again, and articles are deleted. The index is
rebuilt with other passage sizes, rolled back, reopened, and followed by a second workspace. Some or
all of its passages are encoded with the transformer, in whose place another model is put at times.
"""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import astuple, replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.index.builder import build_index
from embeddings.index.generations import Generations
from embeddings.index.index import Index
from embeddings.reading.sandbox.sandbox import Sandbox
from scripts.crash_tests.encoders import write_static_encoder
from scripts.operations.deepening import check_vectors, deepen, deepen_some
from scripts.operations.stories import COUNT, QUERIES, numbers, story
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import FileState, Job, JobKind, JobState, PlannedFile
from service.ingestion.job_runner import JobRunner
from service.questions.question import read_question
from service.retrieval.search import retrieve
from service.settings import Settings
from service.workspace.workspace import Workspace

SIZES = ((150, 300, 60), (40, 80, 20), (20, 30, 0))  # minimum, maximum, overlap
OPERATIONS = (
    *["write"] * 8,
    *["copy", "reread", "delete file", "follow"] * 2,
    *["delete article", "deepen some"] * 4,
    *["roll back", "reindex", "reopen", "deepen", "switch encoder"],  # rare: they take seconds
)
NAMES = st.sampled_from([f"{letter}.txt" for letter in "甲乙丙丁戊己"])
STORIES = st.lists(st.integers(0, COUNT - 1), min_size=1, max_size=3, unique=True)


class _Silent:
    """A watcher that reports no progress."""

    def passages(self, done: int, total: int) -> None:
        """Do nothing."""

    def job(self, job: Job) -> None:
        """Do nothing."""


class RandomOperations(RuleBasedStateMachine):
    """A data folder, and the numbers of the stories that it should hold, by file.

    Attributes:
        expected: the stories that were written into each file.
        deleted: those of them whose articles were deleted afterwards.
    """

    steps = 0  # over all runs

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="operations-"))
        self.pages = self.base / "pages"
        (self.base / "empty").mkdir()
        self.pages.mkdir()
        self.expected: dict[str, set[int]] = {}
        self.deleted: dict[str, set[int]] = {}
        self.sizes = SIZES[0]
        self.encoders = (STATIC_ENCODER, write_static_encoder(self.base / "second", 64))
        self.sandbox = Sandbox()
        self.ingestion = self._open()
        self.other = Workspace.open(self._settings(), lambda *_: None)

    def teardown(self) -> None:
        """Compare the index with a clean build, then remove the folder."""
        self.ingestion.workspace.catch_up()
        self.compare()
        self.sandbox.close()
        shutil.rmtree(self.base)

    # Operations

    @rule(
        what=st.sampled_from(OPERATIONS),
        name=NAMES,
        place=st.integers(0, 20),
        stories=STORIES,
        kind=st.sampled_from([JobKind.ADD, JobKind.REFRESH]),
    )
    def operate(self, what: str, name: str, place: int, stories: list[int], kind: JobKind) -> None:
        """Do one operation; without any file yet, write one.

        All operations are one rule, so that each runs as often as OPERATIONS lists it.
        """
        known = sorted(self.expected)[place % len(self.expected)] if self.expected else ""
        if what == "write" or not known:
            self.write(name, stories, kind)
        elif what == "copy":
            self.copy(known, name)
        elif what == "reread":
            self._store(known, self.expected[known], kind)
        elif what == "delete file":
            self.delete_file(known)
        elif what == "delete article":
            self.delete_article(place, indexed=kind is JobKind.ADD)
        elif what == "deepen some":
            deepen_some(self.ingestion.workspace, 1 + place)
        else:
            self.maintain(what, SIZES[place % len(SIZES)])

    def write(self, name: str, stories: list[int], kind: JobKind) -> None:
        """Add a file or change it."""
        text = "\n\n".join(story(n) for n in stories)
        (self.pages / name).write_text(text, encoding="utf-8")
        self._store(name, set(stories), kind)

    def copy(self, known: str, name: str) -> None:
        """Add the content of a file under another name."""
        if known != name:
            shutil.copyfile(self.pages / known, self.pages / name)
            self._store(name, set(self.expected[known]), JobKind.ADD)

    def delete_file(self, name: str) -> None:
        """Delete a file."""
        job = self._run(JobKind.REFRESH, [PlannedFile(name, "")])
        assert job.files == {FileState.DELETED: 1}
        (self.pages / name).unlink()
        del self.expected[name], self.deleted[name]

    def delete_article(self, place: int, *, indexed: bool) -> None:
        """Delete an article, and update the index if ``indexed``."""
        library = self.ingestion.workspace.library
        articles = library.articles.page()
        if not articles:
            return
        article = articles[place % len(articles)]
        holder = library.files.of_article(article.id)
        for name in self._held_by(holder):
            self.deleted[name] |= numbers(article.text)
        library.delete_article(article.id)
        self._find_nothing_of(article.id)
        if indexed:
            self.ingestion.workspace.catch_up()

    def maintain(self, what: str, sizes: tuple[int, int, int]) -> None:
        """Do an operation that changes the index only."""
        if what == "reindex":
            self._reindex(sizes)
        elif what == "reopen":
            self.ingestion = self._open()
        elif what == "switch encoder":
            self.encoders = self.encoders[::-1]
            self.ingestion = self._open()
        elif what == "deepen":
            deepen(self.ingestion)
        elif what == "roll back" and self._generations.previous:
            self.ingestion.workspace.roll_back()
        else:
            self.other.catch_up()
            assert self.other.index.folder == self._generations.current

    # Invariants

    @invariant()
    def library_holds_every_accepted_story(self) -> None:
        """Nothing accepted is lost, and nothing deleted comes back."""
        type(self).steps += 1
        library = self.ingestion.workspace.library
        held = set().union(*(numbers(article.text) for article in library.articles.page()))
        expected = set().union(
            *(stories - self.deleted[name] for name, stories in self.expected.items())
        )
        assert held == expected
        assert {name for name in self.expected if library.files.get(name)} == set(self.expected)

    @invariant()
    def index_matches_the_library(self) -> None:
        """The newest snapshot shows the library, save for an article deleted just now."""
        workspace = self.ingestion.workspace
        snapshot = workspace.snapshot()
        keys = set(workspace.library.passages.keys(snapshot.analyzer.passages).tolist())
        shown = set(snapshot.index.vectors.keys.tolist())
        assert len(snapshot.index.lexical) == len(shown)
        assert keys <= shown
        if snapshot.manifest.revision == workspace.library.revision:
            assert keys == shown
        assert workspace.library.passages.settings == snapshot.analyzer.passages

    @invariant()
    def vectors_match_the_library(self) -> None:
        """What the transformer has encoded is right, and only indexed passages are found by it."""
        check_vectors(self.ingestion.workspace)

    def compare(self) -> None:
        """Query the index as it is, reopened from disk, and rebuilt: all must agree."""
        workspace = self.ingestion.workspace
        clean = build_index(
            self.base / "clean", workspace.library, workspace.analyzer, lambda *_: None
        )
        reopened = Index.open(workspace.index.folder, workspace.analyzer.recipe)
        for query in QUERIES:
            expected = _found(query, workspace, clean)
            assert _found(query, workspace, workspace.index) == expected
            assert _found(query, workspace, reopened) == expected

    # Details

    @property
    def _generations(self) -> Generations:
        return Generations(self.base / "data" / "index")

    def _settings(self) -> Settings:
        minimum, maximum, overlap = self.sizes
        return Settings.load(
            data=self.base / "data",
            collection=self.base / "empty",
            encoder=str(self.encoders[0]),
            passage_minimum=minimum,
            passage_maximum=maximum,
            passage_overlap=overlap,
        )

    def _open(self) -> Ingestion:
        return Ingestion.open(self._settings(), _Silent())

    def _reindex(self, sizes: tuple[int, int, int]) -> None:
        self.sizes = sizes
        self.ingestion.workspace.settings = self._settings()
        self._run(JobKind.REINDEX, [])
        assert self.ingestion.workspace.analyzer.passages == self._settings().passages

    def _held_by(self, holder: str | None) -> list[str]:
        """Return the names of a file and its copies."""
        files = map(self.ingestion.workspace.library.files.get, self.expected)
        return [file.source for file in files if file and holder in (file.source, file.same_as)]

    def _store(self, name: str, stories: set[int], kind: JobKind) -> None:
        job = self._run(kind, [PlannedFile(name, str(self.pages / name))])
        self.expected[name] = stories
        deleted = self.deleted.get(name, set())
        self.deleted[name] = deleted - stories if kind is JobKind.ADD else deleted
        if FileState.SAME in job.files:
            self.deleted[name] = set()
        if kind is JobKind.ADD:  # its copies regain the stories as well
            for copy in self._held_by(name):
                self.deleted[copy] -= stories

    def _run(self, kind: JobKind, files: Sequence[PlannedFile]) -> Job:
        """Run a job as the worker does, but in this thread."""
        created = self.ingestion.jobs.create(kind, files)
        JobRunner(self.ingestion.workspace, self.ingestion.jobs, self.sandbox.read).run(created)
        job = self.ingestion.jobs.find(created.id)
        assert job is not None
        assert (job.state, job.reason) == (JobState.DONE, ""), job
        assert FileState.FAILED not in job.files
        return job

    def _find_nothing_of(self, article_id: str) -> None:
        workspace = self.ingestion.workspace
        for query in QUERIES[::10]:
            assert article_id not in {found[0] for found in _found(query, workspace)}


def _found(
    query: str, workspace: Workspace, index: Index | None = None
) -> list[tuple[str, str, str, tuple[float | None, ...]]]:
    """Return article, passage, text and scores of each hit, the scores to the last bit."""
    snapshot = workspace.snapshot()
    question = read_question(query, snapshot.analyzer.segmenter)
    searched = replace(snapshot, index=index or snapshot.index)
    hits = retrieve(question, searched, workspace.library, 20).ranked[:20]
    return [(hit.article.id, hit.passage.id, hit.text, astuple(hit.scores)) for hit in hits]


def run_settings(steps: int, steps_per_run: int, *more: Phase) -> settings:
    """Return hypothesis settings for about ``steps`` steps in all, with ``more`` phases."""
    return settings(
        max_examples=max(1, steps // steps_per_run),
        stateful_step_count=steps_per_run,
        deadline=None,
        database=None,
        phases=(Phase.generate, *more),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
