"""How to start a module of this program in a Python process of its own."""

import sys
from pathlib import Path

_ROOT = str(Path(__file__).absolute().parents[1])
# Runs ``python -m MODULE ARGUMENTS`` with the code that runs here, from a source tree too.
_RUN = (
    "import runpy, sys; root, module = sys.argv[1:3]; del sys.argv[1:3];"
    " root in sys.path or sys.path.insert(0, root);"
    " runpy.run_module(module, run_name='__main__', alter_sys=True)"
)


def build_python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs ``module`` and imports nothing from the working folder.

    Where this process writes no ``.pyc`` files, the other writes none either.

    ``python -m`` alone would search that folder first, and whoever can write there could put a
    ``json.py`` into it. Start the command in a fixed folder all the same: a relative PYTHONPATH
    counts from there.
    """
    flags = ["-P", "-B"] if sys.dont_write_bytecode else ["-P"]
    return [sys.executable, *flags, "-c", _RUN, _ROOT, module, *arguments]
