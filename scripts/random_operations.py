"""Run random operations on a data folder and compare its index with a rebuilt one.

    python -m scripts.random_operations [--steps N] [--seed N]

After every operation the library must hold what was stored in it, and the index what the library
holds. After every hundred, 100 queries must find the same passages with the same scores in the same
order as in an index rebuilt from the library. A failure is shrunk to the fewest operations that
show it. Needs hypothesis: `pip install -e .[test]`.
"""

import argparse
import sys
from collections.abc import Sequence

from hypothesis import Phase, seed
from hypothesis.stateful import run_state_machine_as_test

from scripts.operations.machine import RandomOperations, run_settings

_STEPS_PER_RUN = 100


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the given number of operations and print the outcome."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=2000, metavar="N", help="default: 2000")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: 1")
    options = parser.parse_args(arguments)
    machine = seed(options.seed)(RandomOperations)
    settings = run_settings(options.steps, _STEPS_PER_RUN, Phase.shrink)
    run_state_machine_as_test(machine, settings=settings)
    sys.stdout.write(f"{RandomOperations.steps} operations, no difference\n")


if __name__ == "__main__":
    main()
