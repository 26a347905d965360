"""On a full disk a change waits or is refused with a reason; nothing is lost or half published."""

from collections.abc import Iterator

import pytest

from scripts.crash_tests.fork_client import ForkServer, result_of
from scripts.crash_tests.fork_server import Task
from scripts.crash_tests.trial import Trial
from scripts.crash_tests.workload import REINDEX, SWITCH_ENCODER

pytestmark = pytest.mark.slow

ADD = 1
STEPS = [
    *((ADD, first) for first in (1, 2, 4, 7, 12, 17, 22, 27, 32)),
    *((REINDEX, first) for first in (1, 2, 3, 6, 9, 12, 15)),
]
# Bytes that a file may have: the library's log, its file and the index reach them one by one.
SIZES = [(ADD, 0), (ADD, 500), (ADD, 40_000), (REINDEX, 0), (REINDEX, 2_000), (REINDEX, 100_000)]
ENCODING = [
    *((ADD, first) for first in (1, 2, 3, 5, 7, 8, 11, 14, 17, 19)),
    *((SWITCH_ENCODER, first) for first in (1, 6, 16)),
]


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with ForkServer() as server:
        yield Trial.record(server, tmp_path_factory.mktemp("full"))


def check(trial: Trial, task: Task) -> None:
    is_encoding = task.action == "fill_disk_while_deepening"
    trial.restore(task.last_step if is_encoding else task.last_step - 1)
    assert trial.server.run(task) == 0
    outcome = result_of(task)["result"]
    assert outcome["messages"]
    assert all("disk" in message for message in outcome["messages"])
    assert outcome["job_state"] in (("running", "queued") if outcome["accepted"] else ("",))
    assert outcome["answers_unchanged"]
    assert outcome["state"] == trial.expected[task.last_step].as_json()


@pytest.mark.parametrize(("step", "first"), STEPS)
def test_change_waits_for_room_whatever_could_not_be_written_first(
    trial: Trial, step: int, first: int
) -> None:
    check(trial, Task("fill_disk", str(trial.folder.root), step, full_from=first))


@pytest.mark.parametrize(("step", "first"), ENCODING)
def test_encoding_waits_for_room_whatever_could_not_be_written_first(
    trial: Trial, step: int, first: int
) -> None:
    check(trial, Task("fill_disk_while_deepening", str(trial.folder.root), step, full_from=first))


@pytest.mark.parametrize("limit", [0, 2_000])
def test_encoding_waits_when_the_system_refuses_larger_files(trial: Trial, limit: int) -> None:
    check(
        trial,
        Task("fill_disk_while_deepening", str(trial.folder.root), REINDEX, size_limit=limit),
    )


@pytest.mark.parametrize(("step", "limit"), SIZES)
def test_change_waits_when_the_system_refuses_larger_files(
    trial: Trial, step: int, limit: int
) -> None:
    check(trial, Task("fill_disk", str(trial.folder.root), step, size_limit=limit))
