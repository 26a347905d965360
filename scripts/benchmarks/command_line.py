"""What the commands over benches share: their options, and how a result says where it was made."""

import argparse
import os
import platform
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path


def add_bench_options(parser: argparse.ArgumentParser) -> None:
    """Add ``--bench-dir``, ``--bench``, ``--queries`` and ``--work-dir``."""
    add = parser.add_argument
    add("--bench-dir", type=Path, required=True, metavar="FOLDER", help="folder of the benches")
    add("--bench", nargs="+", default=[], metavar="NAME", help="only these (default: all)")
    add(
        "--queries", type=_count, default=0, metavar="N", help="a fixed sample of N queries a bench"
    )
    add("--work-dir", type=Path, metavar="FOLDER", help="where to keep the indexes for another run")


def command_line(script: str, options: argparse.Namespace) -> str:
    """Return the command without the folders, which are each machine's own."""
    named = ["--bench", *options.bench] if options.bench else []
    half = ["--half", options.half] if "half" in options and options.half else []
    sampled = ["--queries", str(options.queries)] if options.queries else []
    return " ".join([f"python -m scripts.{script} --bench-dir FOLDER", *named, *half, *sampled])


def machine() -> str:
    """Return system, cores and Python of this machine."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"


def work_folder(given: Path | None) -> AbstractContextManager[Path | str]:
    """Return the folder for indexes: the one ``given``, or one that is removed afterwards."""
    return nullcontext(given) if given else tempfile.TemporaryDirectory(prefix="wenbao-benches-")


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, got {text!r}")
    return int(text)
