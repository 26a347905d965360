"""Start a module of this program in a separate Python process."""

import sys
from pathlib import Path

_ROOT = str(Path(__file__).absolute().parents[1])
# Like ``python -m MODULE ARGUMENTS``, but with this process's code, also from a source tree.
_RUN = (
    "import runpy, sys; root, module = sys.argv[1:3]; del sys.argv[1:3];"
    " root in sys.path or sys.path.insert(0, root);"
    " runpy.run_module(module, run_name='__main__', alter_sys=True)"
)


def build_python_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs ``module`` and imports nothing from the working folder.

    ``python -m`` alone would search that folder first, and anyone who can write to it could plant
    a ``json.py``. Still start the command in a fixed folder: a relative PYTHONPATH is resolved
    against it. If this process writes no ``.pyc`` files, the child writes none either.
    """
    flags = ["-P", "-B"] if sys.dont_write_bytecode else ["-P"]
    return [sys.executable, *flags, "-c", _RUN, _ROOT, module, *arguments]
