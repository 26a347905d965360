"""A process killed at any point loses nothing that was accepted and revives nothing deleted."""

from collections.abc import Iterator

import pytest

from scripts.crash_tests.fork_client import ForkServer
from scripts.crash_tests.fork_server import Task
from scripts.crash_tests.trial import CrashPoint, Trial, spread
from scripts.crash_tests.workload import SWITCH_ENCODER

pytestmark = pytest.mark.slow

POINTS = 12
DEEPENING_POINTS = 14
_READY = 4.7  # seconds of processor time; on a machine that does nothing else, they are seconds


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with ForkServer() as server:
        yield Trial.record(server, tmp_path_factory.mktemp("crashes"))


def test_undisturbed_session_loses_nothing(trial: Trial) -> None:
    held = [len(state.articles) for state in trial.expected]
    assert held == [1, 13, 13, 12, 11, 11, 11, 13, 13]
    assert [state.problems for state in trial.expected] == [[]] * len(held)
    after_add, after_change, after_delete = (trial.expected[step].answers for step in (1, 2, 3))
    assert [item[1][1] for item in (after_add, after_change)] == ["1602米", "1650米"]
    assert [item[3][1] for item in (after_change, after_delete)] == ["白沙播报", ""]
    assert trial.expected[6].answers == trial.expected[4].answers  # rolled back
    assert trial.expected[8].articles == trial.expected[7].articles  # with another encoder


def test_nothing_is_lost_duplicated_or_revived_wherever_the_process_is_killed(
    trial: Trial, effort: int
) -> None:
    points = spread(trial.failpoints, POINTS * effort)
    verdicts = [trial.crash_at(point) for point in points]
    assert {point.after_step + 1 for point in points} == set(range(SWITCH_ENCODER))
    assert all(verdict.killed for verdict in verdicts)
    assert [verdict for verdict in verdicts if verdict.is_bad] == []
    assert max(verdict.ready[1] for verdict in verdicts) <= _READY


def test_nothing_stored_is_encoded_again_wherever_encoding_is_killed(
    trial: Trial, effort: int
) -> None:
    points = spread(trial.deepening, DEEPENING_POINTS * effort, deepening=True)
    verdicts = [trial.crash_at(point) for point in points]
    assert len({point.after_step for point in points}) >= len(trial.deepening) - 1
    assert all(verdict.killed for verdict in verdicts)
    assert [verdict for verdict in verdicts if verdict.is_bad] == []
    assert sum(verdict.encoded_again for verdict in verdicts) == 0
    assert 0 < max(verdict.redone for verdict in verdicts) <= 16  # a round that was not stored


def test_encoding_may_be_killed_again_when_it_is_resumed(trial: Trial) -> None:
    verdict = trial.crash_at(CrashPoint(0, 1, 6, deepening=True, again=8))
    assert (verdict.killed, verdict.is_bad) == (True, False)


def test_reopening_may_be_killed_too(trial: Trial) -> None:
    verdict = trial.crash_at(CrashPoint(0, 1, trial.failpoints[1] // 2, again=15))
    assert (verdict.killed, verdict.lost, verdict.duplicated, verdict.problems) == (True, 0, 0, [])


def test_another_process_keeps_answering_through_changes_and_kills(trial: Trial) -> None:
    with ForkServer() as asking:
        verdict = trial.crash_at(CrashPoint(4, 5, trial.failpoints[5] - 5), asking)
    assert verdict.questions > 0
    assert (verdict.killed, verdict.lost, verdict.problems) == (True, 0, [])


def test_another_process_takes_over_the_job_of_a_killed_worker(trial: Trial) -> None:
    trial.restore(0)
    root = str(trial.folder.root)
    with ForkServer() as working:
        working.start_beside(Task("keep_working", root, kill_at=trial.failpoints[1] // 2))
        assert trial.server.run(Task("resume", root, last_step=1)) == 0
        assert working.wait() == -9
    assert trial.recovered_state() == trial.expected[1]
