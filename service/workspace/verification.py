"""Check a data folder for inconsistencies, and repair it."""

from dataclasses import dataclass

from embeddings.encoding.encoder import load_encoder
from embeddings.inconsistency import Inconsistency
from embeddings.index.analyzer import Analyzer
from embeddings.index.generations import Generations
from embeddings.index.verify import verify_index
from embeddings.library.library import Library
from embeddings.library.verify import LibraryInconsistencies, verify_library
from embeddings.meaning.verify import (
    repair_stores,
    repair_vectors,
    verify_stores,
    verify_vectors,
)
from service.settings import Settings, Switch
from service.workspace import index_maintenance
from service.workspace.meaning import hold_meaning_lock, open_store

_SAMPLE = 100  # passages that are searched for and encoded again


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The inconsistencies of the library, of its index, and of the transformer's vectors."""

    library: LibraryInconsistencies
    index: tuple[Inconsistency, ...] = ()
    meaning: tuple[Inconsistency, ...] = ()

    @property
    def inconsistencies(self) -> tuple[Inconsistency, ...]:
        """All inconsistencies."""
        return (*self.library.describe(), *self.index, *self.meaning)


def verify(settings: Settings, library: Library, analyzer: Analyzer) -> VerificationReport:
    """Check a data folder without changing it."""
    inconsistencies = verify_library(settings.library_path, settings.originals)
    if inconsistencies.file:
        return VerificationReport(inconsistencies)
    index = _verify_index(settings, library, analyzer)
    return VerificationReport(
        inconsistencies, tuple(index), tuple(_verify_meaning(settings, library))
    )


def _verify_index(settings: Settings, library: Library, analyzer: Analyzer) -> list[Inconsistency]:
    generations = Generations(settings.index_folder)
    if not generations.standing.current:
        what = f"{generations.path} is missing or damaged"
        return [Inconsistency(what, "the next start of the server repairs it")]
    return verify_index(generations.current, library, analyzer, _SAMPLE)


def _verify_meaning(settings: Settings, library: Library) -> list[Inconsistency]:
    if not settings.meaning_folder.is_dir():
        return []
    with hold_meaning_lock(settings):
        damaged = verify_stores(settings.meaning_folder)
        if damaged or settings.meaning is Switch.OFF:
            return damaged
        encoder = load_encoder(settings.encoder)
        return verify_vectors(open_store(settings, encoder), library, encoder, _SAMPLE)


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
    _repair_meaning(settings, library)


def _repair_meaning(settings: Settings, library: Library) -> None:
    if not settings.meaning_folder.is_dir():
        return
    with hold_meaning_lock(settings):
        repair_stores(settings.meaning_folder)
        if settings.meaning is Switch.ON:
            encoder = load_encoder(settings.encoder)
            repair_vectors(open_store(settings, encoder), library, encoder, _SAMPLE)
