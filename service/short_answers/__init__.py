"""Find the short answer: the words of a quote that answer by themselves."""
