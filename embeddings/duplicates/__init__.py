"""Near-duplicate detection: MinHash candidates, then a decision about each pair."""
