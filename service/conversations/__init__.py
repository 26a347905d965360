"""Asking more than once: turns, and what they are stored as."""
