"""The parts of an answer. Frozen dataclasses; no IO, no third-party library."""
