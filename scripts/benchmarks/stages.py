"""The stages that are compared: each turns a question into documents, best first."""

from collections.abc import Callable
from dataclasses import replace

from embeddings.text.terms import Terms
from scripts.benchmarks.collection import Collection
from service.questions.question import read_question
from service.retrieval.search import retrieve
from service.workspace.snapshot import Snapshot

PASSAGES = 50
"""How many passages a search returns: enough to cover ten documents."""

Search = Callable[[Collection, str], list[str]]


def search_words(collection: Collection, query: str) -> list[str]:
    """Search with BM25 over words alone: the usual baseline for Chinese."""
    words = collection.analyzer.segmenter.terms(query).words
    terms = Terms(words=words, bigrams=(), characters=())
    return collection.documents_of_keys(collection.index.lexical.search(terms, PASSAGES))


def search_terms(collection: Collection, query: str) -> list[str]:
    """Search with the sum of BM25 over words, bigrams and characters."""
    terms = collection.analyzer.segmenter.terms(query)
    return collection.documents_of_keys(collection.index.lexical.search(terms, PASSAGES))


def search_vectors(collection: Collection, query: str) -> list[str]:
    """Search with the static encoder alone."""
    vector = collection.analyzer.encode_query(query)
    return collection.documents_of_keys(collection.index.vectors.search(vector, PASSAGES))


def search_meaning(collection: Collection, query: str) -> list[str]:
    """Search with the transformer alone; without one, find nothing."""
    meaning = collection.snapshot.meaning
    found = meaning.vectors.search(meaning.encode_query(query), PASSAGES) if meaning else []
    return collection.documents_of_keys(found)


def search_without_meaning(collection: Collection, query: str) -> list[str]:
    """Search as the product does until the transformer has encoded anything."""
    return _retrieve(collection, query, replace(collection.snapshot, meaning=None))


def search_as_product(collection: Collection, query: str) -> list[str]:
    """Search as the product does."""
    return _retrieve(collection, query, collection.snapshot)


def _retrieve(collection: Collection, query: str, snapshot: Snapshot) -> list[str]:
    question = read_question(query, collection.analyzer.segmenter)
    ranked = retrieve(question, snapshot, collection.library, PASSAGES).ranked
    return collection.documents_of_hits(ranked[:PASSAGES])


BASELINE, WITHOUT_MEANING, PRODUCT = "terms", "without meaning", "full"
STAGES: dict[str, Search] = {
    "words": search_words,
    BASELINE: search_terms,
    "vectors": search_vectors,
    "meaning": search_meaning,
    WITHOUT_MEANING: search_without_meaning,
    PRODUCT: search_as_product,
}
