"""What a run was made on, with and under: version, processor, load."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts.benchmarks.command_line import machine

_ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and of what figures were measured.

    Attributes:
        version: of the source, as git describes it; it ends in "-dirty" if files were changed.
        machine: system, cores, Python.
        processor: its model; "" if unknown.
        load: the average number of running processes in the last minute, before and after.
    """

    version: str
    machine: str
    processor: str
    load: tuple[float, float]

    def describe(self) -> str:
        """Return all as one sentence."""
        before, after = self.load
        processor = f", {self.processor}" if self.processor else ""
        return (
            f"Version {self.version}, {self.machine}{processor};"
            f" load {before:.1f} before and {after:.1f} after the run."
        )


def describe_circumstances(load_before: float) -> Circumstances:
    """Describe the run that ends now."""
    after = os.getloadavg()[0]
    return Circumstances(_read_version(), machine(), _read_processor(), (load_before, after))


def _read_version() -> str:
    command = ["git", "describe", "--always", "--dirty", "--tags"]
    try:
        output = subprocess.check_output(command, cwd=_ROOT, text=True, stderr=subprocess.DEVNULL)  # noqa: S603 - fixed
    except (OSError, subprocess.CalledProcessError):
        return "unknown (not a git checkout)"
    return output.strip()


def _read_processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "")
