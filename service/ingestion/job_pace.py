"""How fast a job is, and when it will be done."""

from dataclasses import dataclass

from service.ingestion.job import Job, JobState

_LEAST_SECONDS = 0.5  # before which a speed says little


@dataclass(frozen=True, slots=True)
class Pace:
    """The speed of a job.

    Attributes:
        unit: what it is counted in: files while there are some to read, then passages.
        per_second: units a second; None while that cannot be told.
        eta: seconds that are left; None while that cannot be told.
    """

    unit: str
    per_second: float | None
    eta: float | None


def estimate_pace(job: Job, now: float) -> Pace:
    """Return how fast ``job`` is at the time ``now``, in seconds since 1970.

    While files wait, all that was done since the job began counts, the indexing in between too.
    After that it is the stage that counts.
    """
    if job.files_done < job.files_total or job.stage == "reading":
        return _pace("files", job, (job.files_done, job.files_total), job.started_at, now)
    return _pace("passages", job, (job.done, job.total), job.stage_started_at, now)


def _pace(unit: str, job: Job, count: tuple[int, int], since: float | None, now: float) -> Pace:
    done, total = count
    elapsed = 0.0 if since is None else now - since
    if job.state is not JobState.RUNNING or elapsed < _LEAST_SECONDS or not 0 < done <= total:
        return Pace(unit, None, None)
    speed = done / elapsed
    return Pace(unit, speed, (total - done) / speed)
