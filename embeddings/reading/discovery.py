"""Which files there are to read."""

from pathlib import Path

from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import SUFFIXES


def find_files(path: Path) -> tuple[Path, ...]:
    """Return the readable files below a folder in a stable order, or the file itself.

    Hidden files, files in hidden folders and files of other kinds are passed over.

    Raises:
        UnreadableFileError: nothing lies at ``path``.
    """
    if path.is_file():
        return (path,)
    if not path.is_dir():
        raise UnreadableFileError(str(path), "there is no such file or folder. Check the path.")
    return tuple(sorted(file for file in path.rglob("*") if _is_candidate(file, path)))


def _is_candidate(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in SUFFIXES and file.is_file()
