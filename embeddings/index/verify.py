"""Look through an index for what does not fit its library."""

from pathlib import Path

import numpy as np

from embeddings.errors import IndexMismatchError
from embeddings.inconsistency import Inconsistency
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import Index, build_indexed_text
from embeddings.index.manifest import Manifest
from embeddings.index.self_check import check_finds_itself
from embeddings.library.library import Library
from embeddings.library.records import Keys
from embeddings.library.verify import REPAIR

_ALIKE = 0.99  # cosine of a vector with the one made anew; short codes and halves lose a little


def verify_index(
    folder: Path, library: Library, analyzer: Analyzer, sample: int
) -> list[Inconsistency]:
    """Return what is wrong with the index in ``folder``.

    All files and all keys are compared; a ``sample`` of passages is looked for and encoded anew.
    """
    try:
        if damaged := list(Manifest.read(folder).damaged(folder)):
            return [_finding(f"the index file {folder / name} is damaged") for name in damaged]
        index = Index.open(folder, analyzer.recipe)
        told = [*_wrong_keys(index, library), *_wrong_vectors(index, library, analyzer, sample)]
        check_finds_itself(index, library, analyzer, sample)
    except IndexMismatchError as error:
        return [_finding(str(error))]
    return [_finding(one) for one in told]


def _finding(what: str) -> Inconsistency:
    return Inconsistency(what, f"{REPAIR}, and so does the next start of the server")


def _wrong_keys(index: Index, library: Library) -> list[str]:
    held, terms = index.vectors.keys, np.sort(np.asarray(index.lexical.keys, dtype=np.int64))
    told = _difference("terms", terms, "vectors", held)
    if index.manifest.revision == library.revision:  # else it is about to follow
        wanted = library.passages.keys(index.manifest.recipe.passages)
        told += _difference("vectors", held, "library", wanted)
    return told


def _difference(name: str, held: Keys, other: str, wanted: Keys) -> list[str]:
    missing, extra = np.setdiff1d(wanted, held), np.setdiff1d(held, wanted)
    if not len(missing) and not len(extra):
        return []
    return [
        f"the {name} of the index lack {len(missing)} passages that the {other} has, "
        f"and hold {len(extra)} that it has not"
    ]


def _wrong_vectors(index: Index, library: Library, analyzer: Analyzer, sample: int) -> list[str]:
    keys = index.vectors.keys
    told = []
    for article, passages in library.passages.walk(keys[:: max(1, len(keys) // sample)][:sample]):
        texts = [build_indexed_text(article, one.passage) for one in passages]
        held = index.vectors.vectors(np.asarray([one.key for one in passages], dtype=np.int64))
        anew = analyzer.passage_vectors(texts)
        for one, cosine, vector in zip(passages, (held * anew).sum(axis=1), anew, strict=True):
            if vector.any() and not cosine > _ALIKE:
                told.append(f"the vector of passage {one.passage.id} is not that of its text")
    return told
