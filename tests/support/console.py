"""The console command ``wenbao`` as a user runs it: the installed script in its own process."""

import os
import subprocess
import sys
from pathlib import Path

WENBAO = str(Path(sys.executable).with_name("wenbao"))
Finished = subprocess.CompletedProcess[str]


def environment(**settings: str) -> dict[str, str]:
    """Return this process's environment with ``settings`` as its only ``WENBAO_`` variables.

    The transformer is off unless a test sets ``WENBAO_MEANING="on"`` or names another one: encoding
    in the background would slow down all the others.
    """
    switch = {} if "WENBAO_ENCODER" in settings else {"WENBAO_MEANING": "off"}
    settings = switch | settings
    others = {name: value for name, value in os.environ.items() if not name.startswith("WENBAO_")}
    return others | {"PYTHONIOENCODING": "utf-8"} | settings


def wenbao(*arguments: str | Path, **settings: str) -> Finished:
    """Run ``wenbao`` to its end; ``settings`` are environment variables."""
    return subprocess.run(
        [WENBAO, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**settings),
        timeout=300,
        check=False,
    )
