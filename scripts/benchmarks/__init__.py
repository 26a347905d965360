"""What ``scripts.evaluate`` is made of: read benches, index, search, score, show."""
