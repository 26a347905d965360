"""Print the bundled articles in columns and scan the pages; they are read when this runs.

    python -m tests.support.newspapers.seed_pages FOLDER [--scan "clean 200"] [--questions FILE]

FOLDER receives an image for each file of seeds/. The questions of FILE, made for ``wenbao eval``,
are written to FOLDER.jsonl with the images as their sources.
"""

import argparse
import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

from embeddings.documents import Article
from embeddings.reading.read import read
from embeddings.scans.marks import spell_marks
from tests.support.newspapers.page_heads import set_name
from tests.support.newspapers.press import Page
from tests.support.newspapers.scanning import SCANS, scan_page
from tests.support.newspapers.stories import HEAVY, HEAVY_SONG, Headline, break_headline
from tests.support.newspapers.truth import TruePage
from tests.support.newspapers.typesetting import Copy, Face, Frame, flow, measure_text, set_line

SEEDS = Path(__file__).parents[3] / "seeds"
_WIDTH, _MARGIN, _GUTTER = 1000.0, 36.0, 13.0
_SIZE, _LEADING = 9.5, 14.0
_SPACE = re.compile(r"(?<![\x00-\xff]) (?![\x00-\xff])")


def set_articles(articles: Sequence[Article], columns: int) -> TruePage:
    """Return a page with the articles below each other, each in so many columns."""
    page = Page(1, _WIDTH, 0.0)
    top = set_name(page, _MARGIN)
    faces = cycle([HEAVY, HEAVY_SONG])
    for number, (article, face) in enumerate(zip(articles, faces, strict=False)):
        if number:
            page.draw_rule(_MARGIN, top + 8, _WIDTH - _MARGIN, top + 8.7)
            top += 18
        top = _set_head(page, article, Headline(34 if not number else 25, face), top, number)
        top = _set_columns(page, article, top, columns, number)
    page.height = top + _MARGIN
    return page.finish()


def _set_head(page: Page, article: Article, headline: Headline, top: float, story: int) -> float:
    room = _WIDTH - 2 * _MARGIN
    rows = [
        (part.strip(), headline.size, headline.face)
        for part in break_headline(spell(article.title), room / headline.size, headline)
    ]
    rows += [(spell(article.byline), _SIZE, Face())] if article.byline else []
    for text, size, face in rows:
        left = _MARGIN + (room - measure_text(text, face) * size) / 2
        page.put(set_line(text, left, top, size, face, 0), story)
        top += 1.3 * size
    return top + 0.5 * _SIZE


def _set_columns(page: Page, article: Article, top: float, columns: int, story: int) -> float:
    """Set the text in columns of one height, and return where they end."""
    heads = {heading.start for heading in article.headings}
    copies = []
    place = 0
    for text in article.text.split("\n"):
        is_head = place in heads
        copies.append(Copy(spell(text), HEAVY if is_head else Face(), 0.0 if is_head else 2.0))
        place += len(text) + 1
    width = (_WIDTH - 2 * _MARGIN - (columns - 1) * _GUTTER) / columns
    lefts = [_MARGIN + place * (width + _GUTTER) for place in range(columns)]
    rows = 1
    while True:
        bottom = top + (rows - 1) * _LEADING + _SIZE
        frames = [Frame(left, top, left + width, bottom) for left in lefts]
        characters, fits = flow(copies, frames, _SIZE, _LEADING)
        if fits:
            page.put(characters, story)
            return bottom
        rows += 1


def spell(text: str) -> str:
    """Return a text with marks and spaces as wide as they are printed."""
    quotes = cycle("“”")
    wide = "".join(next(quotes) if mark == '"' else mark for mark in spell_marks(text))
    return _SPACE.sub("\u3000", wide)


def scan_seeds(folder: Path, scan: str) -> Iterator[str]:
    """Write an image of each file's articles, and yield its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, path in enumerate(sorted(SEEDS.glob("*.txt"))):
        articles = [item for item in read(path, path.name) if isinstance(item, Article)]
        page = set_articles(articles, columns=4 + number % 3)
        target = folder / f"{path.stem}.png"
        scan_page(page, SCANS[scan], number).save(target)
        yield target.name


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scan", choices=SCANS, default="clean 200")
    parser.add_argument("--questions", type=Path)
    arguments = parser.parse_args()
    for name in scan_seeds(arguments.folder, arguments.scan):
        print(name)  # noqa: T201
    if arguments.questions:
        text = arguments.questions.read_text(encoding="utf-8").replace('.txt"', '.png"')
        arguments.folder.with_suffix(".jsonl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
