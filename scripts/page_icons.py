"""Draw the icons of the installed page from its favicon.

    python -m scripts.page_icons [--folder service/web/static/icons]

A maskable icon has the seal's red up to its edges, with the character in the middle 80 %, which no
system cuts off.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from scripts.page_pictures import open_browser, reduce_colours

_STATIC = Path(__file__).parents[1] / "service/web/static"
_FAVICON = _STATIC / "favicon.svg"
_RED = "#b3301d"
# The sizes of each name, and the share of the width that the drawing takes.
_ICONS = {"icon-192": (192, 1.0), "icon-512": (512, 1.0), "maskable-512": (512, 0.8)}
_ICONS |= {"apple-180": (180, 0.9)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw all icons."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=_STATIC / "icons")
    folder = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    drawing = _FAVICON.read_text(encoding="utf-8")
    with open_browser() as browser:
        page = browser.new_page()
        for name, (size, share) in _ICONS.items():
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(_place(drawing, share, "transparent" if share == 1 else _RED))
            png = page.screenshot(omit_background=True)
            (folder / f"{name}.png").write_bytes(reduce_colours(png))


def _place(drawing: str, share: float, colour: str) -> str:
    style = f"margin:0;background:{colour};height:100vh;display:grid;place-items:center"
    return f"<body style='{style}'><div style='width:{share * 100}vw'>{drawing}</div>"


if __name__ == "__main__":
    main()
