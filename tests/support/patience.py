"""How much longer something may take here and now than on an idle machine."""

import os


def crowding() -> float:
    """Return the number of runnable processes per core, at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
