"""How articles and passages are represented in the rows of the library."""

import hashlib
import json
from collections.abc import Sequence, Sized
from dataclasses import asdict

from embeddings.documents import Article, Heading, Origin, PageStart, Passage
from embeddings.library.records import StoredPassage
from embeddings.passages import PassageSettings

ARTICLE = (
    "id, source, title, byline, date, text, headings, url, pages, date_origin, byline_origin, "
    "collection, tags, as_read"
)
PASSAGE = 'key, id, article_id, ordinal, heading, start, "end"'

# An index contains an article's passages, their headings and its title. It misses words
# 1. where a clause longer than a passage was split between two of them: the second then starts
#    ``maximum`` characters or more after the first; 2. in a heading with no text of its own below
#    it; 3. in an article without passages. Passages of one article have consecutive keys.
NOT_WHOLLY_INDEXED = """
SELECT p.article_id FROM passages p JOIN passages q ON q.key = p.key + 1
WHERE p.cut = :cut AND q.article_id = p.article_id AND q.cut = p.cut
AND q.start >= p."end" AND q.start - p.start >= :maximum
UNION
SELECT a.id FROM articles a, json_each(a.headings) h
WHERE a.headings <> '[]' AND NOT EXISTS (
    SELECT 1 FROM passages p WHERE p.article_id = a.id AND p.cut = :cut AND p.heading = substr(
        a.text, json_extract(h.value, '$[0]') + 1,
        json_extract(h.value, '$[1]') - json_extract(h.value, '$[0]')))
UNION
SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM passages WHERE cut = :cut)
"""
# Passages of one article have consecutive keys.
PASSAGE_RANGES = """
SELECT a.id, a.source, a.title, iif(a.date_origin = 'document_property', '', a.date),
    a.collection, a.tags, min(p.key), max(p.key)
FROM articles a JOIN passages p ON p.article_id = a.id
WHERE p.cut = (SELECT key FROM cuts WHERE settings = ?) GROUP BY a.id
"""
PASSAGE_RANGES_OF = PASSAGE_RANGES.replace(
    "GROUP BY", "AND a.id IN (SELECT value FROM json_each(?)) GROUP BY"
)
CHANGED_ARTICLES = """
SELECT article_id FROM passages WHERE key > :key
UNION SELECT article_id FROM catalogue WHERE changed_at >= :changed_at
"""
OF_KEYS_OR_IDS = """
WHERE id IN (SELECT article_id FROM passages WHERE key IN (SELECT value FROM json_each(?))
             UNION SELECT value FROM json_each(?))
"""


def build_article_row(article: Article) -> tuple[str, ...]:
    """Return the columns ``ARTICLE`` of an article and its content hash.

    The hash leaves out the origins and the filing: an article whose date is only known better, or
    that is only filed elsewhere, has not changed for the index.
    """
    headings = json.dumps([[heading.start, heading.end] for heading in article.headings])
    pages = json.dumps([list(page) for page in article.pages])
    content = (
        article.source,
        article.title,
        article.byline,
        article.date,
        article.text,
        headings,
        article.url,
        pages,
    )
    return (article.id, *content, *build_filing_row(article), _digest(content))


def build_filing_row(article: Article) -> tuple[str, str, str, str, str]:
    """Return the columns of an article that its content hash leaves out."""
    return (
        article.date_origin.value,
        article.byline_origin.value,
        article.collection,
        dump_tags(article.tags),
        json.dumps(article.as_read, ensure_ascii=False),
    )


def dump_tags(tags: Sequence[str]) -> str:
    """Return tags as stored in a row."""
    return json.dumps(tags, ensure_ascii=False)


def load_tags(stored: str) -> tuple[str, ...]:
    """Return the tags stored in a row."""
    return () if stored == "[]" else tuple(json.loads(stored))


def hash_content(article: Article) -> str:
    """Return the hash of everything about an article except its id, the origins and the filing."""
    return build_article_row(article)[-1]


def hash_reading(article: Article) -> str:
    """Return the hash of title, byline, date and text, independent of the file."""
    return _digest((article.title, article.byline, article.date, article.text))


def _digest(fields: Sequence[str]) -> str:
    data = "\0".join(fields).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read_article_row(row: Sequence[str]) -> Article:
    """Return the article in the columns ``ARTICLE``."""
    headings = () if row[6] == "[]" else tuple(Heading(*pair) for pair in json.loads(row[6]))
    pages = () if row[8] == "[]" else tuple(PageStart(*pair) for pair in json.loads(row[8]))
    dated = Origin(row[9]) if row[4] else Origin.NONE
    signed = Origin(row[10]) if row[3] else Origin.NONE
    texts = (row[0], row[1], row[2], row[3], row[4], row[5])
    as_read = () if row[13] == "[]" else tuple(tuple(pair) for pair in json.loads(row[13]))
    return Article(
        *texts, headings, row[7], pages, dated, signed, row[11], load_tags(row[12]), as_read
    )


def read_passage_row(row: tuple[int, str, str, int, str, int, int]) -> StoredPassage:
    """Return the passage in the columns ``PASSAGE``."""
    return StoredPassage(row[0], Passage(*row[1:]))


def dump_settings(settings: PassageSettings) -> str:
    """Return passage settings as stored in a row."""
    return json.dumps(asdict(settings))


def build_placeholders(values: Sized) -> str:
    """Return one SQL placeholder for each of the ``values``, separated by commas."""
    return ",".join("?" * len(values))
