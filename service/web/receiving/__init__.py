"""Uploads, put on the disk while they come in."""
