"""Durable jobs: every change of the library that takes time is written down before it begins."""

from service.jobs.nouns import FileState, Job, JobFile, JobKind, JobState, Planned
from service.jobs.store import Jobs

__all__ = ["FileState", "Job", "JobFile", "JobKind", "JobState", "Jobs", "Planned"]
