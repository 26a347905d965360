"""Find the files to read."""

from collections.abc import Iterator
from pathlib import Path

from embeddings.errors import UnreadableFileError
from embeddings.reading.file_types import SUFFIXES
from embeddings.reading.folder_filing import COLLECTION_FILE


def find_files(path: Path) -> tuple[Path, ...]:
    """Return the readable files below a folder in a stable order, or the file itself.

    Hidden files, files in hidden folders and files of other types are skipped. So are linked
    folders, symbolic links that lead out of the folder, and the files that describe folders. If
    ``path`` itself is a link it is followed, because a user chose it.

    Raises:
        UnreadableFileError: ``path`` does not exist.
    """
    if path.is_file():
        return (path,)
    if not path.is_dir():
        raise UnreadableFileError(str(path), "there is no such file or folder. Check the path.")
    return tuple(sorted(file for file in _find_candidates(path) if file.is_file()))


def find_outward_links(folder: Path) -> tuple[Path, ...]:
    """Return the symbolic links below ``folder`` that ``find_files`` skips.

    They lead out of it, to a folder or to a file of a readable type.
    """
    links = (path for path in _walk_visible(folder) if path.is_symlink())
    return tuple(sorted(link for link in links if _is_readable(link) and leads_out(link, folder)))


def leads_out(path: Path, folder: Path) -> bool:
    """Return whether ``path``, below ``folder``, resolves to a place outside of it."""
    path, folder = path.absolute(), folder.absolute()
    if not path.is_relative_to(folder):
        return False
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return True


def _find_candidates(folder: Path) -> Iterator[Path]:
    for path in _walk_visible(folder):
        is_outward = path.is_symlink() and leads_out(path, folder)
        is_article = path.suffix.lower() in SUFFIXES and path.name != COLLECTION_FILE
        if is_article and not is_outward:
            yield path


def _walk_visible(folder: Path) -> Iterator[Path]:
    """Yield everything below ``folder`` that is not hidden, without entering linked folders."""
    for path in folder.rglob("*"):
        if not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _is_readable(link: Path) -> bool:
    return link.is_dir() or (link.suffix.lower() in SUFFIXES and link.is_file())
