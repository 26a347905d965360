"""Compare what a data folder holds with itself, and mend it."""

from dataclasses import dataclass

from embeddings.inconsistency import Finding
from embeddings.index.analyzer import Tools
from embeddings.index.generations import Generations
from embeddings.index.verify import index_findings
from embeddings.library.library import Library
from embeddings.library.verify import LibraryFaults, look_through
from service.settings import Settings
from service.workspace import index_maintenance as upkeep

_SAMPLE = 100  # passages that are looked for and encoded anew


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found wrong: with the library, and with its index."""

    library: LibraryFaults
    index: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found wrong."""
        return (*self.library.findings(), *self.index)


def verify(settings: Settings, library: Library, tools: Tools) -> Audit:
    """Look through a data folder without changing it."""
    faults = look_through(library, settings.library_path, settings.originals)
    if faults.file:
        return Audit(faults, ())
    generations = Generations(settings.index_folder)
    if not generations.standing.current:
        told = f"{generations.told_in} is missing or damaged"
        return Audit(faults, (Finding(told, "the next start of the server mends it"),))
    return Audit(faults, tuple(index_findings(generations.current, library, tools, _SAMPLE)))


def repair(settings: Settings, library: Library, tools: Tools, audit: Audit) -> None:
    """Mend what was found wrong; what a damaged library file holds is left alone."""
    if audit.library.file or not audit.findings:
        return
    library.mend(audit.library)
    upkeep.bring_up(settings, library, tools, lambda *_: None)
    generation = Generations(settings.index_folder).current
    if index_findings(generation, library, tools, _SAMPLE):
        upkeep.rebuild(settings, library, tools, lambda *_: None)
