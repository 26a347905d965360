"""The self-check of an index: a passage of the library is found by its own words and vector."""

from collections.abc import Iterable

import numpy as np

from embeddings.documents import Article, Passage
from embeddings.errors import IndexMismatchError
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import Index, build_indexed_text
from embeddings.library.library import Library
from embeddings.text.terms import Terms

_WORDS = 5
_NEAREST = 50
_PLAIN = "人民 people"  # known to any encoder that is of use
_ALIKE = 0.5  # a text's cosine with itself is 1, or little less in an approximate index; NaN never


def check_finds_itself(index: Index, library: Library, analyzer: Analyzer, sample: int = 1) -> None:
    """Make sure that ``index`` finds a ``sample`` of the passages that ``library`` holds.

    Checksums tell that the files are as they were written; this tells that they are of any use:
    of this library, made by analyzer that work. One passage takes milliseconds, whatever the size.

    Raises:
        IndexMismatchError: says what is not found.
    """
    fault = _fault(index, library, analyzer, sample)
    # A library that has moved on since the index was made proves nothing.
    if fault and library.revision == index.manifest.revision:
        raise IndexMismatchError(fault)


def _fault(index: Index, library: Library, analyzer: Analyzer, sample: int) -> str | None:
    keys = library.passages.keys(analyzer.passages)
    if not len(keys) and not _is_of_use(analyzer):
        return f"the encoder {analyzer.encoder.name} has no vector for {_PLAIN}"
    if len(index.lexical) != len(keys):
        return f"the index holds {len(index.lexical)} passages, but the library {len(keys)}"
    if not np.array_equal(index.vectors.keys, keys):
        return "the index holds as many passages as the library, but others"
    chosen = keys[:: max(1, len(keys) // sample)][:sample]
    for article, passages in library.passages.walk(chosen):
        for stored in passages:
            if fault := _passage_fault(index, library, analyzer, (article, stored.passage)):
                return fault
    return None


def _passage_fault(
    index: Index, library: Library, analyzer: Analyzer, known: tuple[Article, Passage]
) -> str | None:
    text = build_indexed_text(*known)
    words = _rarest(analyzer.segmenter.terms(text).words, index)
    by_words = index.lexical.search(Terms(words, (), ()), _NEAREST)
    if words and not _found(known, (key for key, _ in by_words), library):
        return f"the index does not find the passage {known[1].id} by its words {' '.join(words)}"
    if not _found_by_vector(index, library, analyzer, known):
        return (
            f"the index does not find the passage {known[1].id} by the vector of its own text,"
            f" made by the encoder {analyzer.encoder.name}"
        )
    return None


def _found_by_vector(
    index: Index, library: Library, analyzer: Analyzer, known: tuple[Article, Passage]
) -> bool:
    vector, plain = analyzer.passage_vectors([build_indexed_text(*known), _PLAIN])
    if not vector.any():  # no word of it is known, or none of any text
        return bool(plain.any())
    nearest = index.vectors.search(vector, _NEAREST)
    return _found(known, (key for key, cosine in nearest if cosine > _ALIKE), library)


def _is_of_use(analyzer: Analyzer) -> bool:
    [plain] = analyzer.passage_vectors([_PLAIN])
    return bool(plain @ plain > _ALIKE)


def _rarest(words: Iterable[str], index: Index) -> tuple[str, ...]:
    rarity = {word: index.lexical.inverse_document_frequency("words", word) for word in words}
    return tuple(sorted(rarity, key=lambda word: -rarity[word])[:_WORDS])


def _found(known: tuple[Article, Passage], keys: Iterable[int], library: Library) -> bool:
    """Return whether the passage, or one that reads the same, is among ``keys``."""
    article, passage = known
    found = library.passages.get(list(keys)).values()
    if any(one.id == passage.id for one in found):
        return True
    return any(_text(one, library) == passage.text_in(article) for one in found)


def _text(passage: Passage, library: Library) -> str | None:
    article = library.articles.get(passage.article_id)
    return passage.text_in(article) if article else None
