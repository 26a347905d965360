"""LlamaIndex: its BM25 retriever and its vector index, joined by reciprocal rank fusion.

Its BM25 takes a pattern of tokens instead of a tokenizer, so it gets jieba's words with spaces
between them; its fusion retriever needs both retrievers to see the same texts, so the ranks are
fused here, by its formula. Its own class for sentence-transformers refuses static models, which
have no maximum length.
"""

from typing import Any

from llama_index.core import Settings, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from sentence_transformers import SentenceTransformer

from scripts.speed.peers.protocol import Passage, serve
from scripts.speed.peers.words import load_words, split_words

_K = 60.0  # of reciprocal rank fusion
_WORD = r"(?u)\S+"


class StaticEmbedding(BaseEmbedding):  # type: ignore[misc]  # its library is not installed here
    """A static model as an embedding of LlamaIndex."""

    _model: Any = PrivateAttr()

    def __init__(self, folder: str) -> None:
        super().__init__(embed_batch_size=1024)
        self._model = SentenceTransformer(folder, device="cpu")

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._model.encode(texts, normalize_embeddings=True).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class LlamaIndex:
    """Two retrievers over the same nodes."""

    words: Any
    vectors: Any

    def load(self, encoder: str) -> None:
        """Load the encoder and the dictionary."""
        Settings.embed_model = StaticEmbedding(encoder)
        load_words()

    def index(self, passages: list[Passage], folder: str) -> None:
        """Build both indexes, and persist them."""
        nodes = [TextNode(id_=passage.id, text=passage.text) for passage in passages]
        self.vectors = VectorStoreIndex(nodes, storage_context=StorageContext.from_defaults())
        self.vectors.storage_context.persist(folder)
        segmented = [TextNode(id_=node.id_, text=_join_words(node.text)) for node in nodes]
        self.words = BM25Retriever.from_defaults(
            nodes=segmented, skip_stemming=True, token_pattern=_WORD
        )
        self.words.persist(f"{folder}/words")

    def search(self, query: str, limit: int) -> list[str]:
        """Search with both and fuse."""
        self.words.similarity_top_k = limit
        fused: dict[str, float] = {}
        vectors = self.vectors.as_retriever(similarity_top_k=limit)
        for found in (self.words.retrieve(_join_words(query)), vectors.retrieve(query)):
            for rank, node in enumerate(found):
                fused[node.node_id] = fused.get(node.node_id, 0) + 1 / (_K + rank)
        return sorted(fused, key=lambda key: -fused[key])[:limit]


def _join_words(text: str) -> str:
    return " ".join(split_words(text))


if __name__ == "__main__":
    serve(LlamaIndex())
