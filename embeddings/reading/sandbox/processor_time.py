"""How much of the processor another process got, and whether it waits for more. Linux tells."""

import os
from dataclasses import dataclass
from pathlib import Path

_READY = (b"R", b"D")  # running or waiting for its turn, or for the disk; see proc(5)
_STATE, _USER, _SYSTEM = 0, 11, 12  # fields behind the name of the program


@dataclass(frozen=True, slots=True)
class ProcessorTime:
    """The processor time of a process.

    Attributes:
        seconds: used so far.
        is_ready: it would go on if it got more.
    """

    seconds: float
    is_ready: bool


def measure_processor_time(process: int) -> ProcessorTime | None:
    """Return the processor time of a process; None if the system does not tell."""
    try:
        stat = Path(f"/proc/{process}/stat").read_bytes()
    except OSError:
        return None
    fields = stat.rpartition(b")")[2].split()
    ticks = int(fields[_USER]) + int(fields[_SYSTEM])
    return ProcessorTime(ticks / os.sysconf("SC_CLK_TCK"), fields[_STATE] in _READY)
