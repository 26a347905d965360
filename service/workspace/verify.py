"""Compare what a data folder holds with itself, and mend it."""

from dataclasses import dataclass

from embeddings.inconsistency import Inconsistency
from embeddings.index.analyzer import Analyzer
from embeddings.index.generations import Generations
from embeddings.index.verify import verify_index
from embeddings.library.library import Library
from embeddings.library.verify import LibraryInconsistencies, verify_library
from service.settings import Settings
from service.workspace import index_maintenance as upkeep

_SAMPLE = 100  # passages that are looked for and encoded anew


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """What was found wrong: with the library, and with its index."""

    library: LibraryInconsistencies
    index: tuple[Inconsistency, ...]

    @property
    def findings(self) -> tuple[Inconsistency, ...]:
        """All that was found wrong."""
        return (*self.library.findings(), *self.index)


def verify(settings: Settings, library: Library, analyzer: Analyzer) -> VerificationReport:
    """Look through a data folder without changing it."""
    faults = verify_library(settings.library_path, settings.originals)
    if faults.file:
        return VerificationReport(faults, ())
    generations = Generations(settings.index_folder)
    if not generations.standing.current:
        told = f"{generations.told_in} is missing or damaged"
        return VerificationReport(
            faults, (Inconsistency(told, "the next start of the server mends it"),)
        )
    return VerificationReport(
        faults, tuple(verify_index(generations.current, library, analyzer, _SAMPLE))
    )


def repair(
    settings: Settings, library: Library, analyzer: Analyzer, audit: VerificationReport
) -> None:
    """Mend what was found wrong; what a damaged library file holds is left alone."""
    if audit.library.file or not audit.findings:
        return
    library.repair(audit.library)
    upkeep.bring_up(settings, library, analyzer, lambda *_: None)
    generation = Generations(settings.index_folder).current
    if verify_index(generation, library, analyzer, _SAMPLE):
        upkeep.rebuild(settings, library, analyzer, lambda *_: None)
