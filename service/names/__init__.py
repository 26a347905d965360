"""Names in questions, compared with the words that the articles contain."""
