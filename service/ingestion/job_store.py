"""Jobs in the library file: their tasks, their progress, and the outcome for each file."""

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path, PurePath
from threading import Lock
from typing import Any, NamedTuple
from uuid import uuid4

from embeddings.documents import Filing
from embeddings.errors import StorageError
from embeddings.library.database import Collections, Connection, Database
from embeddings.reading.results import NOTHING, Extent
from service.ingestion.job import FileState, Job, JobFile, JobKind, JobState, PlannedFile

_JOB = (
    "key, id, kind, state, created_at, started_at, finished_at, stage, done, total, details, reason"
)
_MOST_FINISHED = 200  # finished jobs; older ones are removed


class _Counts(NamedTuple):
    """What the files of a job in one state add up to."""

    state: str
    files: int
    articles: int
    tables: int
    pages: int
    characters: int
    retryable: int


class JobStore:
    """All jobs. Safe to use from many threads and processes."""

    def __init__(self, path: Path, within: Collections = None) -> None:
        """Open the library file at ``path``, perhaps limited to jobs within some collections."""
        self._path = path
        self._database = Database(path, within=within)
        self._limited: dict[tuple[str, ...], JobStore] = {}
        self._limiting = Lock()

    def limited_to(self, collections: Collections) -> "JobStore":
        """Return the store as if it held no jobs but for these collections; it can only be read."""
        if collections is None:
            return self
        with self._limiting:
            if collections not in self._limited:
                self._limited[collections] = JobStore(self._path, collections)
            return self._limited[collections]

    @property
    def _connection(self) -> Connection:
        return self._database.connection

    def create(self, kind: JobKind, files: Iterable[PlannedFile] = ()) -> Job:
        """Store a job durably: from now on it will run, even after a crash."""
        job_id, planned = uuid4().hex, list(files)
        reread = Counter(PurePath(file.source).suffix for file in planned if file.is_reread)
        with self._database.transaction() as connection:
            row = connection.execute(
                "INSERT INTO jobs (id, kind, state, details, created_at, stage, done, total, "
                "reason) VALUES (?, ?, ?, ?, ?, '', 0, 0, '')",
                (job_id, kind, JobState.QUEUED, json.dumps({"reread": reread}), time.time()),
            )
            key = row.lastrowid
            connection.executemany(
                "INSERT INTO job_files (job, n, source, path, state, collection, shown_as, "
                "fixed, articles, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '')",
                (
                    (key, n, file.source, file.path, FileState.QUEUED, *astuple(file.filing))
                    for n, file in enumerate(planned)
                ),
            )
            _remove_old(connection)
        return self._select("WHERE id = ?", job_id)[0]

    def find(self, job_id: str) -> Job | None:
        """Return the job with this id, or None."""
        found = self._select("WHERE id = ?", job_id)
        return found[0] if found else None

    def newest(self, before: int | None, limit: int) -> list[Job]:
        """Return up to ``limit`` jobs with keys below ``before``, newest first; None means all."""
        return self._select(
            "WHERE ?1 IS NULL OR key < ?1 ORDER BY key DESC LIMIT ?2", before, limit
        )

    def next(self) -> Job | None:
        """Return the first job that is not finished."""
        unfinished = (JobState.QUEUED, JobState.RUNNING, JobState.CANCELLING)
        found = self._select("WHERE state IN (?, ?, ?) ORDER BY key LIMIT 1", *unfinished)
        return found[0] if found else None

    def files(
        self, job: Job, state: FileState | None = None, after: int = -1, limit: int = -1
    ) -> list[JobFile]:
        """Return the files of a job after position ``after``, in order; ``limit`` -1 means all."""
        query = (
            "SELECT n, source, path, state, articles, reason, tables, pages, characters, "
            "retryable, collection, shown_as, fixed FROM job_files "
            "WHERE job = ?1 AND n > ?2 AND (?3 IS NULL OR state = ?3) ORDER BY n LIMIT ?4"
        )
        rows = self._connection.execute(query, (job.key, after, state, limit))
        return list(map(_read_file_row, rows))

    def counts(self) -> dict[tuple[JobKind, JobState], int]:
        """Return how many jobs are stored, by kind and state."""
        query = "SELECT kind, state, count(*) FROM jobs GROUP BY kind, state"
        rows = self._connection.execute(query)
        return {(JobKind(kind), JobState(state)): count for kind, state, count in rows}

    def find_needed_paths(self, since: float) -> list[str]:
        """Return the paths that a job still has to read, or may be asked to retry.

        The latter failed or were cancelled, in a job that ended after ``since``.
        """
        query = (
            "SELECT f.path FROM job_files f JOIN jobs j ON j.key = f.job WHERE f.path <> '' "
            "AND (j.finished_at IS NULL OR (j.finished_at > ? AND f.state IN (?, ?)))"
        )
        values = (since, FileState.FAILED, FileState.CANCELLED)
        return [row[0] for row in self._connection.execute(query, values)]

    def find_waiting_path(self, source: str) -> str | None:
        """Return the path from which an unfinished job will read the file ``source``, if any."""
        query = (
            "SELECT f.path FROM jobs j JOIN job_files f ON f.job = j.key AND f.state = ? "
            "WHERE j.finished_at IS NULL AND f.source = ? ORDER BY j.key DESC LIMIT 1"
        )
        row = self._connection.execute(query, (FileState.QUEUED, source)).fetchone()
        return row[0] if row else None

    def begin(self, job: Job) -> None:
        """Record that a job is running."""
        self._update(
            "UPDATE jobs SET state = iif(state = ?, state, ?), "
            "started_at = coalesce(started_at, ?), reason = '' WHERE key = ?",
            (JobState.CANCELLING, JobState.RUNNING, time.time(), job.key),
        )

    def progress(self, job: Job, stage: str, done: int, total: int) -> None:
        """Record the progress of a job."""
        query = (
            "UPDATE jobs SET details = iif(stage = ?1, details, "
            "json_set(details, '$.stage_started_at', ?2)), stage = ?1, done = ?3, total = ?4 "
            "WHERE key = ?5"
        )
        self._update(query, (stage, time.time(), done, total, job.key))

    def wait(self, job: Job, reason: str) -> None:
        """Record that a job is waiting and why; nothing of it is lost.

        If even that cannot be written, the last recorded state stays.
        """
        with suppress(StorageError):
            query = "UPDATE jobs SET stage = 'waiting', reason = ? WHERE key = ?"
            self._update(query, (reason, job.key))

    def note(self, job: Job, file: JobFile) -> None:
        """Record the outcome for a file."""
        query = (
            "UPDATE job_files SET state = ?, articles = ?, reason = ?, tables = ?, pages = ?, "
            "characters = ?, retryable = ? WHERE job = ? AND n = ?"
        )
        extent = file.extent
        counts = (extent.tables, extent.pages, extent.characters, file.retryable)
        values = (file.state, file.articles, file.reason, *counts, job.key, file.n)
        self._update(query, values)

    def note_articles(self, job: Job, n: int, articles: int) -> None:
        """Record how many articles of a file are stored so far."""
        query = "UPDATE job_files SET articles = ? WHERE job = ? AND n = ?"
        self._update(query, (articles, job.key, n))

    def note_searchable(self, job: Job) -> None:
        """Record that all files processed so far are searchable."""
        query = (
            "UPDATE jobs SET details = json_set(details, '$.searchable', (SELECT count(*) FROM "
            "job_files WHERE job = ?1 AND state NOT IN (?2, ?3, ?4))) WHERE key = ?1"
        )
        states = (FileState.QUEUED, FileState.FAILED, FileState.CANCELLED)
        self._update(query, (job.key, *states))

    def finish(self, job: Job, state: JobState, reason: str = "") -> None:
        """Record how a job ended; its unprocessed files end the same way."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE jobs SET state = ?, finished_at = ?, stage = '', reason = ? WHERE key = ?",
                (state, time.time(), reason, job.key),
            )
            file_state = FileState.FAILED if state is JobState.FAILED else FileState.CANCELLED
            connection.execute(
                "UPDATE job_files SET state = ?, reason = ?, retryable = 1 "
                "WHERE job = ? AND state = ?",
                (file_state, reason, job.key, FileState.QUEUED),
            )

    def cancel(self, job_id: str) -> Job | None:
        """Ask a job to stop after the current file; return it, or None if there is none."""
        job = self.find(job_id)
        if job is None:
            return None
        self._update(
            "UPDATE jobs SET state = ? WHERE key = ? AND state IN (?, ?)",
            (JobState.CANCELLING, job.key, JobState.QUEUED, JobState.RUNNING),
        )
        return self.find(job_id)

    def is_cancelled(self, job: Job) -> bool:
        """Return whether a job was asked to stop."""
        query = "SELECT state FROM jobs WHERE key = ?"
        row = self._connection.execute(query, (job.key,)).fetchone()
        return row is None or row[0] == JobState.CANCELLING

    def _select(self, condition: str, *values: str | int | None) -> list[Job]:
        query = f"SELECT {_JOB} FROM jobs {condition}"  # noqa: S608
        rows = self._connection.execute(query, values).fetchall()
        return [_read_job_row(row, self._count_files(row[0])) for row in rows]

    def _count_files(self, key: int) -> list[_Counts]:
        query = (
            "SELECT state, count(*), sum(articles), sum(tables), sum(pages), sum(characters), "
            "sum(retryable) FROM job_files WHERE job = ? GROUP BY state"
        )
        return [_Counts(*row) for row in self._connection.execute(query, (key,))]

    def _update(self, query: str, values: Sequence[str | int | float | None]) -> None:
        with self._database.transaction() as connection:
            connection.execute(query, values)


def _remove_old(connection: Connection) -> None:
    states = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
    connection.execute(
        "DELETE FROM jobs WHERE state IN (?, ?, ?) AND key <= (SELECT max(key) FROM jobs) - ?",
        (*states, _MOST_FINISHED),
    )


def _read_job_row(row: Sequence[str], counts: Sequence[_Counts]) -> Job:
    (
        key,
        job_id,
        kind,
        state,
        created,
        started,
        finished,
        stage,
        done,
        total,
        json_details,
        reason,
    ) = row
    details = json.loads(json_details)
    return Job(
        key=int(key),
        id=job_id,
        kind=JobKind(kind),
        state=JobState(state),
        created_at=float(created),
        started_at=None if started is None else float(started),
        finished_at=None if finished is None else float(finished),
        stage=stage,
        stage_started_at=details.get("stage_started_at"),
        done=int(done),
        total=int(total),
        searchable=details.get("searchable", 0),
        reason=reason,
        files={FileState(one.state): one.files for one in counts},
        articles=sum(one.articles for one in counts),
        extent=sum((Extent(one.tables, one.pages, one.characters) for one in counts), NOTHING),
        reread=details.get("reread", {}),
        retryable=sum(one.retryable for one in counts),
    )


def _read_file_row(row: Sequence[Any]) -> JobFile:
    n, source, path, state, articles, reason, *rest = row
    tables, pages, characters, retryable, collection, shown_as, fixed = rest
    extent = Extent(tables, pages, characters)
    state = FileState(state)
    filing = Filing(collection, shown_as, bool(fixed))
    return JobFile(n, source, path, state, articles, reason, extent, bool(retryable), filing)
