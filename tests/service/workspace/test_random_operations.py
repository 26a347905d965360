"""Random operations on a data folder end where a clean rebuild begins."""

from hypothesis.stateful import run_state_machine_as_test

from tests.support.random_operations import RandomOperations, run_settings


def test_200_random_operations_end_where_a_clean_rebuild_begins() -> None:
    before = RandomOperations.steps
    run_state_machine_as_test(RandomOperations, settings=run_settings(200, 50))
    assert RandomOperations.steps - before >= 200
