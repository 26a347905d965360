"""End a process at every step that reaches the disk, and at random times, and look what is left.

    python -m scripts.kill_points [--boundaries N] [--random 100] [--seed 1]

A session adds, changes and deletes files and articles, reindexes, rolls back and adds again. For
each point it is ended (SIGKILL), opened again in another process as the server opens it, and
compared with a session that nobody disturbed: articles, ten answers, and what `wenbao verify`
finds. In every third case opening it again is ended once, too; at random times another process
asks meanwhile. Leaves with exit code 1 when anything is lost, duplicated, revived or wrong.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from scripts.crash_tests.trial import STEPS, Forks, Point, Trial, Verdict, spread

_LONGEST = 8.0  # seconds of a session in which it is ended at random


def random_points(number: int, random: Random) -> Iterator[Point]:
    """Yield points at random times of sessions that go on from random steps."""
    for _ in range(number):
        after = random.choice(STEPS[:-1])
        yield Point(after, STEPS[-1], seconds=random.uniform(0.05, _LONGEST))


_EVERY = 3


def doubled(points: Sequence[Point], random: Random) -> list[Point]:
    """Let opening it again be ended, too, in every third case."""
    return [
        replace(point, again=random.randint(1, 40)) if place % _EVERY == 0 else point
        for place, point in enumerate(points)
    ]


def run(number: int, at_random: int, seed: int) -> list[Verdict]:
    """Return what became of all points; -1 boundaries are all there are."""
    random = Random(seed)  # noqa: S311 - no secret depends on it
    with tempfile.TemporaryDirectory() as folder, Forks() as forks, Forks() as readers:
        trial = Trial.begin(forks, Path(folder))
        counts = [trial.count(step) for step in STEPS]
        sys.stdout.write(f"boundaries of each step: {counts}, {sum(counts)} in all\n")
        verdicts = []
        for point in doubled(spread(counts, number), random):
            verdicts.append(_told(trial.end_at(point)))
        for point in doubled(list(random_points(at_random, random)), random):
            verdicts.append(_told(trial.end_at(point, readers)))
    return verdicts


def _told(verdict: Verdict) -> Verdict:
    """Print a verdict: in short when all is well."""
    point = verdict.point
    where = f"boundary {point.boundary}" if point.boundary else f"{point.seconds:.1f} s"
    told = str(verdict) if is_bad(verdict) else "well"
    sys.stdout.write(f"after step {point.after}, {where}: {told}\n")
    sys.stdout.flush()
    return verdict


def is_bad(verdict: Verdict) -> bool:
    """Tell whether anything is wrong."""
    return bool(verdict.lost or verdict.duplicated or verdict.revived or verdict.wrong)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts; return 1 when anything is wrong."""
    parser = argparse.ArgumentParser(prog="kill_points", description="End it everywhere.")
    parser.add_argument("--boundaries", type=int, default=-1, help="how many; -1 for all")
    parser.add_argument("--random", type=int, default=100, help="how many random times")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    began = time.monotonic()
    verdicts = run(given.boundaries, given.random, given.seed)
    wall, used = (sorted(one.ready[place] for one in verdicts) for place in (0, 1))
    middle = len(verdicts) // 2
    sys.stdout.write(
        f"{len(verdicts)} points, {sum(one.killed for one in verdicts)} of them killed,"
        f" {sum(one.point.again > 0 for one in verdicts)} twice,"
        f" in {time.monotonic() - began:.0f} s\n"
        f"lost {sum(one.lost for one in verdicts)},"
        f" duplicated {sum(one.duplicated for one in verdicts)},"
        f" revived {sum(one.revived for one in verdicts)},"
        f" otherwise wrong {sum(bool(one.wrong) for one in verdicts)}\n"
        f"ready after {wall[middle]:.1f} s, at most {wall[-1]:.1f} s"
        f" ({used[middle]:.1f} s and {used[-1]:.1f} s of processor time)\n"
        f"{sum(one.asked for one in verdicts)} questions answered by another process meanwhile\n"
    )
    return int(any(map(is_bad, verdicts)))


if __name__ == "__main__":
    sys.exit(main())
