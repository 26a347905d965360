"""The lexical index: BM25 over words, character bigrams and characters. Wraps tantivy."""

import math
from collections.abc import Iterator, Sequence
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
from embeddings.text.terms import Terms

# Terms are made by us and joined by spaces, so tantivy only has to split at white space.
_TOKENIZER = "terms"
Field = Literal["words", "bigrams", "characters"]
_FIELDS: tuple[Field, ...] = ("words", "bigrams", "characters")
_WRITER_BYTES = 128_000_000
# Characters that stand in more than a fifth of the passages tell little, and their long lists take
# half the time of a search. A query of few characters keeps them: they may be all it has.
_COMMON_IDF = 1.5
_SHORT = 8
# Among so many of the best at most, in 9 ms, the allowed ones are looked for.
_FETCHED = 10_000
_AROUND = "(.*[^a-z0-9])?{}([^a-z0-9].*)?"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=False, indexed=True, fast=True)
    for field in _FIELDS:
        builder.add_text_field(field, tokenizer_name=_TOKENIZER, index_option="freq")
    return builder.build()


def _open(folder: Path, *, reuse: bool) -> tantivy.Index:
    index = tantivy.Index(_schema(), path=str(folder), reuse=reuse)
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, splitter)
    return index


def _open_known(folder: Path) -> tantivy.Index:
    """Open what was written before.

    Raises:
        IndexMismatchError: it cannot be read.
    """
    try:
        return _open(folder, reuse=True)
    except (ValueError, OSError) as error:
        raise IndexMismatchError(f"no usable lexical index in {folder}: {error}") from error


class LexicalWriter:
    """Writes a lexical index: a new one into a new folder, or on where the folder has one."""

    def __init__(self, folder: Path) -> None:
        """Begin to write in ``folder``.

        Raises:
            IndexMismatchError: what is there cannot be gone on with.
            StorageError: nothing can be written there.
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
        """Tell what tantivy says against a change, as ``ValueError``, as ``StorageError``."""
        try:
            yield
        except (ValueError, OSError) as error:
            told = f"{self._folder} cannot be written ({error}). Is there room on the disk?"
            raise StorageError(told) from error

    def remove(self, keys: Sequence[int]) -> None:
        """Remove the passages under ``keys``.

        Until tantivy merges their segments, they still count among the passages in BM25.
        """
        if not keys:
            return
        # By a query: tantivy-py takes the integer of a term for a signed one, and finds nothing.
        wanted = tantivy.Query.term_set_query(self._schema, "key", keys)
        with self._writing():
            self._writer.delete_documents_by_query(wanted)

    def add(self, key: int, terms: Terms) -> None:
        """Add one passage under its key.

        Raises:
            StorageError: an earlier one could not be written.
        """
        document = tantivy.Document()
        document.add_unsigned("key", key)
        for field in _FIELDS:
            document.add_text(field, " ".join(getattr(terms, field)))
        with self._writing():
            self._writer.add_document(document)

    def finish(self) -> None:
        """Put everything on the disk; the writer is of no use afterwards.

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
            IndexMismatchError: there is none that can be read.
        """
        index = _open_known(folder)
        return cls(index.schema, index.searcher())

    def __len__(self) -> int:
        return self._searcher.num_docs

    def __contains__(self, key: int) -> bool:
        return self._searcher.doc_freq("key", key) > 0

    def restrict(self, keys: Keys) -> "LexicalIndex":
        """Return the same index, in which ``search`` finds nothing but ``keys``.

        What is counted for BM25 stays what all passages tell.
        """
        return replace(self, _allowed=keys)

    def allows(self, key: int) -> bool:
        """Return whether a search may find ``key``."""
        return self._allowed is None or bool(contains(self._allowed, np.asarray([key]))[0])

    @property
    def keys(self) -> list[int]:
        """All keys, in no order: 150 ms for 100,000."""
        hits = self._searcher.search(tantivy.Query.all_query(), max(1, len(self)), count=False).hits
        keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        return [int(key or 0) for key in keys]

    def search(self, terms: Terms, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` ``(key, score)``, best first; a score sums BM25 of all fields.

        Equal scores come in the order of their keys, wherever the passages are stored.
        """
        if limit < 1:
            return []
        query = self._query(terms)
        best = self._best if self._allowed is None else self._allowed_best
        found = best(query, limit)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def _best(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        """Return the best ``limit`` and all that are as good as the last of them."""
        wanted = limit + 1
        while True:
            found = self._first(query, wanted)
            if len(found) < wanted or found[-1][1] < found[limit - 1][1]:
                return found
            wanted *= 2

    def _allowed_best(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        """Do the same among the allowed: those of the best that are, or all of them in the query.

        The more are allowed, the longer the second takes (130,000: 50 ms), and the first does not.
        """
        assert self._allowed is not None  # noqa: S101 - else nobody asks
        wanted = 2 * limit * len(self) // max(1, len(self._allowed)) + 1
        if wanted <= _FETCHED:
            best = self._first(query, wanted)
            shown = contains(self._allowed, np.asarray([key for key, _ in best], dtype=np.int64))
            found = list(compress(best, shown))
            if len(best) < wanted or (len(found) > limit and best[-1][1] < found[limit - 1][1]):
                return found
        return self._best(self._among(query, self._allowed.tolist()), limit)

    def _first(self, query: tantivy.Query, count: int) -> list[tuple[int, float]]:
        hits = self._searcher.search(query, count, count=False).hits
        keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        return [(int(key or 0), float(score)) for key, (score, _) in zip(keys, hits, strict=True)]

    def _among(self, query: tantivy.Query, keys: Sequence[int]) -> tantivy.Query:
        """Return the query for those under ``keys``; their scores stay what they are."""
        wanted = tantivy.Query.term_set_query(self._schema, "key", keys)
        only = tantivy.Query.const_score_query(wanted, 0.0)
        return tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)]
        )

    def scores(self, terms: Terms, keys: Sequence[int]) -> dict[int, float]:
        """Return the score of each passage in ``keys`` that matches at all."""
        if not keys:
            return {}
        return dict(self._first(self._among(self._query(terms), keys), len(keys)))

    def holding(self, characters: Sequence[str], runs: Sequence[str]) -> list[int]:
        """Return the keys of all passages that hold every one of ``characters`` and ``runs``.

        A character is given with all its spellings (裡裏里), of which any will do. A run is of
        ASCII letters and digits, and stands in a passage by itself or in a word such as g20-8.
        """
        wanted = [
            tantivy.Query.term_set_query(self._schema, "characters", list(spellings))
            for spellings in dict.fromkeys(characters)
        ]
        wanted += [
            tantivy.Query.regex_query(self._schema, "words", _AROUND.format(run))
            for run in dict.fromkeys(runs)
        ]
        clauses = [
            (tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in wanted
        ]
        query = tantivy.Query.boolean_query(clauses)
        hits = self._searcher.search(query, max(1, len(self)), count=False).hits
        keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        return [int(key or 0) for key in keys]

    def inverse_document_frequency(self, field: Field, term: str) -> float:
        """Return BM25's idf of ``term`` among the passages: ``ln(1 + (N - n + .5) / (n + .5))``."""
        count = self._searcher.doc_freq(field, term)
        return math.log(1 + (len(self) - count + 0.5) / (count + 0.5))

    def _query(self, terms: Terms) -> tantivy.Query:
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, term, "freq"))
            for field in _FIELDS
            for term in self._telling(field, getattr(terms, field))
        ]
        return tantivy.Query.boolean_query(clauses)

    def _telling(self, field: Field, terms: Sequence[str]) -> Sequence[str]:
        if field != "characters" or len(terms) <= _SHORT:
            return terms
        idf = self.inverse_document_frequency
        return [term for term in terms if idf(field, term) >= _COMMON_IDF]
