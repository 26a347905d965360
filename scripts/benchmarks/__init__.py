"""Benchmarks for retrieval: read them, index them, search, score, report."""
