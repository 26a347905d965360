"""Files that a command is asked to write."""

from pathlib import Path

from embeddings.errors import WenbaoError
from embeddings.storage.atomic import write_bytes


def write_text(text: str, path: Path) -> None:
    """Write a file that the user requested.

    Raises:
        WenbaoError: the file cannot be written.
    """
    write_file(text.encode(), path)


def write_file(content: bytes, path: Path) -> None:
    """Write a file that the user requested.

    Raises:
        WenbaoError: the file cannot be written.
    """
    try:
        write_bytes(path, content)
    except OSError as error:
        raise WenbaoError(f"{path} cannot be written: {error}") from error
