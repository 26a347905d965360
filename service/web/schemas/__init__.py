"""The JSON shapes of the HTTP contract. Offsets count characters of the article's text."""
