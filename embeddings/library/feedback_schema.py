"""The tables of readers' feedback. Part of the schema: a released step is never edited."""

# Readers' ratings of answers. They outlive the conversation, so they include question and answer.
FEEDBACK = """
ALTER TABLE turns ADD COLUMN answer_id TEXT NOT NULL DEFAULT '';
CREATE INDEX turns_by_answer ON turns (answer_id) WHERE answer_id <> '';
CREATE TABLE feedback (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    answer_id TEXT NOT NULL UNIQUE,
    given_at REAL NOT NULL, -- seconds since 1970, UTC
    rating TEXT NOT NULL,
    comment TEXT NOT NULL,
    question TEXT NOT NULL, -- standalone
    answer TEXT NOT NULL, -- '' when it was declined
    short_answer TEXT NOT NULL,
    source TEXT NOT NULL, -- of the right passage, or of what was quoted; '' without any
    passage TEXT NOT NULL -- the right one, as the reader chose it, or ''
) STRICT;
"""
# Why a reader found an answer of no use.
REASONS = """
ALTER TABLE feedback ADD COLUMN reasons TEXT NOT NULL DEFAULT '[]'; -- JSON [name, …]
"""
# Whose words a rated answer has: they are erased with these articles.
RATED = """
ALTER TABLE feedback ADD COLUMN articles TEXT NOT NULL DEFAULT '[]'; -- JSON [id, …]
"""
