"""Kill a process at every failpoint and at random times, and check what is left.

    python -m scripts.kill_points [--failpoints N] [--deepening N] [--random 100] [--seed 1]
                                  [--shipped]

A session adds, changes and deletes files and articles, reindexes, rolls back, adds again and
switches the encoder; after each step all passages are encoded. For each crash point it is killed
(SIGKILL), opened again in another process as the server opens it, and compared with an undisturbed
session: articles, ten answers, and the report of `wenbao verify`; nothing that was stored may be
encoded again. In every third case the recovery is killed once as well; at random times another
process asks questions meanwhile. The exit code is 1 if anything is lost, duplicated, revived,
encoded again or wrong.

A static model, which is fast, takes the place of the transformer unless --shipped is given.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from embeddings.encoding.model_folder import STATIC_ENCODER, TRANSFORMER
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


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many crash points to try.

    Attributes:
        failpoints: how many failpoints before passages are encoded; -1 for all.
        deepening: how many while they are; -1 for all.
        random: how many random times.
    """

    failpoints: int
    deepening: int
    random: int


def run(numbers: Numbers, seed: int, encoder: Path) -> list[Verdict]:
    """Return the verdicts on the crash points."""
    random = Random(seed)  # noqa: S311 - not a secret
    with (
        tempfile.TemporaryDirectory() as folder,
        ForkServer(encoder) as server,
        ForkServer(encoder) as asking,
    ):
        trial = Trial.record(server, Path(folder))
        before, deepening = zip(*(trial.count_failpoints(step) for step in STEPS), strict=True)
        sys.stdout.write(
            f"failpoints of each step: {before}, {sum(before)} in all\n"
            f"and while its passages are encoded: {deepening}, {sum(deepening)} in all\n"
        )
        points = spread(before, numbers.failpoints)
        points += spread(deepening, numbers.deepening, deepening=True)
        verdicts = []
        for point in kill_some_recoveries(points, random):
            verdicts.append(trial.crash_at(point))
            _report(verdicts[-1])
        for point in kill_some_recoveries(list(random_points(numbers.random, random)), random):
            verdicts.append(trial.crash_at(point, asking))
            _report(verdicts[-1])
    return verdicts


def _report(verdict: Verdict) -> None:
    """Print a verdict, in full if it is bad."""
    point = verdict.point
    where = f"failpoint {point.failpoint}" if point.failpoint else f"{point.seconds:.1f} s"
    where += " of deepening" if point.deepening else ""
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
    parser.add_argument("--deepening", type=int, default=-1, help="how many while encoding")
    parser.add_argument("--random", type=int, default=100, help="how many random times")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shipped", action="store_true", help="encode with the transformer")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    numbers = Numbers(options.failpoints, options.deepening, options.random)
    verdicts = run(numbers, options.seed, TRANSFORMER if options.shipped else STATIC_ENCODER)
    _summarize(verdicts, time.monotonic() - started)
    return int(any(verdict.is_bad for verdict in verdicts))


def _summarize(verdicts: Sequence[Verdict], seconds: float) -> None:
    wall, used = (sorted(verdict.ready[place] for verdict in verdicts) for place in (0, 1))
    middle = len(verdicts) // 2
    sys.stdout.write(
        f"{len(verdicts)} points, {sum(verdict.killed for verdict in verdicts)} of them killed,"
        f" {sum(verdict.point.again > 0 for verdict in verdicts)} twice,"
        f" in {seconds:.0f} s\n"
        f"lost {sum(verdict.lost for verdict in verdicts)},"
        f" duplicated {sum(verdict.duplicated for verdict in verdicts)},"
        f" revived {sum(verdict.revived for verdict in verdicts)},"
        f" otherwise wrong {sum(bool(verdict.problems) for verdict in verdicts)}\n"
        f"passages encoded again: {sum(verdict.encoded_again for verdict in verdicts)} that had"
        f" been stored, {sum(verdict.redone for verdict in verdicts)} that had not\n"
        f"ready after {wall[middle]:.1f} s, at most {wall[-1]:.1f} s"
        f" ({used[middle]:.1f} s and {used[-1]:.1f} s of processor time)\n"
        f"{sum(verdict.questions for verdict in verdicts)} questions answered by another process"
        " meanwhile\n"
    )


if __name__ == "__main__":
    sys.exit(main())
