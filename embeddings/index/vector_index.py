"""The vector index: segments are added and merged, so that a small change costs little.

As in a log-structured merge tree (O'Neil et al. 1996) a change adds a small new segment; a segment
is merged with the one before it once that is no longer much larger. So there are never more than a
handful, and each vector is copied only a few times in all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from embeddings.encoding.vectors import FloatMatrix, FloatVector
from embeddings.index.vector_segment import VectorSegment, contains
from embeddings.library.records import Keys
from embeddings.storage.atomic import remove

_NONE = np.zeros(0, dtype=np.int64)
# A segment is merged with the one before it unless that is more than this many times as large.
_MUCH_LARGER = 4
# Removed vectors stay in a segment, hidden, until they exceed this share; a small segment is
# rewritten at once.
_HIDDEN_SHARE = 0.1
_FEW = 5_000
# Up to this many allowed vectors of a segment are compared one by one, in 10 ms. If there are more,
# at most this many of the nearest are filtered first.
_COMPARED = 5_000


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """Unit vectors under integer keys; it never changes. The score is the cosine.

    Attributes:
        segments: older and larger ones first.
        hidden: keys of removed vectors that are still in a segment, ascending.
        allowed: the keys that a search may find, ascending; None for all.
    """

    segments: tuple[VectorSegment, ...] = ()
    hidden: Keys = field(default_factory=lambda: _NONE)
    allowed: Keys | None = None

    SUFFIX: ClassVar[str] = ".faiss"

    @classmethod
    def from_vectors(cls, keys: Keys, vectors: FloatMatrix) -> "VectorIndex":
        """Build from ``(n,)`` keys and ``(n, dim)`` unit vectors."""
        return cls().apply_changes(keys, vectors, _NONE)

    @classmethod
    def load(cls, folder: Path, names: Iterable[str], hidden: Iterable[int]) -> "VectorIndex":
        """Read the segments ``names`` from ``folder``.

        Raises:
            IndexMismatchError: a segment cannot be read.
        """
        segments = (VectorSegment.load(folder / (name + cls.SUFFIX)) for name in names)
        return cls(tuple(segments), np.asarray(sorted(hidden), dtype=np.int64))

    def save(self, folder: Path) -> None:
        """Write the segments missing from ``folder``."""
        for segment in self.segments:
            path = folder / (segment.name + self.SUFFIX)
            if not path.exists():
                segment.save(path)

    def remove_others(self, folder: Path) -> None:
        """Remove the files of other segments from ``folder``."""
        own = set(self.names)
        for path in folder.glob("*" + self.SUFFIX):
            if path.stem not in own:
                remove(path)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the segments, in order."""
        return tuple(segment.name for segment in self.segments)

    @property
    def keys(self) -> Keys:
        """All keys, ``(n,)``, ascending."""
        return np.sort(np.setdiff1d(self._all_keys, self.hidden, assume_unique=True))

    @property
    def _all_keys(self) -> Keys:
        """All keys, the hidden ones too, in no particular order."""
        return np.concatenate([_NONE, *(segment.keys for segment in self.segments)])

    def __len__(self) -> int:
        return sum(map(len, self.segments)) - len(self.hidden)

    def apply_changes(self, keys: Keys, vectors: FloatMatrix, removed: Keys) -> "VectorIndex":
        """Return the index with ``(n, dim)`` vectors added under ``keys``, without ``removed``.

        No visible vector may have one of ``keys`` yet; a removed one may.
        """
        hidden = np.union1d(self.hidden, removed)
        segments: list[VectorSegment] = []
        for segment in self.segments:
            can_stay = _can_stay(segment, hidden) and not segment.holds(keys).any()
            segments += [segment] if can_stay else _merge([segment], hidden)
        hidden = np.setdiff1d(hidden, keys)
        if len(keys):
            segments.append(VectorSegment.from_vectors(keys, vectors))
        while len(segments) > 1 and len(segments[-2]) <= _MUCH_LARGER * len(segments[-1]):
            segments[-2:] = _merge(segments[-2:], hidden)
        all_keys = np.concatenate([_NONE, *(segment.keys for segment in segments)])
        return VectorIndex(tuple(segments), np.intersect1d(hidden, all_keys))

    def hide(self, keys: Keys) -> "VectorIndex":
        """Return the same index without the vectors of ``keys``; those it lacks are ignored."""
        return replace(self, hidden=np.union1d(self.hidden, np.intersect1d(keys, self._all_keys)))

    def restrict(self, keys: Keys) -> "VectorIndex":
        """Return the same index with ``search`` restricted to ``keys``, which must ascend."""
        return replace(self, allowed=keys)

    def search(self, query: FloatVector, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` ``(key, cosine)`` for a ``(dim,)`` query, best first."""
        if limit < 1:
            return []
        search = self._search if self.allowed is None else self._search_allowed
        results = [search(segment, query, limit) for segment in self.segments]
        pairs = [
            (int(key), float(score))
            for keys, scores in results
            for key, score in zip(keys, scores, strict=True)
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _search(
        self, segment: VectorSegment, query: FloatVector, limit: int
    ) -> tuple[Keys, FloatVector]:
        """Search one segment for ``limit`` visible keys and all that tie with the last one."""
        count = limit + 1
        while True:
            keys, scores = segment.search(query, count)
            visible = ~contains(self.hidden, keys)
            keys, scores = keys[visible], scores[visible]
            if count >= len(segment) or (len(keys) > limit and scores[-1] < scores[limit - 1]):
                return keys, scores
            count *= 2

    def _search_allowed(
        self, segment: VectorSegment, query: FloatVector, limit: int
    ) -> tuple[Keys, FloatVector]:
        """Search one segment for the best ``limit`` keys that are allowed and not hidden."""
        allowed = segment.keys[self._mark_visible(segment.keys)]
        count = 2 * limit * len(segment) // max(1, len(allowed)) + 1
        if len(allowed) > _COMPARED >= count:
            keys, scores = segment.search(query, count)
            visible = self._mark_visible(keys)
            if visible.sum() > limit and scores[-1] < scores[visible][limit - 1]:
                return keys[visible], scores[visible]
        if not len(allowed):
            return _NONE, np.zeros(0, dtype=np.float32)
        scores = segment.vectors(allowed) @ query
        best = np.lexsort((allowed, -scores))[:limit]
        return allowed[best], scores[best]

    def _mark_visible(self, keys: Keys) -> NDArray[np.bool_]:
        """Return, for each of ``keys``, whether a search may find it."""
        visible = ~contains(self.hidden, keys)
        return visible if self.allowed is None else visible & contains(self.allowed, keys)

    def similarities(self, query: FloatVector, keys: Sequence[int]) -> FloatVector:
        """Return the cosine of a ``(dim,)`` query with each key's vector, shape ``(n,)``."""
        if not keys:
            return np.zeros(0, dtype=np.float32)
        return np.asarray(self.vectors(np.asarray(keys, dtype=np.int64)) @ query, dtype=np.float32)

    def holds(self, keys: Keys) -> NDArray[np.bool_]:
        """Return, for each of ``keys``, whether it has a vector."""
        found = np.zeros(len(keys), dtype=bool)
        for segment in self.segments:
            found |= segment.holds(keys)
        return found & ~contains(self.hidden, keys)

    def vectors(self, keys: Keys) -> FloatMatrix:
        """Return the vectors of ``keys``, ``(n, dim)``.

        Raises:
            KeyError: one of them has no vector.
        """
        vectors: FloatMatrix | None = None
        missing = np.ones(len(keys), dtype=bool)
        for segment in self.segments:
            places = np.flatnonzero(segment.holds(keys))
            if vectors is None:
                vectors = np.zeros((len(keys), segment.dimension), dtype=np.float32)
            if len(places):
                vectors[places] = segment.vectors(keys[places])
                missing[places] = False
        if missing.any() or vectors is None:
            raise KeyError(keys[missing].tolist())
        return vectors


def _can_stay(segment: VectorSegment, hidden: Keys) -> bool:
    """Return whether a segment can stay unchanged although some of it may be hidden."""
    lost = int(segment.holds(hidden).sum())
    return not lost or (len(segment) > _FEW and lost <= _HIDDEN_SHARE * len(segment))


def _merge(segments: Sequence[VectorSegment], hidden: Keys) -> list[VectorSegment]:
    """Merge what is not hidden in ``segments`` into one segment; none if nothing is left."""
    live = [np.setdiff1d(segment.keys, hidden, assume_unique=True) for segment in segments]
    keys = np.concatenate(live)
    if not len(keys):
        return []
    parts = [
        segment.vectors(some) for segment, some in zip(segments, live, strict=True) if len(some)
    ]
    return [VectorSegment.from_vectors(keys, np.concatenate(parts))]
