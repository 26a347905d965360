"""Rewrite follow-up questions as standalone ones, by rules: no language model."""
