"""Examine an installation and a data folder: what works, and what to do about what does not."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version

from embeddings.encoding.encoder import load_encoder
from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.encoding.passage_reader import READER, PassageReader
from embeddings.errors import WenbaoError
from embeddings.library.library import Library
from service.access.keys import KeyStore, check_keys
from service.retrieval.filters import NO_FILTERS
from service.retrieval.scope import build_scope
from service.retrieval.search import search
from service.settings import Settings, Switch
from service.workspace.index_maintenance import load_analyzer, open_current
from service.workspace.running_server import find_server
from service.workspace.workspace import open_existing_library

_LIBRARIES = ("faiss-cpu", "onnxruntime", "tantivy", "rapidocr", "fastapi")
_LITTLE_SPACE = 1 << 30  # bytes
_GIGABYTE = 1 << 30


class State(StrEnum):
    """How something is: failed keeps the service from working, a warning will some day."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        name: of what was checked.
        detail: what was found and, if it is not well, what to do.
    """

    name: str
    state: State
    detail: str


def diagnose(settings: Settings) -> Iterator[Finding]:
    """Yield what each check finds; nothing is changed."""
    checks: tuple[tuple[str, Callable[[Settings], tuple[State, str]]], ...] = (
        ("versions", _tell_versions),
        ("models", _load_models),
        ("data folder", _check_folder),
        ("server", _find_server),
        ("keys", _check_keys),
        ("library", _open_library),
        ("clock", _check_clock),
        ("index and a search", check_index),
    )
    for name, check in checks:
        try:
            yield Finding(name, *check(settings))
        except (WenbaoError, OSError) as error:
            yield Finding(name, State.FAILED, str(error))


def _tell_versions(_: Settings) -> tuple[State, str]:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    system = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    return State.OK, f"wenbao {version('wenbao')}, {system}, {libraries}"


def _load_models(settings: Settings) -> tuple[State, str]:
    names = [load_encoder(STATIC_ENCODER).name, PassageReader.load(READER).name]
    if settings.meaning is Switch.ON:
        names.append(load_encoder(settings.encoder).name)
    return State.OK, ", ".join(names)


def _check_folder(settings: Settings) -> tuple[State, str]:
    folder = settings.data
    if folder.is_file():
        return State.FAILED, f"{folder} is a file: name a folder with --data"
    existing = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not os.access(existing, os.W_OK):
        return State.FAILED, f"{existing} cannot be written by this user"
    free = shutil.disk_usage(existing).free
    told = f"{folder.absolute()}, {free / _GIGABYTE:.1f} GB free"
    if free < _LITTLE_SPACE:
        return State.WARNING, f"{told}: make room, or changes will be refused"
    return State.OK, told


def _find_server(settings: Settings) -> tuple[State, str]:
    url = find_server(settings.data)
    return State.OK, f"answers at {url}" if url else "none is running; start it with wenbao serve"


def _check_keys(settings: Settings) -> tuple[State, str]:
    if not settings.library_path.exists():
        return State.OK, "no key yet"
    check_keys(settings)
    valid = sum(key.revoked_at is None for key in KeyStore(settings.library_path).all())
    if settings.asks_for_keys:
        return State.OK, f"required; {valid} are valid"
    if settings.exposed:
        return State.WARNING, f"anybody who reaches {settings.host} may change everything"
    return State.OK, f"not required at {settings.host}, which only this machine reaches"


def _open_library(settings: Settings) -> tuple[State, str]:
    library = open_existing_library(settings)
    articles, passages = library.articles.count(), library.passages.count()
    told = f"{articles:,} articles in {passages:,} passages, revision {library.revision}"
    if not articles:
        return State.WARNING, f"{told}: add files with wenbao index"
    return State.OK, told


def _check_clock(settings: Settings) -> tuple[State, str]:
    changed = open_existing_library(settings).articles.changed_at
    now = time.time()
    shown = time.strftime("%Y-%m-%d %H:%M %Z", time.localtime(now))
    if changed > now:
        return State.WARNING, f"{shown}, but the library was last changed after that: set the clock"
    return State.OK, shown


def check_index(settings: Settings) -> tuple[State, str]:
    """Return whether a search for the title of an article finds it, and what was found."""
    library = open_existing_library(settings)
    snapshot = open_current(settings, library, load_analyzer(settings))
    missing = abs(library.passages.count() - len(snapshot.index.vectors))
    title = _find_title(library)
    if not title:
        return State.OK, "nothing to search for"
    scope = build_scope(NO_FILTERS, snapshot, library)
    start = time.perf_counter()
    found = search(title, 1, scope, library)
    spent = 1000 * (time.perf_counter() - start)
    if not found.hits:
        return State.FAILED, f"a search for {title} finds nothing: run wenbao verify --repair"
    told = f"{len(snapshot.index.vectors):,} passages; a search for {title} takes {spent:.0f} ms"
    if missing:
        return State.WARNING, f"{told}; {missing} passages differ: start the server, or verify"
    return State.OK, told


def _find_title(library: Library) -> str:
    titles = (article.title for article in library.articles.page(limit=50))
    return next(filter(None, titles), "")


def tells_failure(findings: list[Finding]) -> bool:
    """Return whether anything keeps the service from working."""
    return any(one.state is State.FAILED for one in findings)
