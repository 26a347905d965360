"""What an answer is made of. Frozen dataclasses; no IO, no third-party library."""
