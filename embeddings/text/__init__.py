"""Normalise text and split it into sentences, words and terms."""
