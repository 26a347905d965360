"""How the files of a folder are filed: by the subfolder they are in, or by a ``collection.json``.

Such a file describes the folder it is in, with all folders below: ``collection`` names the
collection of their articles, ``sources`` the source to show for some files, by their path.
"""

import json
import stat
from dataclasses import dataclass, field
from pathlib import Path

from embeddings.documents import NOT_FILED, Filing
from embeddings.errors import UnreadableFileError

COLLECTION_FILE = "collection.json"
_MOST_BYTES = 1_000_000
_LONGEST_NAME = 500  # characters, as of any name that is given
_ADVICE = (
    'it describes its folder and must be a file of {"collection": "…", "sources": {"a.txt": "…"}}. '
    "Correct it, or give a file of articles another name."
)


@dataclass(frozen=True, slots=True)
class FolderFiling:
    """Tells how the files below the folder ``root`` are filed; each description is read once."""

    root: Path
    _known: dict[Path, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def find(self, path: Path) -> Filing:
        """Return how the file at ``path`` is filed.

        The nearest description counts; if none names a collection, it is the first subfolder.

        Raises:
            UnreadableFileError: a description is not what it must be.
        """
        filing = NOT_FILED
        for folder in path.parents:
            collection, sources = self._read(folder)
            inside = path.relative_to(folder).as_posix()
            filing = filing.complete(Filing(collection, sources.get(inside, "")))
            if folder == self.root:
                break
        subfolders = path.relative_to(self.root).parts[:-1]
        return filing.complete(Filing(subfolders[0] if subfolders else ""))

    def _read(self, folder: Path) -> tuple[str, dict[str, str]]:
        if folder not in self._known:
            self._known[folder] = _read_description(folder / COLLECTION_FILE)
        return self._known[folder]


def _read_description(path: Path) -> tuple[str, dict[str, str]]:
    try:
        is_plain = stat.S_ISREG(path.lstat().st_mode)  # no pipe to wait for, no link that leads out
        if not is_plain or path.lstat().st_size > _MOST_BYTES:
            raise ValueError("it is no file of this kind")
        description = json.loads(path.read_text(encoding="utf-8-sig"))
        collection, sources = description.pop("collection", ""), description.pop("sources", {})
        if description or not all(map(_is_name, (collection, *sources.values()))):
            raise ValueError("it contains something else")
    except FileNotFoundError:
        return "", {}
    except (OSError, ValueError, AttributeError, TypeError, RecursionError) as error:
        raise UnreadableFileError(str(path), _ADVICE) from error
    return collection.strip(), {name: shown.strip() for name, shown in sources.items()}


def _is_name(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST_NAME and "\n" not in value
