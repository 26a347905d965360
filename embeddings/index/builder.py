"""Write the index of a library: from scratch, or only what has changed since the last one.

A passage never changes and its key is never reused. So comparing keys shows what an index lacks and
what it has too much of, whatever happened in between.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from embeddings.encoding.vectors import FloatMatrix
from embeddings.errors import IndexMismatchError
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import TERMS, VECTORS, Index, read_indexed_texts
from embeddings.index.lexical_index import LexicalIndex, LexicalWriter
from embeddings.index.manifest import Manifest, compute_checksums
from embeddings.index.vector_index import VectorIndex
from embeddings.library.library import Library
from embeddings.library.records import Keys
from embeddings.storage.atomic import link_tree, remove, sync_folder

Progress = Callable[[int, int], None]
_BATCH = 2048
# BM25 counts removed passages until the lexical index is rewritten: at once in a small library, and
# in a large one when they exceed this share.
_SMALL = 1_000
_COUNTED_SHARE = 0.1
_MUTABLE = (f"{TERMS}/meta.json", f"{TERMS}/.managed.json")


@dataclass(frozen=True, slots=True)
class Difference:
    """Passages the library has and an index lacks, and the reverse: keys, ascending."""

    stored: Keys
    added: Keys
    removed: Keys
    revision: int

    @classmethod
    def between(cls, library: Library, analyzer: Analyzer, indexed: Keys) -> "Difference":
        """Compare the library with the keys of an index."""
        revision = library.revision  # read first: changes made after this are picked up next time
        stored = library.passages.keys(analyzer.passages)
        return cls(
            stored,
            np.setdiff1d(stored, indexed, assume_unique=True),
            np.setdiff1d(indexed, stored, assume_unique=True),
            revision,
        )


def build_index(folder: Path, library: Library, analyzer: Analyzer, progress: Progress) -> Index:
    """Write the index of the whole library to ``folder``, replacing its contents."""
    remove(folder)
    (folder / VECTORS).mkdir(parents=True)
    difference = Difference.between(library, analyzer, np.zeros(0, dtype=np.int64))
    added = _write(folder, difference.added, difference, _Source(library, analyzer, progress))
    vectors = VectorIndex.from_vectors(added.keys, added.rows)
    return _finish(folder, vectors, Manifest(analyzer.recipe, difference.revision, {}), analyzer)


def update_index(
    index: Index, folder: Path, library: Library, analyzer: Analyzer, progress: Progress
) -> Index | None:
    """Write the successor of ``index`` to ``folder``; return None if nothing has changed.

    Unchanged files are shared by hard links, so a small change costs little.
    """
    former = index.manifest
    difference = Difference.between(library, analyzer, index.vectors.keys)
    changed = len(difference.added) + len(difference.removed)
    if not changed and former.revision == difference.revision:
        return None
    remove(folder)
    link_tree(index.folder, folder)
    counted = former.counted + len(difference.removed)
    terms_of = difference.added
    if _should_rewrite_terms(counted, len(index.vectors) + changed):
        remove(folder / TERMS)
        counted, terms_of = 0, difference.stored
    written = _write(folder, terms_of, difference, _Source(library, analyzer, progress))
    # A passage deleted before it could be written must be in neither part of the index.
    gone = np.setdiff1d(terms_of, written.terms_of, assume_unique=True)
    removed = np.union1d(difference.removed, gone)
    vectors = index.vectors.apply_changes(written.keys, written.rows, removed)
    manifest = Manifest(former.recipe, difference.revision, former.checksums, counted=counted)
    return _finish(folder, vectors, manifest, analyzer)


def _should_rewrite_terms(counted: int, passages: int) -> bool:
    return counted > 0 and (passages <= _SMALL or counted > _COUNTED_SHARE * passages)


@dataclass(frozen=True, slots=True)
class _Written:
    """The keys whose terms were written, and the new keys with their ``(n, dim)`` vectors."""

    terms_of: Keys
    keys: Keys
    rows: FloatMatrix


@dataclass(frozen=True, slots=True)
class _Source:
    """What to index, with which analyzer, and where to report progress."""

    library: Library
    analyzer: Analyzer
    progress: Progress


def _write(folder: Path, keys: Keys, difference: Difference, source: _Source) -> _Written:
    """Write the terms of ``keys`` to ``folder``; return the vectors of added passages."""
    lexical, analyzer = LexicalWriter(folder / TERMS), source.analyzer
    lexical.remove(difference.removed.tolist())
    none = np.zeros(0, np.int64)
    parts = [_Written(none, none, np.zeros((0, analyzer.encoder.dimension), np.float32))]
    done = 0
    with ThreadPoolExecutor(1) as encoding:
        for batch in _batch(read_indexed_texts(source.library, keys)):
            added = encoding.submit(_encode, batch, difference.added, analyzer)
            terms = analyzer.segmenter.join_terms([text for _, text in batch])
            for (key, _), joined in zip(batch, terms, strict=True):
                lexical.add(key, joined)
            parts.append(added.result())
            done += len(batch)
            source.progress(done, len(keys))
    lexical.finish()
    return _Written(
        np.concatenate([part.terms_of for part in parts]),
        np.concatenate([part.keys for part in parts]),
        np.concatenate([part.rows for part in parts]),
    )


def _encode(batch: list[tuple[int, str]], added: Keys, analyzer: Analyzer) -> _Written:
    """Encode those of the folded texts that are added."""
    keys = np.asarray([key for key, _ in batch], dtype=np.int64)
    new = np.isin(keys, added)
    texts = [text for (_, text), is_new in zip(batch, new, strict=True) if is_new]
    return _Written(keys, keys[new], analyzer.encoder.encode_passages(texts))


def _batch(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _finish(folder: Path, vectors: VectorIndex, manifest: Manifest, analyzer: Analyzer) -> Index:
    """Save the vectors and, as the last file of the index, its manifest."""
    vectors.remove_others(folder / VECTORS)
    vectors.save(folder / VECTORS)
    known = {name: sum_ for name, sum_ in manifest.checksums.items() if name not in _MUTABLE}
    manifest = replace(
        manifest,
        checksums=compute_checksums(folder, known),
        segments=vectors.names,
        hidden=tuple(vectors.hidden.tolist()),
        origin=analyzer.origin,
    )
    manifest.write(folder)
    sync_folder(folder.parent)
    lexical = LexicalIndex.open(folder / TERMS)
    if len(lexical) != len(vectors):
        raise IndexMismatchError(
            f"the index in {folder} has terms for {len(lexical)} passages, "
            f"but vectors for {len(vectors)}"
        )
    return Index(lexical, vectors, manifest, folder)
