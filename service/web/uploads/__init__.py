"""Uploads, written to disk as they arrive."""
