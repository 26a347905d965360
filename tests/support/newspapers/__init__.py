"""Newspaper pages made for tests: what they look like, and exactly what they say."""
