"""What processes use: processor time and memory, read from /proc (Linux)."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_UTIME, _CSTIME = 11, 15  # fields of /proc/PID/stat, counted after the command's name


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process and its children have used so far.

    Attributes:
        cpu_seconds: user and system time of it, its living children and those it waited for.
        peak_bytes: the most memory that it had, without its children.
    """

    cpu_seconds: float
    peak_bytes: int


def read_usage(pid: int) -> Usage:
    """Return what a running process has used."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return Usage(_read_cpu_seconds(pid), 1024 * int(fields["VmHWM"].split()[0]))


def _read_cpu_seconds(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [
            child
            for task in tasks
            for child in (task / "children").read_text(encoding="ascii").split()
        ]
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return 0.0
    times = stat.rpartition(")")[2].split()[_UTIME : _CSTIME + 1]
    return sum(map(int, times)) / _TICKS + sum(_read_cpu_seconds(int(child)) for child in children)


def measure_folder(folder: Path) -> int:
    """Return the bytes of all files in a folder; a file with several names counts once."""
    found = {
        (stat.st_dev, stat.st_ino): stat.st_size
        for path in folder.rglob("*")
        if path.is_file() and (stat := path.stat())
    }
    return sum(found.values())
