"""The stages that are compared: each turns a question into documents, best first."""

from collections.abc import Callable

from embeddings.text.terms import Terms
from scripts.benchmarks.collection import Collection
from service.questions.question import read_question
from service.retrieval.search import retrieve

PASSAGES = 50
"""How many passages a search returns: enough that ten documents are among them."""

Search = Callable[[Collection, str], list[str]]


def by_words(collection: Collection, query: str) -> list[str]:
    """Search with BM25 over words alone: the usual baseline for Chinese."""
    words = collection.analyzer.segmenter.terms(query).words
    terms = Terms(words=words, bigrams=(), characters=())
    return collection.of_keys(collection.index.lexical.search(terms, PASSAGES))


def by_terms(collection: Collection, query: str) -> list[str]:
    """Search with the sum of BM25 over words, bigrams and characters."""
    terms = collection.analyzer.segmenter.terms(query)
    return collection.of_keys(collection.index.lexical.search(terms, PASSAGES))


def by_vectors(collection: Collection, query: str) -> list[str]:
    """Search with the encoder alone."""
    vector = collection.analyzer.query_vector(query)
    return collection.of_keys(collection.index.vectors.search(vector, PASSAGES))


def by_everything(collection: Collection, query: str) -> list[str]:
    """Search as the product does."""
    index, library, analyzer = collection.index, collection.library, collection.analyzer
    question = read_question(query, analyzer.segmenter)
    return collection.of_hits(
        retrieve(question, index, library, analyzer, PASSAGES).ranked[:PASSAGES]
    )


BASELINE, PRODUCT = "terms", "full"
STAGES: dict[str, Search] = {
    "words": by_words,
    BASELINE: by_terms,
    "vectors": by_vectors,
    PRODUCT: by_everything,
}
