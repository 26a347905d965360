"""Chroma: a persistent collection, by vectors alone, as its "getting started" has it."""

from typing import Any

import chromadb
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

from scripts.speed.peers.protocol import Passage, serve


class Chroma:
    """A collection with the cosine as distance."""

    encoder: Any
    collection: Any

    def load(self, encoder: str) -> None:
        """Load the encoder."""
        self.encoder = SentenceTransformerEmbeddingFunction(model_name=encoder, device="cpu")

    def index(self, passages: list[Passage], folder: str) -> None:
        """Add the passages in batches as large as the client allows."""
        client = chromadb.PersistentClient(path=folder)
        self.collection = client.create_collection(
            "passages",
            embedding_function=self.encoder,
            configuration={"hnsw": {"space": "cosine"}},
        )
        size = client.get_max_batch_size()
        for start in range(0, len(passages), size):
            batch = passages[start : start + size]
            self.collection.add(
                ids=[passage.id for passage in batch],
                documents=[passage.text for passage in batch],
            )

    def search(self, query: str, limit: int) -> list[str]:
        """Search by the vector of the query."""
        found = self.collection.query(query_texts=[query], n_results=limit, include=["distances"])
        return list(found["ids"][0])


if __name__ == "__main__":
    serve(Chroma())
