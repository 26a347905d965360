"""How articles stand in the rows of the library."""

import hashlib
import json
from collections.abc import Sequence

from embeddings.nouns import Article, Heading

# An index knows an article by its passages, their headings and its title. Words can escape it
# 1. where a clause longer than a passage was cut between two of them: the second then starts
#    ``maximum`` characters or more after the first; 2. in a heading with no text of its own below
#    it; 3. in an article without passages. Passages of one article have consecutive keys.
NOT_WHOLLY_INDEXED = """
SELECT p.article_id FROM passages p JOIN passages q ON q.key = p.key + 1
WHERE q.article_id = p.article_id AND q.start >= p."end" AND q.start - p.start >= :maximum
UNION
SELECT a.id FROM articles a, json_each(a.headings) h
WHERE a.headings <> '[]' AND NOT EXISTS (
    SELECT 1 FROM passages p WHERE p.article_id = a.id AND p.heading = substr(
        a.text, json_extract(h.value, '$[0]') + 1,
        json_extract(h.value, '$[1]') - json_extract(h.value, '$[0]')))
UNION
SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM passages)
"""
OF_KEYS_OR_IDS = """
WHERE id IN (SELECT article_id FROM passages WHERE key IN (SELECT value FROM json_each(?))
             UNION SELECT value FROM json_each(?))
"""


def article_row(article: Article) -> tuple[str, ...]:
    """Return the columns of an article."""
    headings = json.dumps([[heading.start, heading.end] for heading in article.headings])
    shown = (article.title, article.byline, article.date, article.text, headings)
    digest = hashlib.blake2b(json.dumps(shown).encode(), digest_size=16).hexdigest()
    return (article.id, article.source, *shown, digest)


def article_of_row(row: Sequence[str]) -> Article:
    """Return the article of a row's first seven columns."""
    headings = tuple(Heading(start, end) for start, end in json.loads(row[6]))
    return Article(row[0], row[1], row[2], row[3], row[4], row[5], headings)
