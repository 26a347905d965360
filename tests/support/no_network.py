"""Run a Python file with the network cut: ``python no_network.py FILE``.

Any socket that leaves this machine, and any name that is looked up, ends the process with exit code
99, so that nobody can catch the refusal and go on.
"""

import os
import runpy
import sys

CUT = 99
LOOPBACK = ("127.0.0.1", "::1", "localhost", "", None, b"127.0.0.1")
WATCHED = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto")


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: exit when the process connects to another machine."""
    if event not in WATCHED:
        return
    where = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
    host = where[0] if isinstance(where, tuple) else where
    local_file = event == "socket.connect" and isinstance(where, (str, bytes))
    if host not in LOOPBACK and not local_file:
        os.write(2, f"the network was used: {event} {where!r}\n".encode())
        os._exit(CUT)


if __name__ == "__main__":
    sys.addaudithook(refuse)
    script = sys.argv[1]
    sys.argv = sys.argv[1:]
    runpy.run_path(script, run_name="__main__")
