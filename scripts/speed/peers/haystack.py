"""Haystack 2: BM25 and embeddings in its in-memory store, joined by reciprocal ranks.

Its BM25 takes no tokenizer but a regular expression of tokens, whose default makes one token of a
whole run of Chinese. Here each Chinese character is one.
"""

from typing import Any

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from scripts.speed.peers.protocol import Passage, serve

_TOKEN = r"(?u)[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+"  # noqa: S105 - a pattern


class Haystack:
    """The hybrid retrieval pipeline of its tutorial, without a ranker."""

    documents: Any
    queries: Any
    pipeline: Any

    def load(self, encoder: str) -> None:
        """Load the encoder for documents and for queries."""
        self.documents = SentenceTransformersDocumentEmbedder(model=encoder, progress_bar=False)
        self.queries = SentenceTransformersTextEmbedder(model=encoder, progress_bar=False)
        for embedder in (self.documents, self.queries):
            embedder.warm_up()

    def index(self, passages: list[Passage], folder: str) -> None:
        """Embed and write the passages; the store is in memory, so nothing is kept in folder."""
        store = InMemoryDocumentStore(
            bm25_tokenization_regex=_TOKEN, embedding_similarity_function="cosine"
        )
        documents = [Document(id=passage.id, content=passage.text) for passage in passages]
        store.write_documents(self.documents.run(documents=documents)["documents"])
        self.pipeline = Pipeline()
        self.pipeline.add_component("words", InMemoryBM25Retriever(store))
        self.pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store))
        self.pipeline.add_component("joiner", DocumentJoiner("reciprocal_rank_fusion"))
        self.pipeline.connect("words", "joiner")
        self.pipeline.connect("vectors", "joiner")

    def search(self, query: str, limit: int) -> list[str]:
        """Run the pipeline."""
        vector = self.queries.run(text=query)["embedding"]
        found = self.pipeline.run(
            {
                "words": {"query": query, "top_k": limit},
                "vectors": {"query_embedding": vector, "top_k": limit},
                "joiner": {"top_k": limit},
            }
        )
        return [document.id for document in found["joiner"]["documents"]]


if __name__ == "__main__":
    serve(Haystack())
