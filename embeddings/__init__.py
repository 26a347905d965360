"""From files to a searchable index. Knows nothing of questions, people or HTTP."""
