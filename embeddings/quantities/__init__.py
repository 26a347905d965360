"""Quantities: numerals of every script, with their units and qualifiers, read by value."""
