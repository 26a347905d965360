"""What is searched: derived from the library, and always rebuildable."""
