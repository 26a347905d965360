"""The lexical index: BM25 over words, character bigrams and characters. Wraps tantivy."""

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path
from typing import Literal

import numpy as np
import tantivy

from embeddings.errors import IndexMismatchError, StorageError
from embeddings.index.vector_segment import contains
from embeddings.library.records import Keys
from embeddings.storage.failpoints import Step, failpoint
from embeddings.text.joined_terms import JoinedTerms
from embeddings.text.terms import Terms

# Our own segmenter produces the terms; they are joined by spaces, so tantivy only splits there.
_TOKENIZER = "terms"
Field = Literal["words", "bigrams", "characters"]
_FIELDS: tuple[Field, ...] = ("words", "bigrams", "characters")
_WRITER_BYTES = 128_000_000
# Characters that occur in more than a fifth of the passages say little, and their long posting
# lists take half the time of a search. A short query keeps them: it may have nothing else.
_COMMON_IDF = 1.5
_SHORT = 8
# A restricted search first filters at most this many of the best hits, in 9 ms.
_FETCHED = 10_000
_AROUND = "(.*[^a-z0-9])?{}([^a-z0-9].*)?"


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=False, indexed=True, fast=True)
    for field in _FIELDS:
        builder.add_text_field(field, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _open(folder: Path, *, reuse: bool) -> tantivy.Index:
    index = tantivy.Index(_build_schema(), path=str(folder), reuse=reuse)
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, splitter)
    return index


def _open_known(folder: Path) -> tantivy.Index:
    """Open an existing index.

    Raises:
        IndexMismatchError: it cannot be read.
    """
    try:
        return _open(folder, reuse=True)
    except (ValueError, OSError) as error:
        raise IndexMismatchError(f"no usable lexical index in {folder}: {error}") from error


def _require_all(conditions: Iterable[tantivy.Query]) -> tantivy.Query:
    """Return a query for what matches all conditions, whose scores do not matter."""
    clauses = [
        (tantivy.Occur.Must, tantivy.Query.const_score_query(condition, 0.0))
        for condition in conditions
    ]
    return tantivy.Query.boolean_query(clauses)


class LexicalWriter:
    """Writes a new lexical index, or extends the one that the folder already has."""

    def __init__(self, folder: Path) -> None:
        """Open ``folder`` for writing.

        Raises:
            IndexMismatchError: the existing index cannot be extended.
            StorageError: the folder cannot be written.
        """
        self._folder = folder
        reuse = folder.exists()
        with self._writing():
            failpoint(Step.WRITE, folder)
            folder.mkdir(parents=True, exist_ok=True)
            index = _open_known(folder) if reuse else _open(folder, reuse=False)
            self._schema = index.schema
            self._writer = index.writer(_WRITER_BYTES, num_threads=1)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Raise tantivy's ``ValueError`` as ``StorageError``."""
        try:
            yield
        except (ValueError, OSError) as error:
            reason = f"{self._folder} cannot be written ({error}). Is the disk full?"
            raise StorageError(reason) from error

    def remove(self, keys: Sequence[int]) -> None:
        """Remove the passages under ``keys``.

        BM25 still counts them until tantivy merges their segments.
        """
        if not keys:
            return
        # By query: tantivy-py treats a term's integer as signed and finds nothing.
        removed = tantivy.Query.term_set_query(self._schema, "key", keys)
        with self._writing():
            self._writer.delete_documents_by_query(removed)

    def add(self, key: int, terms: JoinedTerms) -> None:
        """Add one passage under its key.

        Raises:
            StorageError: an earlier passage could not be written.
        """
        document = tantivy.Document()
        document.add_unsigned("key", key)
        for field in _FIELDS:
            document.add_text(field, getattr(terms, field))
        with self._writing():
            self._writer.add_document(document)

    def finish(self) -> None:
        """Commit everything to disk; the writer cannot be used afterwards.

        Raises:
            StorageError: it cannot be written.
        """
        with self._writing():
            failpoint(Step.COMMIT, self._folder)
            self._writer.commit()
            failpoint(Step.COMMITTED, self._folder)
            self._writer.wait_merging_threads()


@dataclass(frozen=True, slots=True, eq=False)
class LexicalIndex:
    """A read-only snapshot of the lexical index."""

    _schema: tantivy.Schema
    _searcher: tantivy.Searcher
    _allowed: Keys | None = None

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """Open the index in ``folder``.

        Raises:
            IndexMismatchError: the index is missing or unreadable.
        """
        index = _open_known(folder)
        return cls(index.schema, index.searcher())

    def __len__(self) -> int:
        return self._searcher.num_docs

    def __contains__(self, key: int) -> bool:
        return self._searcher.doc_freq("key", key) > 0

    def restrict(self, keys: Keys) -> "LexicalIndex":
        """Return the same index with ``search`` restricted to ``keys``.

        BM25 statistics still count all passages.
        """
        return replace(self, _allowed=keys)

    def allows(self, key: int) -> bool:
        """Return whether a search may find ``key``."""
        return self._allowed is None or bool(contains(self._allowed, np.asarray([key]))[0])

    @property
    def keys(self) -> list[int]:
        """All keys, unordered: takes 150 ms for 100,000."""
        hits = self._searcher.search(tantivy.Query.all_query(), max(1, len(self)), count=False).hits
        keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        return [int(key or 0) for key in keys]

    def search(self, terms: Terms, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` ``(key, score)``, best first; a score sums BM25 of all fields.

        Ties are ordered by key, wherever the passages are stored.
        """
        if limit < 1:
            return []
        query = self._build_query(terms)
        best = self._search_best if self._allowed is None else self._search_allowed
        hits = best(query, limit)
        return sorted(hits, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _search_best(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        """Return the best ``limit`` hits and all that tie with the last of them."""
        count = limit + 1
        while True:
            hits = self._fetch(query, count)
            if len(hits) < count or hits[-1][1] < hits[limit - 1][1]:
                return hits
            count *= 2

    def _search_allowed(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        """Search among the allowed keys: filter the best hits, or else put the keys into the query.

        The latter takes longer the more keys are allowed (130,000: 50 ms); the former does not.
        """
        assert self._allowed is not None  # noqa: S101 - the caller checked
        count = 2 * limit * len(self) // max(1, len(self._allowed)) + 1
        if count <= _FETCHED:
            best = self._fetch(query, count)
            is_allowed = contains(
                self._allowed, np.asarray([key for key, _ in best], dtype=np.int64)
            )
            hits = list(compress(best, is_allowed))
            if len(best) < count or (len(hits) > limit and best[-1][1] < hits[limit - 1][1]):
                return hits
        return self._search_best(self._restrict_query(query, self._allowed.tolist()), limit)

    def _fetch(self, query: tantivy.Query, count: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, count, count=False).hits
        keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        return [(int(key or 0), float(score)) for key, (score, _) in zip(keys, hits, strict=True)]

    def _restrict_query(self, query: tantivy.Query, keys: Sequence[int]) -> tantivy.Query:
        """Restrict ``query`` to ``keys`` without changing the scores."""
        allowed = tantivy.Query.term_set_query(self._schema, "key", keys)
        only = tantivy.Query.const_score_query(allowed, 0.0)
        both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)]
        return tantivy.Query.boolean_query(both)

    def scores(self, terms: Terms, keys: Sequence[int]) -> dict[int, float]:
        """Return the scores of the passages in ``keys`` that match at all."""
        if not keys:
            return {}
        return dict(self._fetch(self._restrict_query(self._build_query(terms), keys), len(keys)))

    def find_containing(self, characters: Sequence[str], runs: Sequence[str]) -> list[int]:
        """Return the keys of all passages that contain all of ``characters`` and ``runs``.

        Each character is a string of all its spellings (裡裏里); any of them matches. A run
        consists of ASCII letters and digits, alone or inside a word such as g20-8.
        """
        conditions = [
            tantivy.Query.term_set_query(self._schema, "characters", list(spellings))
            for spellings in dict.fromkeys(characters)
        ]
        conditions += [
            tantivy.Query.regex_query(self._schema, "words", _AROUND.format(run))
            for run in dict.fromkeys(runs)
        ]
        return [key for key, _ in self._fetch(_require_all(conditions), max(1, len(self)))]

    def find_with_all(self, field: Field, terms: Iterable[str]) -> Keys:
        """Return the keys of the allowed passages that have all ``terms``."""
        conditions = [self._query_term(field, term) for term in dict.fromkeys(terms)]
        found = self._fetch(_require_all(conditions), max(1, len(self)))
        keys = np.asarray([key for key, _ in found], dtype=np.int64)
        return keys if self._allowed is None else keys[contains(self._allowed, keys)]

    def contains(self, field: Field, term: str) -> bool:
        """Return whether any passage contains ``term``."""
        if self._allowed is None:
            return self._searcher.doc_freq(field, term) > 0
        return self._matches(self._query_term(field, term))

    def contains_together(self, field: Field, terms: Iterable[str]) -> bool:
        """Return whether any passage contains all ``terms``."""
        return self._matches(_require_all(self._query_term(field, term) for term in terms))

    def _matches(self, query: tantivy.Query) -> bool:
        """Return whether any passage matches that a search may find."""
        if self._allowed is None:
            return bool(self._fetch(query, 1))
        some = self._fetch(query, _FETCHED)
        keys = np.asarray([key for key, _ in some], dtype=np.int64)
        if contains(self._allowed, keys).any():
            return True
        return len(some) == _FETCHED and bool(
            self._fetch(self._restrict_query(query, self._allowed.tolist()), 1)
        )

    def inverse_document_frequency(self, field: Field, term: str) -> float:
        """Return BM25's idf of ``term`` among the passages: ``ln(1 + (N - n + .5) / (n + .5))``."""
        count = self._searcher.doc_freq(field, term)
        return math.log(1 + (len(self) - count + 0.5) / (count + 0.5))

    def _build_query(self, terms: Terms) -> tantivy.Query:
        clauses = [
            (tantivy.Occur.Should, self._query_term(field, term))
            for field in _FIELDS
            for term in self._drop_common(field, getattr(terms, field))
        ]
        return tantivy.Query.boolean_query(clauses)

    def _query_term(self, field: Field, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, term, "freq")

    def _drop_common(self, field: Field, terms: Sequence[str]) -> Sequence[str]:
        if field != "characters" or len(terms) <= _SHORT:
            return terms
        idf = self.inverse_document_frequency
        return [term for term in terms if idf(field, term) >= _COMMON_IDF]
