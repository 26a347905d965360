"""The generations of an index: which one is current, and which one can be rolled back to."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from embeddings.storage.atomic import remove, write_bytes
from embeddings.storage.checksummed_json import dump_checksummed, load_checksummed

_NAME = "generations.json"
_PREFIX = "generation-"
_REBUILD = "rebuild"


@dataclass(frozen=True, slots=True)
class Standing:
    """The published generations, by the names of their folders.

    Attributes:
        current: the generation in use, or "" if none.
        previous: the generation before the last reindexing, or "".
        held: the owner rolled back to it: it stays even if the settings require another.
    """

    current: str = ""
    previous: str = ""
    held: bool = False


class Generations:
    """The folder of the index. Each generation has its own folder and never changes.

    To publish, the caller must hold ``LockFile.CHANGE`` of the data folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def standing(self) -> Standing:
        """The published generations; empty if the file that records them is missing or damaged."""
        try:
            fields = load_checksummed(self.path.read_bytes())
            return Standing(str(fields["current"]), str(fields["previous"]), bool(fields["held"]))
        except (OSError, ValueError, TypeError, KeyError):
            return Standing()

    @property
    def path(self) -> Path:
        """The file that records the published generations."""
        return self.folder / _NAME

    @property
    def stamp(self) -> tuple[int, ...]:
        """A value that changes with every publication; costs one ``stat``."""
        try:
            status = self.path.stat()
        except OSError:
            return ()
        return (status.st_mtime_ns, status.st_ino, status.st_size)

    @property
    def current(self) -> Path:
        """The folder of the current generation; it may not exist."""
        return self.folder / (self.standing.current or f"{_PREFIX}none")

    @property
    def previous(self) -> Path | None:
        """The folder of the generation before the last reindexing, if it still exists."""
        name = self.standing.previous
        return self.folder / name if name and (self.folder / name).is_dir() else None

    @property
    def rebuild_folder(self) -> Path:
        """The folder in which an index is rebuilt while the current one stays in use."""
        return self.folder / _REBUILD

    def begin(self) -> Path:
        """Return the folder of the next generation; it does not exist yet."""
        numbers = map(_parse_number, self._list_names())
        return self.folder / f"{_PREFIX}{max(numbers, default=0) + 1:06}"

    def publish(self, generation: Path) -> None:
        """Publish ``generation`` as the successor of the current one; keep the previous one."""
        self._publish(replace(self.standing, current=generation.name))

    def supersede(self, generation: Path) -> None:
        """Publish ``generation`` and keep the current one to roll back to."""
        former = self.standing.current
        previous = former if (self.folder / former).is_dir() else ""
        self._publish(Standing(generation.name, previous))

    def roll_back(self, generation: Path) -> None:
        """Roll back to ``generation``, the previous one or its update, until a reindexing."""
        self._publish(Standing(generation.name, self.standing.current, held=True))

    def replace_damaged(self, generation: Path) -> None:
        """Publish ``generation`` in place of a damaged one, which is not kept."""
        self._publish(replace(self.standing, current=generation.name, held=False))

    def sweep(self) -> None:
        """Remove everything that belongs to no published generation."""
        standing = self.standing
        for path in self.folder.glob("*"):
            if path.name not in (_NAME, _REBUILD, standing.current, standing.previous):
                remove(path)

    def _publish(self, standing: Standing) -> None:
        write_bytes(self.path, dump_checksummed(asdict(standing)))

    def list_newest_first(self) -> list[Path]:
        """Return the folders of all generations on disk, newest first."""
        return [
            self.folder / name
            for name in sorted(self._list_names(), key=_parse_number, reverse=True)
        ]

    def _list_names(self) -> list[str]:
        return [
            path.name
            for path in self.folder.glob(_PREFIX + "*")
            if path.name.removeprefix(_PREFIX).isdecimal()
        ]


def _parse_number(name: str) -> int:
    return int(name.removeprefix(_PREFIX))
