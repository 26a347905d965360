"""The routes. Each parses its input, calls one function, and returns the result."""
