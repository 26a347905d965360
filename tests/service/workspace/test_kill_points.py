"""A process that is ended anywhere loses nothing that was accepted, and brings nothing back."""

from collections.abc import Iterator

import pytest

from scripts.crash_tests.fork_server import Order
from scripts.crash_tests.trial import Forks, Point, Trial, begin_beside, spread

pytestmark = pytest.mark.slow

POINTS = 20
_READY = 5.0  # seconds of processor time; on a machine that does nothing else, they are seconds


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with Forks() as forks:
        yield Trial.begin(forks, tmp_path_factory.mktemp("crashes"))


def test_undisturbed_session_is_without_a_fault(trial: Trial) -> None:
    held = [len(state.articles) for state in trial.reference]
    assert held == [1, 13, 13, 12, 11, 11, 11, 13]
    assert [state.faults for state in trial.reference] == [[]] * len(held)
    after_add, after_change, after_delete = (trial.reference[step].answers for step in (1, 2, 3))
    assert [one[1][1] for one in (after_add, after_change)] == ["1602米", "1650米"]
    assert [one[3][1] for one in (after_change, after_delete)] == ["白沙播报", ""]
    assert trial.reference[6].answers == trial.reference[4].answers  # rolled back


def test_nothing_is_lost_doubled_or_revived_wherever_it_is_ended(trial: Trial) -> None:
    points = spread(trial.boundaries, POINTS)
    verdicts = [trial.end_at(point) for point in points]
    assert len({point.after for point in points}) == len(trial.boundaries)
    assert all(one.killed for one in verdicts)
    bad = [one for one in verdicts if one.lost or one.duplicated or one.revived or one.wrong]
    assert bad == []
    assert max(one.ready[1] for one in verdicts) <= _READY


def test_opening_again_may_be_ended_too(trial: Trial) -> None:
    verdict = trial.end_at(Point(0, 1, trial.boundaries[1] // 2, again=15))
    assert (verdict.killed, verdict.lost, verdict.duplicated, verdict.wrong) == (True, 0, 0, [])


def test_another_process_answers_on_while_it_is_changed_and_ended(trial: Trial) -> None:
    with Forks() as readers:
        verdict = trial.end_at(Point(4, 5, trial.boundaries[5] - 5), readers)
    assert verdict.asked > 0
    assert (verdict.killed, verdict.lost, verdict.wrong) == (True, 0, [])


def test_another_process_takes_over_the_job_of_a_worker_that_is_ended(trial: Trial) -> None:
    trial.restore(0)
    root = str(trial.place.root)
    with Forks() as workers:
        begin_beside(workers, Order("work_on", root, die_at=trial.boundaries[1] // 2))
        assert trial.forks.run(Order("play_on", root, last=1)) == 0
        assert workers.end() == -9
    assert trial.found() == trial.reference[1]
