"""The search index: derived from the library, so it can always be rebuilt."""
