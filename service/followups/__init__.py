"""Follow-up questions made standalone from the turns before them, by rules: no language model."""
