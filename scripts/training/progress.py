"""Where long-running scripts report their progress."""

import sys


def print_line(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
