"""Read damaged and hostile files in the sandbox, and count the outcomes.

    python -m scripts.mutate_files --originals FOLDER [--count 5000] [--seed 1]

Files that are made to do harm come first, then random damage to the sound files of the folder, the
same for the same seed. A file is ``read``, ``refused`` with a reason, ``ended`` if its process had
to be, or ``crashed`` with an error that is not ours. All that crashed, ended, hung or wrote a file
are listed; the exit code is 1 if any crashed or wrote a file.
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
from scripts.fuzzing.hostile_files import hostile_files
from scripts.fuzzing.mutations import FuzzFile, mutate

_LATE = 12.0  # seconds: the sandbox's limit, and the start of another process
_ENDED = ("reading it failed midway", "reading it took longer")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one file.

    Attributes:
        kind: ``read``, ``refused``, ``ended`` or ``crashed``.
        seconds: how long it took.
        why: the reason or the error, "" if it was read.
    """

    kind: str
    seconds: float
    why: str = ""


def damaged_files(originals: Path, count: int, seed: int) -> Iterator[FuzzFile]:
    """Yield ``count`` randomly damaged copies of the files below a folder."""
    files = [(path.name, path.read_bytes()) for path in find_files(originals)]
    random = Random(seed)  # noqa: S311 - not a secret
    for _ in range(count):
        yield mutate(*random.choice(files), SUFFIXES, random)


def read_one(sandbox: Sandbox, file: FuzzFile, folder: Path) -> Outcome:
    """Put a file into ``folder`` and read it."""
    path = folder / file.name
    path.write_bytes(file.data)
    started = time.monotonic()
    kind, why = "read", ""
    try:
        for _ in sandbox.read(path, file.name):
            pass
    except UnreadableFileError as error:
        kind, why = "ended" if error.reason.startswith(_ENDED) else "refused", error.reason
    except Exception as error:  # any crash is reported
        kind, why = "crashed", repr(error)
    seconds = time.monotonic() - started
    path.unlink()
    return Outcome(kind, seconds, why)


def run(files: Iterable[FuzzFile]) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Count the outcomes of each mutation, and describe what went wrong."""
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as name, Sandbox() as sandbox:
        outer = Path(name)
        folder = outer / "a" / "b"
        folder.mkdir(parents=True)
        for file in files:
            outcome = read_one(sandbox, file, folder)
            counts[file.mutation, outcome.kind] += 1
            if outcome.kind in ("crashed", "ended") or outcome.seconds > _LATE:
                wrong.append(
                    f"{file.mutation}, {file.name}, {len(file.data):,} bytes: {outcome.kind} after"
                    f" {outcome.seconds:.1f} s. {outcome.why}"
                )
            written = [path for path in outer.rglob("*") if path.is_file()]
            wrong += [f"{file.mutation}, {file.name}: written: {path}" for path in written]
    return counts, wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts; return 1 if anything crashed or wrote a file."""
    parser = argparse.ArgumentParser(
        prog="mutate_files", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--originals", type=Path, required=True, help="folder with sound files")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    started = time.monotonic()
    files = chain(hostile_files(), damaged_files(options.originals, options.count, options.seed))
    counts, wrong = run(files)
    for name in sorted({name for name, _ in counts}):
        kinds = [f"{kind} {n}" for (other, kind), n in sorted(counts.items()) if other == name]
        sys.stdout.write(f"{name:16} {', '.join(kinds)}\n")
    sys.stdout.writelines(f"{one}\n" for one in wrong)
    seconds = time.monotonic() - started
    sys.stdout.write(f"{counts.total()} files in {seconds:.0f} s, {len(wrong)} to look at\n")
    return any(": written: " in one or ": crashed " in one for one in wrong)


if __name__ == "__main__":
    sys.exit(main())
