"""The generations of an index: which one answers, which one is kept to go back to."""

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from embeddings.storage.atomic import remove, write_bytes
from embeddings.storage.checksummed_json import dump_checksummed, load_checksummed

_NAME = "generations.json"
_PREFIX = "generation-"
_BESIDE = "rebuild"


@dataclass(frozen=True, slots=True)
class Standing:
    """Which generations there are, by the names of their folders.

    Attributes:
        current: the one that answers, or "" when there is none.
        previous: the one before the last reindexing, or "".
        held: the owner went back to this one: it stays although the settings ask for another.
    """

    current: str = ""
    previous: str = ""
    held: bool = False


class Generations:
    """The folder of the index. Each generation has a folder of its own and is never changed.

    Whoever changes the standing holds the lock of the data folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def standing(self) -> Standing:
        """What stands now; nothing when the file that tells it is missing or damaged."""
        try:
            fields = load_checksummed((self.told_in).read_bytes())
            return Standing(str(fields["current"]), str(fields["previous"]), bool(fields["held"]))
        except (OSError, ValueError, TypeError, KeyError):
            return Standing()

    @property
    def told_in(self) -> Path:
        """The file that tells what stands."""
        return self.folder / _NAME

    @property
    def stamp(self) -> tuple[int, ...]:
        """What differs whenever the standing has changed; costs one look at the disk."""
        try:
            status = (self.told_in).stat()
        except OSError:
            return ()
        return (status.st_mtime_ns, status.st_ino, status.st_size)

    @property
    def current(self) -> Path:
        """The folder of the generation that answers; it may not be there."""
        return self.folder / (self.standing.current or f"{_PREFIX}none")

    @property
    def previous(self) -> Path | None:
        """The folder of the generation before the last reindexing, if it was kept."""
        name = self.standing.previous
        return self.folder / name if name and (self.folder / name).is_dir() else None

    @property
    def beside(self) -> Path:
        """The folder in which an index is built anew while another one answers."""
        return self.folder / _BESIDE

    def begin(self) -> Path:
        """Return the folder of the next generation; it is not there yet."""
        numbers = map(_number, self._names())
        return self.folder / f"{_PREFIX}{max(numbers, default=0) + 1:06}"

    def follow(self, generation: Path) -> None:
        """Let ``generation`` answer in place of the one that it follows."""
        self._stand(replace(self.standing, current=generation.name))

    def supersede(self, generation: Path) -> None:
        """Let ``generation`` answer and keep the one that answered before it."""
        former = self.standing.current
        kept = former if (self.folder / former).is_dir() else ""
        self._stand(Standing(generation.name, kept))

    def go_back(self, generation: Path) -> None:
        """Let ``generation``, made from the previous one, answer until the next reindexing."""
        self._stand(Standing(generation.name, self.standing.current, held=True))

    def replace_damaged(self, generation: Path) -> None:
        """Let ``generation`` answer; what it replaces is of no use to anybody."""
        self._stand(replace(self.standing, current=generation.name, held=False))

    def sweep(self) -> None:
        """Remove what belongs to no generation that stands."""
        standing = self.standing
        for path in self.folder.glob("*"):
            if path.name not in (_NAME, _BESIDE, standing.current, standing.previous):
                remove(path)

    def _stand(self, standing: Standing) -> None:
        write_bytes(self.told_in, dump_checksummed(asdict(standing)))

    def found(self) -> list[Path]:
        """Return the folders of all generations that lie there, newest first."""
        return [self.folder / name for name in sorted(self._names(), key=_number, reverse=True)]

    def _names(self) -> list[str]:
        return [
            path.name
            for path in self.folder.glob(_PREFIX + "*")
            if path.name.removeprefix(_PREFIX).isdecimal()
        ]


def _number(name: str) -> int:
    return int(name.removeprefix(_PREFIX))
