"""Answers by a language model over HTTP, each sentence checked against its sources."""
