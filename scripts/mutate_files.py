"""Read damaged and hostile files in the sandbox and count what becomes of them.

    python -m scripts.mutate_files --originals FOLDER [--count 5000] [--seed 1]

The sound files of the folder are damaged by chance, the same way for the same seed; before them
come files that are made to do harm. What a file became is ``read``, ``refused`` with a reason,
``ended`` when its process had to be, or ``crashed``: an error that is not ours. Everything that
crashed, ended, hung or wrote a file is listed, and leaves with exit code 1 where it is a fault.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random

from embeddings.errors import UnreadableFileError
from embeddings.reading.discovery import find_files
from embeddings.reading.file_types import SUFFIXES
from embeddings.reading.sandbox.sandbox import Sandbox
from scripts.fuzzing.hostile_files import hostile
from scripts.fuzzing.mutations import Damaged, damage

_LATE = 12.0  # seconds: what the sandbox waits, and the start of another process
_ENDED = ("reading it broke off", "reading it took longer")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        kind: ``read``, ``refused``, ``ended`` (its process was), or ``crashed`` (an error of ours).
        seconds: how long it took.
        why: the reason or the error, "" when it was read.
    """

    kind: str
    seconds: float
    why: str = ""


def damaged_files(originals: Path, count: int, seed: int) -> Iterator[Damaged]:
    """Yield ``count`` damaged copies of the files below a folder."""
    files = [(path.name, path.read_bytes()) for path in find_files(originals)]
    random = Random(seed)  # noqa: S311 - no secret depends on it
    for _ in range(count):
        yield damage(*random.choice(files), SUFFIXES, random)


def read_one(sandbox: Sandbox, file: Damaged, folder: Path) -> Outcome:
    """Return what becomes of a file that is put into ``folder`` and read."""
    path = folder / file.name
    path.write_bytes(file.data)
    began = time.monotonic()
    kind, why = "read", ""
    try:
        for _ in sandbox.read(path, file.name):
            pass
    except UnreadableFileError as error:
        kind, why = "ended" if error.reason.startswith(_ENDED) else "refused", error.reason
    except Exception as error:  # a crash is what is looked for
        kind, why = "crashed", repr(error)
    seconds = time.monotonic() - began
    path.unlink()
    return Outcome(kind, seconds, why)


def run(files: Iterable[Damaged]) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Return how often each damage had each outcome, and what went wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name, Sandbox() as sandbox:
        outer = Path(name)
        folder = outer / "a" / "b"
        folder.mkdir(parents=True)
        for file in files:
            outcome = read_one(sandbox, file, folder)
            counts[file.damage, outcome.kind] += 1
            if outcome.kind in ("crashed", "ended") or outcome.seconds > _LATE:
                wrong.append(
                    f"{file.damage}, {file.name}, {len(file.data):,} bytes: {outcome.kind} after"
                    f" {outcome.seconds:.1f} s. {outcome.why}"
                )
            written = [path for path in outer.rglob("*") if path.is_file()]
            wrong += [f"{file.damage}, {file.name}: written: {path}" for path in written]
    return counts, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts; return 1 when anything crashed, hung or wrote."""
    parser = argparse.ArgumentParser(
        prog="mutate_files", description="Read damaged and hostile files."
    )
    parser.add_argument("--originals", type=Path, required=True, help="folder of sound files")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    began = time.monotonic()
    files = chain(hostile(), damaged_files(given.originals, given.count, given.seed))
    counts, wrong = run(files)
    for name in sorted({name for name, _ in counts}):
        kinds = [f"{kind} {n}" for (other, kind), n in sorted(counts.items()) if other == name]
        sys.stdout.write(f"{name:16} {', '.join(kinds)}\n")
    sys.stdout.writelines(f"{one}\n" for one in wrong)
    seconds = time.monotonic() - began
    sys.stdout.write(f"{counts.total()} files in {seconds:.0f} s, {len(wrong)} to look at\n")
    return any(": written: " in one or ": crashed " in one for one in wrong)


if __name__ == "__main__":
    sys.exit(main())
