"""The tables of collections and tags, of what editors have set, and of the history of articles.

Part of the schema: a released step is never edited.
"""

# `tags` are JSON [tag, …]; `as_read` is JSON [[field, value], …]: what the file of an article says
# where an editor has set something else. A file has the collection that it was added to, and the
# source to show if that is not its name. The catalogue has collections folded.
FILING = """
ALTER TABLE articles ADD COLUMN collection TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN as_read TEXT NOT NULL DEFAULT '[]';
ALTER TABLE files ADD COLUMN collection TEXT NOT NULL DEFAULT '';
ALTER TABLE files ADD COLUMN shown_as TEXT NOT NULL DEFAULT '';
ALTER TABLE job_files ADD COLUMN collection TEXT NOT NULL DEFAULT '';
ALTER TABLE job_files ADD COLUMN shown_as TEXT NOT NULL DEFAULT '';
ALTER TABLE catalogue ADD COLUMN collection TEXT NOT NULL DEFAULT '';
ALTER TABLE catalogue ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
CREATE INDEX catalogue_by_collection ON catalogue (collection);
DROP TRIGGER catalogue_added;
CREATE TRIGGER catalogue_added AFTER INSERT ON articles BEGIN
    INSERT INTO catalogue (article_id, title, source, date, changed_at, characters, collection,
    tags) VALUES (new.id, substr(fold(new.title), 1, 200), substr(fold(new.source), 1, 200),
    iif(new.date_origin = 'document_property', '', new.date), new.changed_at,
    length(new.text), fold(new.collection), new.tags); END;
CREATE TRIGGER catalogue_filed AFTER UPDATE OF collection, tags ON articles BEGIN
    UPDATE catalogue SET collection = fold(new.collection), tags = new.tags
    WHERE article_id = new.id; END;
UPDATE files SET collection = substr(source, 1, instr(source, '/') - 1)
    WHERE origin <> '' AND instr(source, '/') > 1;
UPDATE articles SET collection = (SELECT collection FROM files WHERE source = articles.file)
    WHERE file IN (SELECT source FROM files WHERE collection <> '');
"""

# `before` and `after` are JSON {field: value}. `fixed` says that rows cannot tell another
# collection. The collections of a key are JSON [name, …], folded; [] means all.
EDITING = """
CREATE TABLE article_changes (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    edited_at REAL NOT NULL, -- seconds since 1970, UTC, as all times
    editor TEXT NOT NULL, -- the name of the API key, or ''
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    undone_at REAL,
    undone_by TEXT NOT NULL
) STRICT;
CREATE INDEX changes_by_article ON article_changes (article_id, key);
ALTER TABLE files ADD COLUMN fixed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE job_files ADD COLUMN fixed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN collections TEXT NOT NULL DEFAULT '[]';
"""
