"""Answers written by a language model over HTTP, every sentence checked against its sources."""
