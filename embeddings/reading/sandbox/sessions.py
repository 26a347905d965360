"""Kill a process with all that it started: the members of its session, in whatever group."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_STATE, _GROUP, _SESSION = 0, 2, 3  # fields behind the name of the program; see proc(5)
_ENDED = (b"Z", b"X")
_PATIENCE, _PAUSE = 5.0, 0.01  # seconds: for a process that waits for a disk; between two looks


def kill_session(leader: int) -> None:
    """Kill the leader of a session, which nobody has waited for yet, and the session's others.

    Where the system does not list processes, as macOS, those in groups of their own are left.
    """
    groups, end = {leader}, time.monotonic() + _PATIENCE
    while groups and time.monotonic() < end:
        for group in groups:
            with suppress(ProcessLookupError, PermissionError):  # all of its processes have ended
                os.killpg(group, signal.SIGKILL)
        groups = set(_list_groups(leader))
        time.sleep(_PAUSE if groups else 0)


def _list_groups(session: int) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            fields = stat.read_bytes().rpartition(b")")[2].split()
            if int(fields[_SESSION]) == session and fields[_STATE] not in _ENDED:
                yield int(fields[_GROUP])
