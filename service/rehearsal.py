"""Try a backup: restore it into a folder of its own, check everything, and remove it again."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from embeddings.inconsistency import Inconsistency
from service.diagnosis import State, check_index
from service.settings import Settings
from service.workspace import backup, verification
from service.workspace.index_maintenance import load_analyzer
from service.workspace.workspace import open_existing_library


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a restored backup is like.

    Attributes:
        articles: how many it has.
        inconsistencies: what is wrong with it.
        search: what became of a search in it.
        is_found: whether that search found what it should.
    """

    articles: int
    inconsistencies: tuple[Inconsistency, ...]
    search: str
    is_found: bool

    @property
    def is_sound(self) -> bool:
        """Whether the backup can be relied upon."""
        return self.is_found and not self.inconsistencies


def rehearse_restore(settings: Settings, file: Path) -> Rehearsal:
    """Restore ``file`` beside the data folder, which is not touched, and check it.

    Raises:
        WenbaoError: it is no backup, is damaged, or cannot be restored.
    """
    beside = settings.data.absolute().parent
    beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="wenbao-rehearsal-", dir=beside) as folder:
        tried = settings.model_copy(update={"data": Path(folder) / "data"})
        backup.restore(file, tried.data, replace=False)
        library = open_existing_library(tried)
        report = verification.verify(tried, library, load_analyzer(tried))
        state, told = check_index(tried)
        return Rehearsal(
            library.articles.count(), report.inconsistencies, told, state is not State.FAILED
        )
