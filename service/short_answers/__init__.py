"""The short answer: which words of a quote answer by themselves."""
