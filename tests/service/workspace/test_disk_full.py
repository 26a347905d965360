"""On a full disk a change waits or is refused with a reason; nothing is lost or half published."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import pytest

from scripts.crash_tests.fork_client import ForkServer, result_of
from scripts.crash_tests.fork_server import Task
from scripts.crash_tests.trial import Trial
from scripts.crash_tests.workload import REINDEX, SWITCH_ENCODER

pytestmark = pytest.mark.slow

T = TypeVar("T")

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


def a_third(cases: Sequence[T], effort: int) -> Sequence[T]:
    """Return every third case, or all of them if a thorough run is asked for."""
    return cases[:: 3 if effort == 1 else 1]


def check(trial: Trial, task: Task) -> None:
    is_encoding = task.action == "fill_disk_while_deepening"
    trial.restore(task.last_step if is_encoding else task.last_step - 1)
    assert trial.server.run(task) == 0, task
    outcome = result_of(task)["result"]
    assert outcome["messages"], task
    assert all("disk" in message for message in outcome["messages"])
    assert outcome["job_state"] in (("running", "queued") if outcome["accepted"] else ("",))
    assert outcome["answers_unchanged"], task
    assert outcome["state"] == trial.expected[task.last_step].as_json(), task


def test_change_waits_for_room_whatever_could_not_be_written_first(
    trial: Trial, effort: int
) -> None:
    for step, first in a_third(STEPS, effort):
        check(trial, Task("fill_disk", str(trial.folder.root), step, full_from=first))


def test_encoding_waits_for_room_whatever_could_not_be_written_first(
    trial: Trial, effort: int
) -> None:
    root = str(trial.folder.root)
    for step, first in a_third(ENCODING, effort):
        check(trial, Task("fill_disk_while_deepening", root, step, full_from=first))


def test_encoding_waits_when_the_system_refuses_larger_files(trial: Trial, effort: int) -> None:
    root = str(trial.folder.root)
    for limit in a_third([0, 2_000], effort):
        check(trial, Task("fill_disk_while_deepening", root, REINDEX, size_limit=limit))


def test_change_waits_when_the_system_refuses_larger_files(trial: Trial, effort: int) -> None:
    for step, limit in a_third(SIZES, effort):
        check(trial, Task("fill_disk", str(trial.folder.root), step, size_limit=limit))
