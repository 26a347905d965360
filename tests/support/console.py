"""The console command ``wenbao`` in a process of its own."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.environment import environment
from tests.support.forking import Fork

WENBAO = str(Path(sys.executable).with_name("wenbao"))
Finished = subprocess.CompletedProcess[str]


def wenbao(*arguments: str | Path, **settings: str) -> Finished:
    """Run ``wenbao`` to its end; ``settings`` are environment variables."""
    given = [str(argument) for argument in arguments]
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as errors:
        with Fork.of(given, settings, Path(errors.name)) as fork:
            output = fork.output.read()
            fork.process.join()
            status = fork.process.exitcode
        assert status is not None
        return Finished(given, status, output, errors.read())


def installed_wenbao(*arguments: str | Path, **settings: str) -> Finished:
    """Run the installed script as a user does, which loads all of the program."""
    return subprocess.run(
        [WENBAO, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(**settings),
        timeout=300,
        check=False,
    )
