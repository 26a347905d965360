"""From a question to hits in their order."""
