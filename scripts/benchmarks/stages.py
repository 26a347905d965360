"""The stages that are compared: each turns a question into documents, best first."""

from collections.abc import Callable

from embeddings.text.terms import Terms
from scripts.benchmarks.collection import Collection
from service.questions.question import read_question
from service.retrieval.search import retrieve

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
    """Search with the encoder alone."""
    vector = collection.analyzer.encode_query(query)
    return collection.documents_of_keys(collection.index.vectors.search(vector, PASSAGES))


def search_as_product(collection: Collection, query: str) -> list[str]:
    """Search as the product does."""
    index, library, analyzer = collection.index, collection.library, collection.analyzer
    question = read_question(query, analyzer.segmenter)
    return collection.documents_of_hits(
        retrieve(question, index, library, analyzer, PASSAGES).ranked[:PASSAGES]
    )


BASELINE, PRODUCT = "terms", "full"
STAGES: dict[str, Search] = {
    "words": search_words,
    BASELINE: search_terms,
    "vectors": search_vectors,
    PRODUCT: search_as_product,
}
