"""Self-check of an index: it must find passages of the library by their own words and vector."""

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
_PLAIN = "人民 people"  # known to any usable encoder
_SAME = 0.5  # a text's cosine with itself is 1, slightly less if approximate; NaN fails too


def check_finds_itself(index: Index, library: Library, analyzer: Analyzer, sample: int = 1) -> None:
    """Check that ``index`` finds a ``sample`` of the passages in ``library``.

    Checksums show that the files are unchanged; this shows that they are usable: from this library
    and built by a working analyzer. One passage takes milliseconds, whatever the size.

    Raises:
        IndexMismatchError: says what was not found.
    """
    problem = _find_problem(index, library, analyzer, sample)
    # If the library has changed since the index was built, the result means nothing.
    if problem and library.revision == index.manifest.revision:
        raise IndexMismatchError(problem)


def _find_problem(index: Index, library: Library, analyzer: Analyzer, sample: int) -> str | None:
    keys = library.passages.keys(analyzer.passages)
    if not len(keys) and not _is_usable(analyzer):
        return f"the encoder {analyzer.encoder.name} has no vector for {_PLAIN}"
    if len(index.lexical) != len(keys):
        return f"the index has {len(index.lexical)} passages, but the library has {len(keys)}"
    if not np.array_equal(index.vectors.keys, keys):
        return "the index has as many passages as the library, but different ones"
    chosen = keys[:: max(1, len(keys) // sample)][:sample]
    for article, passages in library.passages.walk(chosen):
        for stored in passages:
            if problem := _check_passage(index, library, analyzer, (article, stored.passage)):
                return problem
    return None


def _check_passage(
    index: Index, library: Library, analyzer: Analyzer, known: tuple[Article, Passage]
) -> str | None:
    text = build_indexed_text(*known)
    words = _select_rarest(analyzer.segmenter.terms(text).words, index)
    by_words = index.lexical.search(Terms(words, (), ()), _NEAREST)
    if words and not _is_among(known, (key for key, _ in by_words), library):
        return f"the index does not find the passage {known[1].id} by its words {' '.join(words)}"
    if not _is_found_by_vector(index, library, analyzer, known):
        return (
            f"the index does not find the passage {known[1].id} by the vector of its own text,"
            f" computed by the encoder {analyzer.encoder.name}"
        )
    return None


def _is_found_by_vector(
    index: Index, library: Library, analyzer: Analyzer, known: tuple[Article, Passage]
) -> bool:
    vector, plain = analyzer.encode_passages([build_indexed_text(*known), _PLAIN])
    if not vector.any():  # the encoder knows no word of it, or is broken and knows none at all
        return bool(plain.any())
    nearest = index.vectors.search(vector, _NEAREST)
    return _is_among(known, (key for key, cosine in nearest if cosine > _SAME), library)


def _is_usable(analyzer: Analyzer) -> bool:
    [plain] = analyzer.encode_passages([_PLAIN])
    return bool(plain @ plain > _SAME)


def _select_rarest(words: Iterable[str], index: Index) -> tuple[str, ...]:
    rarity = {word: index.lexical.inverse_document_frequency("words", word) for word in words}
    return tuple(sorted(rarity, key=lambda word: -rarity[word])[:_WORDS])


def _is_among(known: tuple[Article, Passage], keys: Iterable[int], library: Library) -> bool:
    """Return whether the passage, or one with the same text, is among ``keys``."""
    article, passage = known
    candidates = library.passages.get(list(keys)).values()
    if any(candidate.id == passage.id for candidate in candidates):
        return True
    text = passage.text_in(article)
    return any(_read_text(candidate, library) == text for candidate in candidates)


def _read_text(passage: Passage, library: Library) -> str | None:
    article = library.articles.get(passage.article_id)
    return passage.text_in(article) if article else None
