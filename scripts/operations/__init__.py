"""Random operations on a data folder, for ``scripts.random_operations`` and its test."""
