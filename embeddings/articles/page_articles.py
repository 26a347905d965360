"""Turn a page's stories into articles: title, byline, date, text and heading ranges."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePath

from embeddings.articles.imprint import find_printed_author, find_printed_date
from embeddings.articles.reading_order import restore_reading_order
from embeddings.articles.story_boundaries import split_stories
from embeddings.articles.titles import split_title
from embeddings.articles.typesetting import Paragraph, typeset
from embeddings.cleaning import Block, BlockKind, clean
from embeddings.cleaning.page_words import PageWords
from embeddings.documents import Article, Page


@dataclass(frozen=True, slots=True)
class _Imprint:
    """What all stories of a page have in common."""

    source: str
    date: str
    author: str


def split_articles(page: Page) -> tuple[Article, ...]:
    """Return the stories of a page, in page order; none if the page is all furniture."""
    cleaned = clean(page.text)
    words = PageWords.of(page.text)
    stories = split_stories(cleaned.blocks)
    author = find_printed_author(cleaned.furniture) if len(stories) == 1 else ""
    imprint = _Imprint(page.source, find_printed_date(cleaned.furniture), author)
    seen: Counter[str] = Counter()
    articles = []
    for story in stories:
        title, body = split_title(story)
        title = title or PurePath(page.source).stem
        seen[title] += 1
        articles.append(
            _build_article(imprint, title, seen[title], restore_reading_order(body, words))
        )
    return tuple(article for article in articles if article.text)


def derive_article_id(source: str, title: str, occurrence: int) -> str:
    """Return 16 hex characters that stay the same while the story's page and title do."""
    key = "\0".join((source, title, str(occurrence)))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _build_article(
    imprint: _Imprint, title: str, occurrence: int, blocks: Sequence[Block]
) -> Article:
    bylines = dict.fromkeys(block.text for block in blocks if block.kind is BlockKind.BYLINE)
    text, headings = typeset(
        Paragraph(block.text, block.kind is BlockKind.HEADING)
        for block in blocks
        if block.kind is not BlockKind.BYLINE
    )
    return Article(
        id=derive_article_id(imprint.source, title, occurrence),
        source=imprint.source,
        title=title,
        byline=" ".join(bylines) or imprint.author,
        date=imprint.date,
        text=text,
        headings=headings,
    )
