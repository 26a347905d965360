"""Where the tests find the repository and their data."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
DATA = ROOT / "tests" / "data"
SCREENSHOTS = ROOT / "tests" / "screenshots"
