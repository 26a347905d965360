"""Data sets as the training scripts read them: gzipped lines of JSON."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path


def write_lines(path: Path, lines: Sequence[Mapping[str, object]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
