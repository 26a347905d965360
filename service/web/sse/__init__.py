"""Server-sent events, and clients that disconnect."""
