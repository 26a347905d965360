"""Kill a process at every failpoint and at random times, and check what is left.

    python -m scripts.kill_points [--failpoints N] [--random 100] [--seed 1]

A session adds, changes and deletes files and articles, reindexes, rolls back and adds again. For
each crash point it is killed (SIGKILL), opened again in another process as the server opens it, and
compared with an undisturbed session: articles, ten answers, and the report of `wenbao verify`. In
every third case the recovery is killed once as well; at random times another process asks questions
meanwhile. The exit code is 1 if anything is lost, duplicated, revived or wrong.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from scripts.crash_tests.fork_client import ForkServer
from scripts.crash_tests.trial import STEPS, CrashPoint, Trial, Verdict, spread

_LONGEST = 8.0  # seconds until a random kill
_KILL_RECOVERY_EVERY = 3


def random_points(number: int, random: Random) -> Iterator[CrashPoint]:
    """Yield crash points at random times of sessions that start from random steps."""
    for _ in range(number):
        after = random.choice(STEPS[:-1])
        yield CrashPoint(after, STEPS[-1], seconds=random.uniform(0.05, _LONGEST))


def kill_some_recoveries(points: Sequence[CrashPoint], random: Random) -> list[CrashPoint]:
    """Kill the recovery, too, in every third case."""
    return [
        replace(point, again=random.randint(1, 40)) if place % _KILL_RECOVERY_EVERY == 0 else point
        for place, point in enumerate(points)
    ]


def run(number: int, at_random: int, seed: int) -> list[Verdict]:
    """Return the verdicts on ``number`` failpoints, -1 for all, and on random times."""
    random = Random(seed)  # noqa: S311 - not a secret
    with tempfile.TemporaryDirectory() as folder, ForkServer() as server, ForkServer() as asking:
        trial = Trial.record(server, Path(folder))
        counts = [trial.count_failpoints(step) for step in STEPS]
        sys.stdout.write(f"failpoints of each step: {counts}, {sum(counts)} in all\n")
        verdicts = []
        for point in kill_some_recoveries(spread(counts, number), random):
            verdicts.append(trial.crash_at(point))
            _report(verdicts[-1])
        for point in kill_some_recoveries(list(random_points(at_random, random)), random):
            verdicts.append(trial.crash_at(point, asking))
            _report(verdicts[-1])
    return verdicts


def _report(verdict: Verdict) -> None:
    """Print a verdict, in full if it is bad."""
    point = verdict.point
    where = f"failpoint {point.failpoint}" if point.failpoint else f"{point.seconds:.1f} s"
    sys.stdout.write(
        f"after step {point.after_step}, {where}: {verdict if verdict.is_bad else 'well'}\n"
    )
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(
        prog="kill_points", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--failpoints", type=int, default=-1, help="how many; -1 for all")
    parser.add_argument("--random", type=int, default=100, help="how many random times")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    verdicts = run(options.failpoints, options.random, options.seed)
    wall, used = (sorted(verdict.ready[place] for verdict in verdicts) for place in (0, 1))
    middle = len(verdicts) // 2
    sys.stdout.write(
        f"{len(verdicts)} points, {sum(verdict.killed for verdict in verdicts)} of them killed,"
        f" {sum(verdict.point.again > 0 for verdict in verdicts)} twice,"
        f" in {time.monotonic() - started:.0f} s\n"
        f"lost {sum(verdict.lost for verdict in verdicts)},"
        f" duplicated {sum(verdict.duplicated for verdict in verdicts)},"
        f" revived {sum(verdict.revived for verdict in verdicts)},"
        f" otherwise wrong {sum(bool(verdict.problems) for verdict in verdicts)}\n"
        f"ready after {wall[middle]:.1f} s, at most {wall[-1]:.1f} s"
        f" ({used[middle]:.1f} s and {used[-1]:.1f} s of processor time)\n"
        f"{sum(verdict.questions for verdict in verdicts)} questions answered by another process"
        " meanwhile\n"
    )
    return int(any(verdict.is_bad for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
