"""Check a data folder for inconsistencies, and repair it."""

from dataclasses import dataclass

from embeddings.inconsistency import Inconsistency
from embeddings.index.analyzer import Analyzer
from embeddings.index.generations import Generations
from embeddings.index.verify import verify_index
from embeddings.library.library import Library
from embeddings.library.verify import LibraryInconsistencies, verify_library
from service.settings import Settings
from service.workspace import index_maintenance

_SAMPLE = 100  # passages that are searched for and encoded again


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The inconsistencies of the library, and of its index."""

    library: LibraryInconsistencies
    index: tuple[Inconsistency, ...]

    @property
    def inconsistencies(self) -> tuple[Inconsistency, ...]:
        """All inconsistencies."""
        return (*self.library.describe(), *self.index)


def verify(settings: Settings, library: Library, analyzer: Analyzer) -> VerificationReport:
    """Check a data folder without changing it."""
    inconsistencies = verify_library(settings.library_path, settings.originals)
    if inconsistencies.file:
        return VerificationReport(inconsistencies, ())
    generations = Generations(settings.index_folder)
    if not generations.standing.current:
        what = f"{generations.path} is missing or damaged"
        missing = Inconsistency(what, "the next start of the server repairs it")
        return VerificationReport(inconsistencies, (missing,))
    index = verify_index(generations.current, library, analyzer, _SAMPLE)
    return VerificationReport(inconsistencies, tuple(index))


def repair(
    settings: Settings, library: Library, analyzer: Analyzer, report: VerificationReport
) -> None:
    """Repair the reported inconsistencies; a damaged library file is left unchanged."""
    if report.library.file or not report.inconsistencies:
        return
    library.repair(report.library)
    index_maintenance.bring_up_to_date(settings, library, analyzer, lambda *_: None)
    generation = Generations(settings.index_folder).current
    if verify_index(generation, library, analyzer, _SAMPLE):
        index_maintenance.rebuild(settings, library, analyzer, lambda *_: None)
