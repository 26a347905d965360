"""Make the subset of the serif that the masthead and the headings of the page are set in.

    python -m scripts.page_fonts [--font NotoSerifCJK-Bold.ttc] [--folder service/web/static/fonts]

The font is Noto Serif CJK SC Bold (SIL Open Font License 1.1), of Debian's package fonts-noto-cjk.
The subset has the characters of the page's own texts, in both languages; the licence and the notice
of the font stay beside it.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

_STATIC = Path(__file__).parents[1] / "service/web/static"
_FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")
_SIMPLIFIED_CHINESE = 2  # of the five fonts in the collection
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_NAME = "wenbao-serif-bold.woff2"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the subset."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--font", type=Path, default=_FONT)
    parser.add_argument("--folder", type=Path, default=_STATIC / "fonts")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    settings = Options(
        flavor="woff2",
        font_number=_SIMPLIFIED_CHINESE,
        layout_features=["kern", "locl", "ccmp"],
        desubroutinize=True,
        hinting=False,
    )
    font = load_font(str(options.font), settings)
    subsetter = Subsetter(settings)
    subsetter.populate(text=_ASCII + collect_characters(_STATIC))
    subsetter.subset(font)
    save_font(font, str(options.folder / _NAME), settings)


def collect_characters(folder: Path) -> str:
    """Return the characters above ASCII of the page's own texts, each once."""
    files = [*folder.glob("*.html"), *folder.rglob("*.js")]
    found = {one for path in files for one in path.read_text(encoding="utf-8") if one > "\x7f"}
    return "".join(sorted(found))


if __name__ == "__main__":
    main()
