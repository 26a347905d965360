"""Options that the benchmark scripts share, and how results name their command and machine."""

import argparse
import os
import platform
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path


def add_bench_options(parser: argparse.ArgumentParser, *, is_required: bool = True) -> None:
    """Add ``--bench-dir``, ``--bench``, ``--queries`` and ``--work-dir``."""
    add = parser.add_argument
    add(
        "--bench-dir",
        type=Path,
        required=is_required,
        metavar="FOLDER",
        help="folder with the benchmarks",
    )
    add("--bench", nargs="+", default=[], metavar="NAME", help="only these (default: all)")
    sample = "a fixed sample of N queries per benchmark"
    add("--queries", type=whole_number, default=0, metavar="N", help=sample)
    add("--work-dir", type=Path, metavar="FOLDER", help="keep the indexes here for the next run")


def command_line(script: str, options: argparse.Namespace) -> str:
    """Return the command without folders, which differ between machines."""
    named = ["--bench", *options.bench] if options.bench else []
    sets = ["--sets", *options.sets] if "sets" in options and options.sets else []
    folders = (("--bench-dir", options.bench_dir), ("--pairs", sets))
    given = [word for name, value in folders if value for word in (name, "FOLDER")]
    half = ["--half", options.half] if "half" in options and options.half else []
    sampled = ["--queries", str(options.queries)] if options.queries else []
    return " ".join([f"python -m scripts.{script}", *given, *named, *sets, *half, *sampled])


def machine() -> str:
    """Describe this machine: system, cores, Python."""
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"


def work_folder(given: Path | None) -> AbstractContextManager[Path | str]:
    """Return the folder for indexes: ``given``, or a temporary one."""
    return nullcontext(given) if given else tempfile.TemporaryDirectory(prefix="wenbao-benchmarks-")


def whole_number(text: str) -> int:
    """Read an option that must be a whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1, got {text!r}")
    return int(text)
