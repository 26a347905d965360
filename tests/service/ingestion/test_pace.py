"""The pace of a job and its remaining time."""

from dataclasses import replace

import pytest

from service.ingestion.job import FileState, Job, JobKind, JobState
from service.ingestion.job_pace import Pace, estimate_pace

JOB = Job(
    key=1,
    id="a",
    kind=JobKind.ADD,
    state=JobState.RUNNING,
    created_at=90.0,
    started_at=100.0,
    finished_at=None,
    stage="reading",
    stage_started_at=100.0,
    done=20,
    total=100,
    searchable=0,
    articles=0,
    reason="",
    files={FileState.STORED: 15, FileState.FAILED: 5, FileState.QUEUED: 80},
)
INDEXING = replace(
    JOB, stage="indexing", stage_started_at=150.0, done=300, total=1200, files={FileState.STORED: 9}
)


def test_files_are_counted_while_some_wait() -> None:
    assert estimate_pace(JOB, 110.0) == Pace("files", 2.0, 40.0)


def test_indexing_in_between_counts_against_the_files() -> None:
    assert estimate_pace(replace(INDEXING, files=JOB.files), 120.0) == Pace("files", 1.0, 80.0)


def test_passages_of_the_stage_are_counted_when_all_files_are_read() -> None:
    assert estimate_pace(INDEXING, 160.0) == Pace("passages", 30.0, 30.0)


def test_reindexing_has_passages_alone() -> None:
    assert estimate_pace(replace(INDEXING, kind=JobKind.REINDEX, files={}), 160.0).eta == 30.0


@pytest.mark.parametrize(
    "job",
    [
        replace(JOB, state=JobState.QUEUED, started_at=None),
        replace(JOB, state=JobState.CANCELLING),
        replace(JOB, state=JobState.DONE),
        replace(JOB, started_at=109.9),
        replace(JOB, files={FileState.QUEUED: 100}),
        replace(INDEXING, done=0, total=0),
        replace(INDEXING, stage_started_at=None),
    ],
)
def test_speed_is_unknown_where_nothing_can_be_measured(job: Job) -> None:
    found = estimate_pace(job, 110.0)
    assert (found.per_second, found.eta) == (None, None)
