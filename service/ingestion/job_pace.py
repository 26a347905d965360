"""Estimate the speed of a job and its remaining time."""

from dataclasses import dataclass

from service.ingestion.job import Job, JobState

_LEAST_SECONDS = 0.5  # an earlier estimate means little


@dataclass(frozen=True, slots=True)
class Pace:
    """The speed of a job.

    Attributes:
        unit: what is counted: pages while they are recognised, files while any are left to read,
            then passages.
        per_second: units per second; None while unknown.
        eta: remaining seconds; None while unknown.
    """

    unit: str
    per_second: float | None
    eta: float | None


def estimate_pace(job: Job, now: float) -> Pace:
    """Return the speed of ``job`` at the time ``now``, in seconds since 1970.

    While files are left, the time since the job began counts, including indexing in between; after
    that, only the time of the current stage.
    """
    if job.stage == "recognizing":
        return _compute_pace("pages", job, (job.done, job.total), job.stage_started_at, now)
    if job.files_done < job.files_total or job.stage == "reading":
        return _compute_pace("files", job, (job.files_done, job.files_total), job.started_at, now)
    return _compute_pace("passages", job, (job.done, job.total), job.stage_started_at, now)


def _compute_pace(
    unit: str, job: Job, count: tuple[int, int], since: float | None, now: float
) -> Pace:
    done, total = count
    elapsed = 0.0 if since is None else now - since
    if job.state is not JobState.RUNNING or elapsed < _LEAST_SECONDS or not 0 < done <= total:
        return Pace(unit, None, None)
    speed = done / elapsed
    return Pace(unit, speed, (total - done) / speed)
