"""Copy vector stores for a backup or an export."""

from dataclasses import replace
from pathlib import Path

from embeddings.index.vector_index import VectorIndex
from embeddings.meaning.contents import Contents
from embeddings.meaning.vector_store import find_maker
from embeddings.storage.atomic import link_tree, remove


def link_stores(folder: Path, copy: Path) -> None:
    """Hard-link the readable stores in ``folder`` into ``copy``, without unrecorded segments.

    The caller must hold ``LockFile.MEANING`` of the data folder.
    """
    for store in folder.glob("*"):
        if find_maker(store):
            link_tree(store, copy / store.name)
            _remove_unrecorded(copy / store.name)


def _remove_unrecorded(store: Path) -> None:
    recorded = Contents.read(store).checksums
    for path in store.glob("*" + VectorIndex.SUFFIX):
        if path.stem not in recorded:
            remove(path)


def forget_locations(copy: Path) -> None:
    """Remove the paths of encoders from copied stores."""
    for store in copy.glob("*"):
        contents = Contents.read(store)
        replace(contents, maker=replace(contents.maker, location="")).write(store)
