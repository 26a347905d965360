"""The articles and passages, in one SQLite file: the only authoritative copy."""
