"""Verify that an index matches its library."""

from pathlib import Path

import numpy as np

from embeddings.errors import IndexMismatchError
from embeddings.inconsistency import Inconsistency
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import Index, build_indexed_texts
from embeddings.index.manifest import Manifest
from embeddings.index.self_check import check_finds_itself
from embeddings.library.library import Library
from embeddings.library.records import Keys
from embeddings.library.verify import REPAIR

_SAME = 0.99  # cosine of a vector with a fresh one; short codes and half precision lose a little


def verify_index(
    folder: Path, library: Library, analyzer: Analyzer, sample: int
) -> list[Inconsistency]:
    """Return what is wrong with the index in ``folder``.

    All files and keys are compared; a ``sample`` of passages is searched for and encoded again.
    """
    try:
        if damaged := list(Manifest.read(folder).damaged(folder)):
            return [_report(f"the index file {folder / name} is damaged") for name in damaged]
        index = Index.open(folder, analyzer.recipe)
        problems = [*_check_keys(index, library), *_check_vectors(index, library, analyzer, sample)]
        check_finds_itself(index, library, analyzer, sample)
    except IndexMismatchError as error:
        return [_report(str(error))]
    return [_report(problem) for problem in problems]


def _report(what: str) -> Inconsistency:
    return Inconsistency(what, f"{REPAIR}, and so does the next start of the server")


def _check_keys(index: Index, library: Library) -> list[str]:
    vectors, terms = index.vectors.keys, np.sort(np.asarray(index.lexical.keys, dtype=np.int64))
    problems = _compare_keys("terms", terms, "vectors", vectors)
    if index.manifest.revision == library.revision:  # otherwise an update is due
        stored = library.passages.keys(index.manifest.recipe.passages)
        problems += _compare_keys("vectors", vectors, "library", stored)
    return problems


def _compare_keys(name: str, keys: Keys, other: str, expected: Keys) -> list[str]:
    missing, extra = np.setdiff1d(expected, keys), np.setdiff1d(keys, expected)
    if not len(missing) and not len(extra):
        return []
    return [
        f"the {name} of the index lack {len(missing)} passages of the {other} "
        f"and have {len(extra)} others"
    ]


def _check_vectors(index: Index, library: Library, analyzer: Analyzer, sample: int) -> list[str]:
    keys = index.vectors.keys
    problems = []
    for article, passages in library.passages.walk(keys[:: max(1, len(keys) // sample)][:sample]):
        texts = list(build_indexed_texts(article, [stored.passage for stored in passages]))
        keys_here = np.asarray([stored.key for stored in passages], dtype=np.int64)
        fresh = analyzer.encode_passages(texts)
        cosines = (index.vectors.vectors(keys_here) * fresh).sum(axis=1)
        for stored, cosine, vector in zip(passages, cosines, fresh, strict=True):
            if vector.any() and not cosine > _SAME:
                passage_id = stored.passage.id
                problems.append(f"the vector of passage {passage_id} does not match its text")
    return problems
