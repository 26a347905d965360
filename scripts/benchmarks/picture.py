"""An SVG as PNG, for readers that show no SVG, drawn by Chromium where it is installed."""

import shutil
import subprocess
from pathlib import Path

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_SCALE = 2
_SECONDS = 60


def write_png(svg: Path, width: int, height: int) -> Path | None:
    """Draw ``svg``, of that size in pixels, beside itself; None when no Chromium is on the PATH.

    Raises:
        subprocess.CalledProcessError: Chromium failed.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        return None
    png = svg.with_suffix(".png")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    size = (f"--window-size={width},{height}", f"--force-device-scale-factor={_SCALE}")
    command = (program, *options, *size, f"--screenshot={png}", svg.absolute().as_uri())
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603 - ours
    return png
