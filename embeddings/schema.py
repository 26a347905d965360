"""The tables of the library file, version by version.

The service keeps its conversations in the same file, so their tables stand here too: one file has
one version. A released step is never edited; a change is a new step at the end.
"""

_ARTICLES = """
CREATE TABLE files (
    source TEXT PRIMARY KEY,
    origin TEXT NOT NULL, -- the absolute path it was last read from, or ''
    content_hash TEXT NOT NULL
) STRICT;
CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL REFERENCES files (source) ON DELETE CASCADE,
    title TEXT NOT NULL,
    byline TEXT NOT NULL,
    date TEXT NOT NULL,
    text TEXT NOT NULL,
    headings TEXT NOT NULL, -- JSON [[start, end], …]
    content_hash TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_source ON articles (source);
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, so an index can name it
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    heading TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_by_article ON passages (article_id, ordinal);
CREATE TABLE state (
    revision INTEGER NOT NULL,
    passage_settings TEXT NOT NULL -- JSON of what all passages were cut with, or ''
) STRICT;
INSERT INTO state VALUES (0, '');
"""
_CONVERSATIONS = """
CREATE TABLE conversations (
    key INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order in which they began
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    last_asked_at REAL NOT NULL -- seconds since 1970, UTC
) STRICT;
CREATE INDEX conversations_by_time ON conversations (last_asked_at);
CREATE TABLE turns (
    key INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
    asked_at REAL NOT NULL,
    question TEXT NOT NULL,
    interpreted TEXT NOT NULL,
    carried_over TEXT NOT NULL,
    answer TEXT NOT NULL, -- '' when it was declined
    short_answer TEXT NOT NULL,
    sources TEXT NOT NULL -- JSON [{article_id, passage_id, …}, …]
) STRICT;
CREATE INDEX turns_by_conversation ON turns (conversation, key);
"""
# Step n leads from version n to version n + 1.
STEPS = (_ARTICLES, _CONVERSATIONS)
SCHEMA_VERSION = len(STEPS)
