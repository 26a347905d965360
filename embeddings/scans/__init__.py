"""Scanned pages and photos of pages → characters with their places; works without a network."""
