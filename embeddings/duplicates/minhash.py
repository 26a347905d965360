"""MinHash signatures: find, among many texts, those that share much with a given one.

A text is represented by its shingles: all runs of ``SHINGLE`` folded letters and digits. The
signature is their one-permutation MinHash (Li, Owen and Zhang 2012), with empty bins filled by
optimal densification (Shrivastava 2017, "Optimal Densification for Fast and Accurate Minwise
Hashing"): the probability that two signatures agree in a position is the Jaccard similarity of the
two texts. Nothing here depends on the process or the machine, so signatures can be stored.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from embeddings.text.normalize import fold_aligned

SHINGLE = 5
# Texts with fewer letters cannot be distinguished from a template: only equal ones match.
SHORTEST = 60
# Texts with a similarity of 0.5 share a band with a probability of 1 - (1 - 0.5³)²⁰ = 0.93, those
# of 0.6 with 0.99; two unrelated ones (0.01) with 0.00002.
BANDS, _ROWS = 20, 3
_BINS = BANDS * _ROWS
CROWD, CANDIDATES = 200, 20
# Only the first so many characters of a text are read: a book would take minutes and gigabytes.
_READ = 100_000

Hashes = NDArray[np.uint64]
Letters = NDArray[np.uint32]


def extract_letters(text: str) -> Letters:
    """Return the code points of the folded letters and digits at the beginning of ``text``."""
    folded = fold_aligned(text[:_READ]).encode("utf-32-le", "surrogatepass")
    codes: Letters = np.frombuffer(folded, dtype="<u4")
    table = _build_letter_table()
    return codes[table[np.minimum(codes, len(table) - 1)]]


def hash_shingles(letters: Letters) -> Hashes:
    """Return the hash of each run of ``SHINGLE`` of the n letters: shape ``(n - SHINGLE + 1,)``."""
    count = len(letters) - SHINGLE + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    wide = letters.astype(np.uint64)
    total = wide[:count] * _WEIGHTS[0]
    for place, weight in enumerate(_WEIGHTS[1:], 1):
        total += wide[place : place + count] * weight
    return _mix(total)


def compute_signature(hashes: Hashes) -> Hashes:
    """Return the smallest hash of each bin, empty bins borrowing another's: shape ``(60,)``.

    ``hashes`` are those of the shingles, at least one.
    """
    ordered = np.sort(hashes)
    edges = np.searchsorted(ordered, _compute_bin_edges())
    starts, filled = edges[:-1], edges[:-1] < edges[1:]
    if not filled.all():
        lenders = _order_lenders()
        starts = starts[lenders[np.arange(_BINS), filled[lenders].argmax(axis=1)]]
    return ordered[starts]


def compute_bands(text: str) -> tuple[int, ...]:
    """Return integers in 0..2⁶³-1; texts that share much very likely have one in common.

    A text of fewer than ``SHORTEST`` letters has a single one, shared only by equal letters; a text
    without letters has none.
    """
    letters = extract_letters(text)
    if len(letters) == 0:
        return ()
    if len(letters) < SHORTEST:
        return (_hash_whole(letters),)
    rows = compute_signature(hash_shingles(letters)).reshape(BANDS, _ROWS)
    keys = (rows * _WEIGHTS[:_ROWS]).sum(axis=1) + np.arange(BANDS, dtype=np.uint64)
    return tuple((_mix(keys) >> np.uint64(1)).tolist())


def rank_candidates(sharing: Iterable[Iterable[str]]) -> list[str]:
    """Return the ids of the articles to compare with a text, those sharing most bands first.

    ``sharing`` has the ids under each band of the text. If a template crowds a band, only ``CROWD``
    of its ids are considered; at most ``CANDIDATES`` are returned.
    """
    shared = Counter(chain.from_iterable(islice(ids, CROWD) for ids in sharing))
    return sorted(shared, key=lambda article_id: (-shared[article_id], article_id))[:CANDIDATES]


def _hash_whole(letters: Letters) -> int:
    """Return the hash of a whole short text, in 0..2⁶³-1."""
    digest = hashlib.blake2b(letters.tobytes(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


def _mix(values: Hashes) -> Hashes:
    """Scramble ``values`` with the steps of SplitMix64 (Steele, Lea and Flood 2014)."""
    mixed = values + np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


# Odd numbers without a pattern, one for each position of a shingle.
_WEIGHTS = _mix(np.arange(SHINGLE, dtype=np.uint64)) | np.uint64(1)


@cache
def _build_letter_table() -> NDArray[np.bool_]:
    """Return which code points of the first plane are letters or digits; later ones all pass."""
    return np.array([chr(code).isalnum() for code in range(0x10000)] + [True])


@cache
def _compute_bin_edges() -> Hashes:
    """Return where each bin begins among all hashes, and where the last one ends."""
    width = 2**64 // _BINS
    return np.array([width * place for place in range(_BINS)] + [2**64 - 1], np.uint64)


@cache
def _order_lenders() -> NDArray[np.intp]:
    """Return, for each bin, all bins in the order it borrows from them, itself first."""
    cells = np.arange(_BINS * _BINS, dtype=np.uint64).reshape(_BINS, _BINS)
    order = _mix(cells)
    np.fill_diagonal(order, 0)
    return np.argsort(order, axis=1)
