"""Measuring answers with questions whose answers are known."""
