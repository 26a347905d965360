"""Read from the words of a question what it asks for."""
