"""The truth about articles and passages, in one SQLite file."""
