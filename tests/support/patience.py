"""How much longer something may take here and now than on an idle machine."""

import os


def crowding() -> float:
    """Return how many processes want each core, 1 at least."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
