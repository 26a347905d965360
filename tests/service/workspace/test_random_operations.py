"""Whatever was done to a data folder, its index equals one rebuilt from its library."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from scripts.operations.machine import RandomOperations, run_settings

pytestmark = pytest.mark.slow


def test_200_random_operations_leave_the_index_that_a_rebuild_makes() -> None:
    before = RandomOperations.steps
    run_state_machine_as_test(RandomOperations, settings=run_settings(200, 50))
    assert RandomOperations.steps - before >= 200
