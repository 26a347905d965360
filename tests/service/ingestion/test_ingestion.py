"""A data folder at work: documents come and go by jobs that survive a crash."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import FileState, JobKind, JobState
from service.ingestion.job_store import JobStore
from tests.support.console import WENBAO
from tests.support.environment import environment
from tests.support.workspaces import Silent, open_ingestion, write_pages

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。街道还创作了教育漫画墙。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
}
MANY = 150


def story(n: int) -> str:
    return (
        f"第{n}村的故事\n\n第{n}村组织志愿者清理河道,修好了{n + 2}盏路灯,村民们都说生活更方便了。\n"
    )


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of so many files that a process can be killed in between."""
    return write_pages(tmp_path / "many", {f"{n:03}.txt": story(n) for n in range(MANY)})


@pytest.fixture
def ingestion(tmp_path: Path) -> Ingestion:
    return open_ingestion(tmp_path / "data", collection=write_pages(tmp_path / "pages", PAGES))


@contextmanager
def process(data: Path, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``wenbao`` on a data folder; it is killed at the end if it has not ended."""
    command = [WENBAO, *arguments, "--data", str(data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment(**settings)
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def kill_within_a_job(started: subprocess.Popen[str], jobs: JobStore, files: int) -> None:
    """Kill a process when the newest job has dealt with some of ``files`` files."""
    while started.poll() is None:
        job = next(iter(jobs.newest(None, 1)), None)
        if job and job.files_total == files and 5 <= job.files_done < files:
            started.kill()
            started.wait()
            return
    pytest.fail("the process ended before it could be killed")


def assert_whole(ingestion: Ingestion, files: int) -> None:
    """Assert that every file is stored once, and indexed, and that nothing is left to do."""
    library = ingestion.workspace.library
    sources = [article.source for article in library.articles.page()]
    assert len(sources) == len(set(sources)) == files
    keys = library.passages.keys(ingestion.workspace.analyzer.passages).tolist()
    assert ingestion.workspace.snapshot().index.vectors.keys.tolist() == keys
    assert len(keys) == files
    assert ingestion.jobs.next() is None


def test_first_opening_fills_the_library_with_the_collection(ingestion: Ingestion) -> None:
    [job] = ingestion.jobs.newest(None, 10)
    assert (job.kind, job.state, job.files) == (JobKind.ADD, JobState.DONE, {FileState.STORED: 2})
    assert_whole(ingestion, 2)


def test_library_that_was_emptied_is_not_filled_again(ingestion: Ingestion, tmp_path: Path) -> None:
    for source in PAGES:
        ingestion.workspace.library.delete_file(source)
    again = open_ingestion(tmp_path / "data", collection=tmp_path / "pages")
    assert again.workspace.library.is_empty()
    assert len(again.jobs.newest(None, 10)) == 1


def test_bad_file_is_named_and_the_others_become_searchable(
    ingestion: Ingestion, tmp_path: Path
) -> None:
    folder = write_pages(tmp_path / "more", {"a.txt": story(1), "c.txt": story(2)})
    (folder / "b.txt").write_bytes(b"\x00\x01" * 50)
    watcher = Silent()
    job = ingestion.follow(ingestion.add([folder]), watcher)
    assert (job.state, job.reason) == (JobState.DONE, "")
    assert job.files == {FileState.STORED: 2, FileState.FAILED: 1}
    assert (job.files_total, job.files_done, job.searchable) == (3, 3, 2)
    reported = [(file.source, file.state, file.articles) for file in ingestion.jobs.files(job)]
    assert reported == [
        ("a.txt", FileState.STORED, 1),
        ("b.txt", FileState.FAILED, 0),
        ("c.txt", FileState.STORED, 1),
    ]
    [reason] = [file.reason for file in ingestion.jobs.files(job) if file.reason]
    assert reason.startswith("b.txt: this is not a text file")
    assert watcher.jobs[-1] == job
    assert "第2村" in Assistant(ingestion.workspace).ask("第2村修好了几盏路灯?").text


def test_file_that_vanished_before_its_turn_is_named(ingestion: Ingestion, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "more", {"a.txt": story(1), "b.txt": story(2)})
    job = ingestion.add([folder])
    (folder / "a.txt").unlink()
    job = ingestion.follow(job, Silent())
    assert job.files == {FileState.STORED: 1, FileState.FAILED: 1}
    assert "cannot be opened" in ingestion.jobs.files(job)[0].reason


def test_cancelled_job_stops_and_keeps_what_it_stored(ingestion: Ingestion, many: Path) -> None:
    class Cancelling(Silent):
        def job(self, job: object) -> None:
            ingestion.jobs.cancel(queued.id)

    queued = ingestion.add([many])
    job = ingestion.follow(queued, Cancelling())
    assert job.state is JobState.CANCELLED
    stored = job.files.get(FileState.STORED, 0)
    assert job.files[FileState.CANCELLED] == MANY - stored > 0
    assert_whole(ingestion, 2 + stored)


def test_first_fill_that_was_killed_is_finished_at_the_next_opening(
    many: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with process(data, "search", "路灯", WENBAO_COLLECTION=str(many)) as filling:
        kill_within_a_job(filling, JobStore(data / "library.sqlite3"), MANY)
    ingestion = open_ingestion(data, collection=many)
    [job] = ingestion.jobs.newest(None, 10)
    assert job.state is JobState.DONE
    # Ended between storing a file and noting it, that file is met again as one that is there.
    again = job.files.get(FileState.UNCHANGED, 0)
    assert job.files[FileState.STORED] == MANY - again >= MANY - 1
    assert_whole(ingestion, MANY)


def test_job_of_a_killed_server_is_taken_over(ingestion: Ingestion, many: Path) -> None:
    data = ingestion.workspace.settings.data
    with process(data, "serve", "--port", "0") as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("Wenbao answers at ")
        added = ingestion.jobs.create(JobKind.ADD)  # the server works, and has its lock
        assert ingestion.follow(added, Silent()).state is JobState.DONE
        assert not ingestion.worker.lock.try_acquire()
        job = ingestion.add([many])
        kill_within_a_job(server, ingestion.jobs, MANY)
    left = ingestion.jobs.find(job.id)
    assert left is not None
    assert left.state is JobState.RUNNING
    done = ingestion.follow(job, Silent())
    assert (done.state, done.files_done, done.searchable) == (JobState.DONE, MANY, MANY)
    assert_whole(ingestion, 2 + MANY)


def test_worker_that_stops_leaves_its_place_to_another(
    ingestion: Ingestion, tmp_path: Path
) -> None:
    other = open_ingestion(ingestion.workspace.settings.data)
    ingestion.worker.start()
    ingestion.follow(ingestion.jobs.create(JobKind.ADD), Silent())
    assert not other.worker.lock.try_acquire()
    ingestion.worker.stop()
    page = write_pages(tmp_path / "more", {"a.txt": story(1)})
    assert other.follow(other.add([page]), Silent()).state is JobState.DONE
    assert len(ingestion.workspace.snapshot().index.vectors) == 3
