"""The stylesheets of the views do not conflict: all are in force together in the end."""

import re
from collections import Counter

from tests.support.paths import ROOT

STATIC = ROOT / "service/web/static"
SHARED = ("style.css", "views.css")
SHEETS = sorted(path for path in STATIC.glob("*.css") if path.name not in SHARED)


def first_names(css: str) -> set[str]:
    """Return what the selectors begin with: a class, an id, an element."""
    plain = re.sub(r"/\*.*?\*/|@[^{;]+\{", "", css, flags=re.DOTALL)
    selectors = [item for rule in re.findall(r"([^{}]+)\{", plain) for item in rule.split(",")]
    return {
        found[0] for selector in selectors if (found := re.match(r"[.#]?[\w-]+", selector.strip()))
    }


def test_no_two_views_style_what_begins_with_the_same_name() -> None:
    assert len(SHEETS) >= 6
    sheets = [first_names(path.read_text("utf-8")) for path in SHEETS]
    assert {".search-form", "#view-library", ".articles"} <= set().union(*sheets)
    counted = Counter(name for names in sheets for name in names)
    assert sorted(name for name, times in counted.items() if times > 1) == []
