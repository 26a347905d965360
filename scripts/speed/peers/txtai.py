"""txtai: a hybrid index of BM25 and vectors.

Its BM25 takes no tokenizer; its own one makes each Chinese character a token (Unicode's word
boundaries).
"""

from typing import Any

from txtai import Embeddings

from scripts.speed.peers.protocol import Passage, serve


class Txtai:
    """An embeddings database with ``hybrid=True``."""

    settings: dict[str, Any]
    embeddings: Any

    def load(self, encoder: str) -> None:
        """Load the encoder."""
        self.settings = {"path": encoder, "method": "sentence-transformers", "hybrid": True}
        self.embeddings = Embeddings(self.settings)

    def index(self, passages: list[Passage], folder: str) -> None:
        """Index the passages, and save them."""
        self.embeddings = Embeddings(self.settings)
        self.embeddings.index((passage.id, passage.text, None) for passage in passages)
        self.embeddings.save(folder)

    def search(self, query: str, limit: int) -> list[str]:
        """Search with both; txtai fuses their scores."""
        return [key for key, _ in self.embeddings.search(query, limit)]


if __name__ == "__main__":
    serve(Txtai())
