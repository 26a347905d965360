"""Random operations on a data folder, and what must hold whatever they were.

Files are added, changed, copied, deleted and added again, articles deleted; the index is built anew
with other passage sizes, rolled back, brought up by a second process's view, closed and opened.
"""

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
)

from embeddings.index.builder import build_index
from embeddings.index.generations import Generations
from embeddings.index.index import Index
from embeddings.reading.sandbox.sandbox import Sandbox
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import FileState, Job, JobKind, JobState, PlannedFile
from service.ingestion.job_runner import JobRunner
from service.questions.question import read_question
from service.retrieval.search import retrieve
from service.settings import Settings
from service.workspace.workspace import Workspace

PLACES = ("绿东村", "须水街道", "惠济区", "桐柏路", "棉纺路", "晶华城社区", "古荥镇", "碧沙岗")
DEEDS = ("开通了微信公共平台", "修好了路灯", "清理了河道", "成立了托老服务中心", "办了读书会")
ENDS = ("居民们都说好", "志愿者每周来三次", "投资二百万元", "党员带头参加", "明年还要扩大")
QUERIES = tuple(
    [f"{place}{deed}吗?" for place in PLACES for deed in DEEDS]
    + [f"哪里{deed}?" for deed in DEEDS]
    + [f"{place} {end}" for place in PLACES for end in ENDS]
    + [f"编号{n}" for n in range(15)]
)
SIZES = ((150, 300, 60), (40, 80, 20), (20, 30, 0))  # minimum, maximum, overlap
OPERATIONS = (
    *["write"] * 8,
    *["copy", "read", "delete file", "look"] * 2,
    *["delete article"] * 4,
    *["roll back", "reindex", "reopen"],  # seldom: they take seconds
)
NAMES = st.sampled_from([f"{letter}.txt" for letter in "甲乙丙丁戊己"])
STORIES = st.lists(st.integers(0, 14), min_size=1, max_size=3, unique=True)


class _Silent:
    """A watcher that shows nothing."""

    def passages(self, done: int, total: int) -> None:
        """Do nothing."""

    def job(self, job: Job) -> None:
        """Do nothing."""


def story(n: int) -> str:
    """Return a story of its own number as it stands on a page; some read nearly the same."""
    places = [PLACES[(n + step) % len(PLACES)] for step in range(2 + n % 4)]
    told = [f"{place}{DEEDS[n % 5]},{ENDS[(n + k) % 5]}。" for k, place in enumerate(places)]
    return f"{places[0]}近况之{n % 7}\n\n本报讯 {''.join(told)}编号{n}。\n"


class RandomOperations(RuleBasedStateMachine):
    """A data folder, and what it ought to hold: the numbers of its stories, by file."""

    steps = 0  # of all runs

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="operations-"))
        self.pages = self.base / "pages"
        (self.base / "empty").mkdir()
        self.pages.mkdir()
        self.told: dict[str, set[int]] = {}
        self.deleted: dict[str, set[int]] = {}
        self.sizes = SIZES[0]
        self.sandbox = Sandbox()
        self.ingestion = self._opened()
        self.other = Workspace.open(self._settings(), lambda *_: None)

    def teardown(self) -> None:
        """Compare with a clean build, then remove everything."""
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
        """Do one operation; one that needs a file adds it when there is none.

        They are one rule, so that each is as frequent as it is listed.
        """
        known = sorted(self.told)[place % len(self.told)] if self.told else ""
        if what == "write" or not known:
            self.write(name, stories, kind)
        elif what == "copy":
            self.copy(known, name)
        elif what == "read":
            self._store(known, self.told[known], kind)
        elif what == "delete file":
            self.delete_file(known)
        elif what == "delete article":
            self.delete_article(place, indexed=kind is JobKind.ADD)
        else:
            self.keep_up(what, SIZES[place % len(SIZES)])

    def write(self, name: str, stories: list[int], kind: JobKind) -> None:
        """Add a file, or change it."""
        text = "\n\n".join(story(n) for n in stories)
        (self.pages / name).write_text(text, encoding="utf-8")
        self._store(name, set(stories), kind)

    def copy(self, known: str, name: str) -> None:
        """Add the content of a file under another name."""
        if known != name:
            shutil.copyfile(self.pages / known, self.pages / name)
            self._store(name, set(self.told[known]), JobKind.ADD)

    def delete_file(self, name: str) -> None:
        """Forget a file."""
        job = self._run(JobKind.REFRESH, [PlannedFile(name, "")])
        assert job.files == {FileState.DELETED: 1}
        (self.pages / name).unlink()
        del self.told[name], self.deleted[name]

    def delete_article(self, place: int, *, indexed: bool) -> None:
        """Delete an article; the index need not know at once."""
        library = self.ingestion.workspace.library
        articles = library.articles.page()
        if not articles:
            return
        article = articles[place % len(articles)]
        holder = library.files.of_article(article.id)
        for name in self._held_by(holder):
            self.deleted[name] |= _numbers(article.text)
        library.delete_article(article.id)
        self._find_nothing_of(article.id)
        if indexed:
            self.ingestion.workspace.catch_up()

    def keep_up(self, what: str, sizes: tuple[int, int, int]) -> None:
        """Do what concerns the index alone."""
        if what == "reindex":
            self._reindex(sizes)
        elif what == "reopen":
            self.ingestion = self._opened()
        elif what == "roll back" and self._generations.previous:
            self.ingestion.workspace.roll_back()
        else:
            self.other.catch_up()
            assert self.other.index.folder == self._generations.current

    # What must hold

    @invariant()
    def library_holds_what_it_was_told(self) -> None:
        """Nothing that was accepted is lost, nothing that was deleted is back."""
        type(self).steps += 1
        library = self.ingestion.workspace.library
        held = set().union(*(_numbers(article.text) for article in library.articles.page()))
        wanted = set().union(*(told - self.deleted[name] for name, told in self.told.items()))
        assert held == wanted
        assert {name for name in self.told if library.files.get(name)} == set(self.told)

    @invariant()
    def index_holds_what_the_library_holds(self) -> None:
        """The newest snapshot shows the library, unless an article was deleted just now."""
        workspace = self.ingestion.workspace
        snapshot = workspace.snapshot()
        keys = set(workspace.library.passages.keys(snapshot.analyzer.passages).tolist())
        shown = set(snapshot.index.vectors.keys.tolist())
        assert len(snapshot.index.lexical) == len(shown)
        assert keys <= shown
        if snapshot.manifest.revision == workspace.library.revision:
            assert keys == shown
        assert workspace.library.passages.settings == snapshot.analyzer.passages

    def compare(self) -> None:
        """Ask the index and one that is built anew, and the folder opened again."""
        workspace = self.ingestion.workspace
        clean = build_index(
            self.base / "clean", workspace.library, workspace.analyzer, lambda *_: None
        )
        opened = Index.open(workspace.index.folder, workspace.analyzer.recipe)
        for query in QUERIES:
            wanted = _found(query, workspace, clean)
            assert _found(query, workspace, workspace.index) == wanted
            assert _found(query, workspace, opened) == wanted

    # Details

    @property
    def _generations(self) -> Generations:
        return Generations(self.base / "data" / "index")

    def _settings(self) -> Settings:
        minimum, maximum, overlap = self.sizes
        return Settings.load(
            data=self.base / "data",
            collection=self.base / "empty",
            passage_minimum=minimum,
            passage_maximum=maximum,
            passage_overlap=overlap,
        )

    def _opened(self) -> Ingestion:
        return Ingestion.open(self._settings(), _Silent())

    def _reindex(self, sizes: tuple[int, int, int]) -> None:
        self.sizes = sizes
        self.ingestion.workspace.settings = self._settings()
        self._run(JobKind.REINDEX, [])
        assert self.ingestion.workspace.analyzer.passages == self._settings().passages

    def _held_by(self, holder: str | None) -> list[str]:
        """Return the names of a file and of its copies."""
        files = map(self.ingestion.workspace.library.files.get, self.told)
        return [one.source for one in files if one and holder in (one.source, one.same_as)]

    def _store(self, name: str, stories: set[int], kind: JobKind) -> None:
        job = self._run(kind, [PlannedFile(name, str(self.pages / name))])
        self.told[name] = stories
        deleted = self.deleted.get(name, set())
        self.deleted[name] = deleted - stories if kind is JobKind.ADD else deleted
        if FileState.SAME in job.files:
            self.deleted[name] = set()
        if kind is JobKind.ADD:  # what comes back in a file comes back in its copies
            for copy in self._held_by(name):
                self.deleted[copy] -= stories

    def _run(self, kind: JobKind, files: Sequence[PlannedFile]) -> Job:
        """Do a job as the worker does it, without waiting for its thread."""
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


def _numbers(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"编号(\d+)", text)}


def _found(
    query: str, workspace: Workspace, index: Index | None = None
) -> list[tuple[str, str, str, tuple[float | None, ...]]]:
    """Return article, passage, text and scores of each hit, the scores to the last bit."""
    snapshot = workspace.snapshot()
    question = read_question(query, snapshot.analyzer.segmenter)
    hits = retrieve(
        question, index or snapshot.index, workspace.library, snapshot.analyzer, 20
    ).ranked[:20]
    return [(hit.article.id, hit.passage.id, hit.text, astuple(hit.scores)) for hit in hits]


def run_settings(steps: int, steps_of_one_run: int, *more: Phase) -> settings:
    """Return how hypothesis is to make so many steps in all, and what it is to do ``more``."""
    return settings(
        max_examples=max(1, steps // steps_of_one_run),
        stateful_step_count=steps_of_one_run,
        deadline=None,
        database=None,
        phases=(Phase.generate, *more),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
