"""The JSON shapes of the HTTP API. Offsets count characters of the article's text."""
