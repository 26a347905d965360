"""Do random operations on a data folder and compare its index with one that is built anew.

    python -m scripts.random_operations [--steps N] [--seed N]

After every operation the library must hold what it was told to hold, and the index what the library
holds; after every hundred, 100 queries must find the same passages with the same scores in the same
order as in an index of the same library that is built anew. The operations are those of the tests,
so that the packages of `pip install -e .[test]` are needed. A failure is shrunk to the fewest
operations that show it.
"""

import argparse
import sys
from collections.abc import Sequence

from hypothesis import Phase, seed
from hypothesis.stateful import run_state_machine_as_test

from tests.support.random_operations import RandomOperations, run_settings

_STEPS_OF_ONE_RUN = 100


def main(arguments: Sequence[str] | None = None) -> None:
    """Run as many operations as were asked for, and say so."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=2000, metavar="N", help="default: 2000")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: 1")
    options = parser.parse_args(arguments)
    machine = seed(options.seed)(RandomOperations)
    how = run_settings(options.steps, _STEPS_OF_ONE_RUN, Phase.shrink)
    run_state_machine_as_test(machine, settings=how)
    sys.stdout.write(f"{RandomOperations.steps} operations, no difference\n")


if __name__ == "__main__":
    main()
