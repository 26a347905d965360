"""Turn a page's stories into articles: title, byline, date, text and heading ranges."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import PurePath

from embeddings.articles.content import Paragraph, Role
from embeddings.articles.imprint import PageImprint, read_page_imprint, read_story_imprint
from embeddings.articles.reading_order import restore_reading_order
from embeddings.articles.story_boundaries import split_stories
from embeddings.articles.titles import split_title
from embeddings.articles.typesetting import typeset
from embeddings.cleaning import Block, BlockKind, clean
from embeddings.cleaning.page_words import PageWords
from embeddings.documents import Article, Page


def split_articles(page: Page) -> tuple[Article, ...]:
    """Return the stories of a page, in page order; none if the page is all furniture."""
    cleaned = clean(page.text)
    words = PageWords.of(page.text)
    stories = split_stories(cleaned.blocks)
    imprint = read_page_imprint(page.source, cleaned.furniture)
    if len(stories) > 1:
        imprint = replace(imprint, author="")
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
    page: PageImprint, title: str, occurrence: int, blocks: Sequence[Block]
) -> Article:
    imprint = read_story_imprint(blocks, page)
    text, headings, _, _ = typeset(
        Paragraph(block.text, Role.HEADING if block.kind is BlockKind.HEADING else Role.BODY)
        for block in blocks
        if block.kind is not BlockKind.BYLINE
    )
    return Article(
        id=derive_article_id(page.source, title, occurrence),
        source=page.source,
        title=title,
        byline=imprint.byline,
        date=imprint.date,
        text=text,
        headings=headings,
        date_origin=imprint.date_origin,
        byline_origin=imprint.byline_origin,
    )
