"""The HTTP layer, the only part that uses FastAPI."""
