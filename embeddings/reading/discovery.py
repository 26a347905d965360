"""Which files there are to read."""

from collections.abc import Iterator
from pathlib import Path

from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import SUFFIXES


def find_files(path: Path) -> tuple[Path, ...]:
    """Return the readable files below a folder in a stable order, or the file itself.

    Hidden files, files in hidden folders and files of other kinds are passed over. So are symbolic
    links that lead out of the folder, and linked folders; a link that is itself ``path`` is
    followed, for somebody chose it.

    Raises:
        UnreadableFileError: nothing lies at ``path``.
    """
    if path.is_file():
        return (path,)
    if not path.is_dir():
        raise UnreadableFileError(str(path), "there is no such file or folder. Check the path.")
    return tuple(sorted(file for file in _candidates(path) if file.is_file()))


def find_outward_links(folder: Path) -> tuple[Path, ...]:
    """Return the symbolic links below ``folder`` that ``find_files`` passes over.

    They are those that lead out of it, to a folder or to a file that could be read.
    """
    links = (path for path in _visible(folder) if path.is_symlink())
    return tuple(sorted(link for link in links if _is_wanted(link) and leads_out(link, folder)))


def leads_out(path: Path, folder: Path) -> bool:
    """Return whether ``path``, which lies below ``folder``, really lies outside, through a link."""
    path, folder = path.absolute(), folder.absolute()
    if not path.is_relative_to(folder):
        return False
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return True


def _candidates(folder: Path) -> Iterator[Path]:
    for path in _visible(folder):
        outward = path.is_symlink() and leads_out(path, folder)
        if path.suffix.lower() in SUFFIXES and not outward:
            yield path


def _visible(folder: Path) -> Iterator[Path]:
    """Yield all below ``folder`` that is not hidden; linked folders are not entered."""
    for path in folder.rglob("*"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _is_wanted(link: Path) -> bool:
    return link.is_dir() or (link.suffix.lower() in SUFFIXES and link.is_file())
