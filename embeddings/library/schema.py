"""The tables of the library file, version by version.

The service stores its conversations, jobs and API keys in the same file, so their tables are here
too: one file has one version. A released step is never edited; a change is a new step at the end.
"""

from embeddings.library.feedback_schema import FEEDBACK, RATED, REASONS
from embeddings.library.filing_schema import EDITING, FILING

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
# Several chunkings may exist side by side, so that an index of other passages can be built while
# the previous one still answers. An article's source may differ from its file.
_UPKEEP = """
CREATE TABLE held_passages AS SELECT * FROM passages;
DROP TABLE passages;
CREATE TABLE new_articles (
    id TEXT PRIMARY KEY,
    file TEXT NOT NULL REFERENCES files (source) ON DELETE CASCADE ON UPDATE CASCADE,
    source TEXT NOT NULL, -- as shown: of the article itself where it tells one, else its file's
    title TEXT NOT NULL,
    byline TEXT NOT NULL,
    date TEXT NOT NULL,
    text TEXT NOT NULL,
    headings TEXT NOT NULL, -- JSON [[start, end], …]
    url TEXT NOT NULL,
    pages TEXT NOT NULL, -- JSON [[offset, number], …]
    content_hash TEXT NOT NULL,
    changed_at REAL NOT NULL, -- seconds since 1970, UTC
    story TEXT -- shared with its reprints; '' without any; NULL before it was compared
) STRICT;
INSERT INTO new_articles SELECT id, source, source, title, byline, date, text, headings, '', '[]',
    content_hash, 0, NULL FROM articles;
DROP TABLE articles;
ALTER TABLE new_articles RENAME TO articles;
CREATE INDEX articles_by_file ON articles (file);
CREATE INDEX articles_by_story ON articles (story) WHERE story <> '';
CREATE INDEX stories_by_article ON articles (id, story) WHERE story <> '';
CREATE INDEX articles_by_change ON articles (changed_at);
CREATE TABLE deleted_articles ( -- deleted while their file stays: a file that is read again
    article_id TEXT NOT NULL,   -- brings them back only when somebody asks for that
    file TEXT NOT NULL REFERENCES files (source) ON DELETE CASCADE ON UPDATE CASCADE,
    content_hash TEXT NOT NULL, -- of what it told, without the names of article and file
    deleted_at REAL NOT NULL, -- seconds since 1970, UTC
    PRIMARY KEY (article_id, file)
) STRICT;
-- The file of the same content that holds its articles, or ''.
ALTER TABLE files ADD COLUMN same_as TEXT NOT NULL DEFAULT '';
CREATE INDEX files_by_content ON files (content_hash);
CREATE INDEX files_by_origin ON files (origin);
CREATE INDEX files_by_same ON files (same_as) WHERE same_as <> '';
CREATE TABLE cuts (
    key INTEGER PRIMARY KEY,
    settings TEXT NOT NULL UNIQUE -- JSON of what its passages were cut with
) STRICT;
INSERT INTO cuts (settings) SELECT passage_settings FROM state WHERE passage_settings <> '';
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, so an index can name it
    cut INTEGER NOT NULL REFERENCES cuts (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    heading TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    UNIQUE (cut, id)
) STRICT;
INSERT INTO passages SELECT p.key, c.key, id, article_id, ordinal, heading, start, "end"
    FROM held_passages p, cuts c;
DROP TABLE held_passages;
CREATE INDEX passages_by_article ON passages (article_id, cut, ordinal);
CREATE INDEX passages_by_cut ON passages (cut);
CREATE TABLE sketch_bands ( -- articles that share a band may be reprints of each other
    band INTEGER NOT NULL,
    article_id TEXT NOT NULL, -- may be gone: to look is cheaper than to keep an index for that
    PRIMARY KEY (band, article_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE jobs (
    key INTEGER PRIMARY KEY AUTOINCREMENT, -- in the order in which they are done
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    details TEXT NOT NULL, -- JSON, by kind
    created_at REAL NOT NULL, -- seconds since 1970, UTC, as all times
    started_at REAL,
    finished_at REAL,
    stage TEXT NOT NULL, -- what is under way, with how much of it is done
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    reason TEXT NOT NULL -- why it failed and what to do, or ''
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, key);
CREATE TABLE job_files (
    job INTEGER NOT NULL REFERENCES jobs (key) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    source TEXT NOT NULL, -- the name it is known by
    path TEXT NOT NULL, -- the file to read
    state TEXT NOT NULL,
    articles INTEGER NOT NULL, -- how many were stored
    reason TEXT NOT NULL, -- why it failed and what to do, or which file is the same
    PRIMARY KEY (job, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_files_by_state ON job_files (job, state, n);
"""
# A revoked key stays: its name is never reused, and its conversations keep their owner.
_KEYS = """
CREATE TABLE api_keys (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE, -- SHA-256 of the secret
    created_at REAL NOT NULL, -- seconds since 1970, UTC
    last_used_at REAL, -- to the hour
    revoked_at REAL
) STRICT;
-- Whose conversation it is; NULL where no key was needed to begin it.
ALTER TABLE conversations ADD COLUMN owner INTEGER REFERENCES api_keys (key) ON DELETE CASCADE;
CREATE INDEX conversations_by_owner ON conversations (owner, key);
"""
# The few columns that lists and charts need, maintained by triggers, so that neither reads texts.
# `fold` is the function in embeddings.text.normalize; 200 characters are enough to sort titles.
_LISTING = """
CREATE TABLE catalogue (
    key INTEGER PRIMARY KEY AUTOINCREMENT, -- breaks ties: a page goes on behind a row that is gone
    article_id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL, -- folded, as is the source
    source TEXT NOT NULL,
    date TEXT NOT NULL,
    changed_at REAL NOT NULL,
    characters INTEGER NOT NULL
) STRICT;
INSERT INTO catalogue (article_id, title, source, date, changed_at, characters)
    SELECT id, substr(fold(title), 1, 200), substr(fold(source), 1, 200), date, changed_at,
    length(text) FROM articles;
CREATE INDEX catalogue_by_title ON catalogue (title);
CREATE INDEX catalogue_by_source ON catalogue (source);
CREATE INDEX catalogue_by_date ON catalogue (date);
CREATE INDEX catalogue_by_change ON catalogue (changed_at);
DROP INDEX articles_by_change;
CREATE TRIGGER catalogue_added AFTER INSERT ON articles BEGIN
    INSERT INTO catalogue (article_id, title, source, date, changed_at, characters)
    VALUES (new.id, substr(fold(new.title), 1, 200), substr(fold(new.source), 1, 200), new.date,
    new.changed_at, length(new.text)); END;
CREATE TRIGGER catalogue_dropped AFTER DELETE ON articles BEGIN
    DELETE FROM catalogue WHERE article_id = old.id; END;
CREATE TABLE bin ( -- what was deleted and can be brought back for a while
    article_id TEXT PRIMARY KEY,
    file TEXT NOT NULL REFERENCES files (source) ON DELETE CASCADE ON UPDATE CASCADE,
    article TEXT NOT NULL, -- JSON of what it was
    changed_at REAL NOT NULL,
    deleted_at REAL NOT NULL -- seconds since 1970, UTC, as all times
) STRICT;
CREATE INDEX bin_by_file ON bin (file);
CREATE INDEX bin_by_time ON bin (deleted_at);
"""
# Redirects links to an article whose id changed, or that another article replaced in its file.
_FORMER = """
CREATE TABLE former_articles (
    article_id TEXT PRIMARY KEY,
    title TEXT NOT NULL, -- '' when somebody deleted it: then nothing of it is kept
    successor TEXT NOT NULL -- the article that tells its story now, which may be gone too; or ''
) STRICT, WITHOUT ROWID;
CREATE INDEX former_by_successor ON former_articles (successor);
"""
# Where date and byline were found. The date of a file's property is none of publication: lists and
# charts do not count it.
_ORIGINS = """
ALTER TABLE articles ADD COLUMN date_origin TEXT NOT NULL DEFAULT 'unknown';
ALTER TABLE articles ADD COLUMN byline_origin TEXT NOT NULL DEFAULT 'unknown';
DROP TRIGGER catalogue_added;
CREATE TRIGGER catalogue_added AFTER INSERT ON articles BEGIN
    INSERT INTO catalogue (article_id, title, source, date, changed_at, characters)
    VALUES (new.id, substr(fold(new.title), 1, 200), substr(fold(new.source), 1, 200),
    iif(new.date_origin = 'document_property', '', new.date), new.changed_at,
    length(new.text)); END;
CREATE TRIGGER catalogue_dated AFTER UPDATE OF date_origin ON articles BEGIN
    UPDATE catalogue SET date = iif(new.date_origin = 'document_property', '', new.date)
    WHERE article_id = new.id; END;
"""
# Of several questions in one turn, those that the articles do not answer.
_UNTOLD = """
ALTER TABLE turns ADD COLUMN untold TEXT NOT NULL DEFAULT '[]'; -- JSON [question, …]
"""
# What a file of a job contains, and whether to try again what could not be read.
_JOB_RESULTS = """
ALTER TABLE job_files ADD COLUMN characters INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_files ADD COLUMN tables INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_files ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_files ADD COLUMN retryable INTEGER NOT NULL DEFAULT 0;
"""
# Where articles stand on their printed pages. Questions do not need it: it is apart from articles.
_PLACES = """
CREATE TABLE printed_places (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    page INTEGER NOT NULL, -- from 1
    start INTEGER NOT NULL, -- first character on it
    "end" INTEGER NOT NULL,
    lines TEXT NOT NULL, -- JSON [[start, end, page, left, top, right, bottom], …]
    doubtful TEXT NOT NULL, -- JSON of the offsets of characters that may be misread
    doubts INTEGER NOT NULL, -- in how many places, of one or more of them side by side
    PRIMARY KEY (article_id, start)
) STRICT, WITHOUT ROWID;
"""
# The whole answer of a turn, as ranges of articles: it contains none of their text.
_REPLIES = """
ALTER TABLE turns ADD COLUMN reply TEXT; -- JSON; NULL in turns stored before, which have texts
"""
# Step n migrates from version n to version n + 1.
STEPS = (
    _ARTICLES,
    _CONVERSATIONS,
    _UPKEEP,
    _KEYS,
    FEEDBACK,
    _LISTING,
    _FORMER,
    _ORIGINS,
    _UNTOLD,
    _JOB_RESULTS,
    _PLACES,
    _REPLIES,
    REASONS,
    FILING,
    EDITING,
    RATED,
)
SCHEMA_VERSION = len(STEPS)
