"""The training data: texts that belong together."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_SUFFIX = ".jsonl.gz"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that say the same, or of which the second answers or contains the first."""

    a: str
    b: str
    source: str


def data_sets(folder: Path, without: Sequence[str] = ()) -> list[Path]:
    """Return the data sets ``<name>.jsonl.gz`` in ``folder``, sorted, except those in ``without``.

    Raises:
        SystemExit: none is left, or a name in ``without`` is unknown.
    """
    paths = {path.name.removesuffix(_SUFFIX): path for path in sorted(folder.glob(f"*{_SUFFIX}"))}
    if unknown := set(without) - paths.keys():
        raise SystemExit(f"{folder} has no {', '.join(sorted(unknown))}; it has {', '.join(paths)}")
    if len(paths) == len(without):
        raise SystemExit(
            f"{folder} has no {_SUFFIX} file left to train on; expected lines of {{a, b}}"
        )
    return [path for name, path in paths.items() if name not in without]


def read_pairs(paths: Sequence[Path]) -> Iterator[Pair]:
    """Yield the pairs of all files, except those of two equal texts."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                fields = json.loads(line)
                if fields["a"] != fields["b"]:
                    yield Pair(fields["a"], fields["b"], path.name)
