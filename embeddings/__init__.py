"""From files to a searchable index; independent of questions, users and HTTP."""
