"""Jobs are recorded before they start; they report progress and the outcome of each file."""

from pathlib import Path

import pytest

from service.ingestion.job import FileState, Job, JobKind, JobState, PlannedFile
from service.ingestion.job_store import JobStore

FILES = [PlannedFile(f"{n}.txt", f"/pages/{n}.txt") for n in range(3)]


@pytest.fixture
def jobs(tmp_path: Path) -> JobStore:
    return JobStore(tmp_path / "library.sqlite3")


def again(jobs: JobStore, job: Job) -> Job:
    found = jobs.find(job.id)
    assert found is not None
    return found


def finish(jobs: JobStore, job: Job, state: JobState = JobState.DONE) -> None:
    jobs.begin(job)
    jobs.finish(job, state)


def test_new_job_waits_with_all_its_files(jobs: JobStore) -> None:
    job = jobs.create(JobKind.ADD, FILES)
    assert (job.kind, job.state, job.started_at, job.finished_at) == (
        JobKind.ADD,
        JobState.QUEUED,
        None,
        None,
    )
    assert (job.files, job.files_total, job.files_done) == ({FileState.QUEUED: 3}, 3, 0)
    assert [(file.n, file.source, file.path) for file in jobs.files(job)] == [
        (n, f"{n}.txt", f"/pages/{n}.txt") for n in range(3)
    ]


def test_job_outlives_the_process_that_wrote_it_down(jobs: JobStore, tmp_path: Path) -> None:
    job = jobs.create(JobKind.ADD, FILES)
    other = JobStore(tmp_path / "library.sqlite3")
    assert other.next() == job
    assert other.files(job) == jobs.files(job)


def test_jobs_are_done_in_the_order_in_which_they_were_written_down(jobs: JobStore) -> None:
    first, second = jobs.create(JobKind.ADD, FILES), jobs.create(JobKind.REINDEX)
    jobs.begin(first)
    assert jobs.next() == again(jobs, first)  # after a crash it is gone on with
    jobs.finish(first, JobState.DONE)
    assert jobs.next() == second
    finish(jobs, second)
    assert jobs.next() is None


def test_newest_jobs_come_first_and_pages_neither_repeat_nor_miss(jobs: JobStore) -> None:
    made = [jobs.create(JobKind.ADD) for _ in range(5)]
    first = jobs.newest(None, 2)
    rest = jobs.newest(first[-1].key, 10)
    assert [job.id for job in (*first, *rest)] == [job.id for job in made[::-1]]


def test_each_file_reports_its_outcome(jobs: JobStore) -> None:
    job = jobs.create(JobKind.ADD, FILES)
    jobs.begin(job)
    _, second, _ = jobs.files(job)
    jobs.note(job, second.__class__(1, second.source, second.path, FileState.FAILED, 0, "leer"))
    reported = again(jobs, job)
    assert reported.files == {FileState.QUEUED: 2, FileState.FAILED: 1}
    assert (reported.files_done, reported.files_total) == (1, 3)
    assert [file.n for file in jobs.files(job, FileState.QUEUED)] == [0, 2]
    assert [file.reason for file in jobs.files(job, FileState.FAILED)] == ["leer"]
    assert [file.n for file in jobs.files(job, after=0, limit=1)] == [1]


def test_progress_shows_the_stage_and_ends_with_the_job(jobs: JobStore) -> None:
    job = jobs.create(JobKind.REINDEX)
    jobs.begin(job)
    jobs.progress(job, "indexing", 200, 900)
    reported = again(jobs, job)
    assert (reported.state, reported.stage, reported.done, reported.total) == (
        JobState.RUNNING,
        "indexing",
        200,
        900,
    )
    jobs.finish(job, JobState.FAILED, "the disk is full")
    reported = again(jobs, job)
    assert (reported.state, reported.stage, reported.reason) == (
        JobState.FAILED,
        "",
        "the disk is full",
    )
    assert reported.started_at is not None
    assert reported.finished_at is not None
    assert reported.created_at <= reported.started_at <= reported.finished_at


@pytest.mark.parametrize(
    ("end", "left"),
    [(JobState.CANCELLED, FileState.CANCELLED), (JobState.FAILED, FileState.FAILED)],
)
def test_files_that_were_not_dealt_with_share_the_end_of_their_job(
    jobs: JobStore, end: JobState, left: FileState
) -> None:
    job = jobs.create(JobKind.ADD, FILES)
    jobs.finish(job, end, "why")
    assert again(jobs, job).files == {left: 3}
    assert {file.reason for file in jobs.files(job)} == {"why"}


def test_cancelled_job_is_asked_to_stop_and_a_finished_one_is_not(jobs: JobStore) -> None:
    job, done = jobs.create(JobKind.ADD, FILES), jobs.create(JobKind.ADD)
    finish(jobs, done)
    assert not jobs.is_cancelled(job)
    for item, state in ((job, JobState.CANCELLING), (done, JobState.DONE)):
        cancelled = jobs.cancel(item.id)
        assert cancelled is not None
        assert cancelled.state is state
    assert jobs.is_cancelled(job)
    assert jobs.cancel("unknown") is None


def test_job_that_is_cancelled_right_before_it_begins_stays_cancelled(jobs: JobStore) -> None:
    job = jobs.create(JobKind.ADD, FILES)
    jobs.cancel(job.id)
    jobs.begin(job)
    assert jobs.is_cancelled(job)


def test_searchable_files_are_those_that_were_dealt_with_and_did_not_fail(jobs: JobStore) -> None:
    job = jobs.create(JobKind.ADD, FILES)
    for file, state in zip(jobs.files(job), (FileState.STORED, FileState.FAILED), strict=False):
        jobs.note(job, file.__class__(file.n, file.source, file.path, state, 1, ""))
    assert again(jobs, job).searchable == 0
    jobs.note_searchable(job)
    assert again(jobs, job).searchable == 1


def test_old_finished_jobs_are_forgotten_and_waiting_ones_never(jobs: JobStore) -> None:
    waiting, done = jobs.create(JobKind.ADD, FILES), jobs.create(JobKind.ADD, FILES)
    finish(jobs, done)
    for _ in range(201):
        jobs.create(JobKind.ADD)
    assert jobs.find(done.id) is None
    assert jobs.find(waiting.id) is not None
    assert jobs.files(done) == []
