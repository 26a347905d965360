"""LangChain: BM25 over jieba's words and FAISS, joined by its ensemble retriever."""

from typing import Any

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings

from scripts.speed.peers.protocol import Passage, serve
from scripts.speed.peers.words import load_words, split_words


class LangChain:
    """An ensemble of equal weights, which is reciprocal rank fusion."""

    encoder: Any
    words: Any
    vectors: Any

    def load(self, encoder: str) -> None:
        """Load the encoder and the dictionary."""
        self.encoder = HuggingFaceEmbeddings(
            model_name=encoder, encode_kwargs={"normalize_embeddings": True}
        )
        load_words()

    def index(self, passages: list[Passage], folder: str) -> None:
        """Build both indexes; only that of the vectors can be saved."""
        documents = [Document(passage.text, id=passage.id) for passage in passages]
        self.words = BM25Retriever.from_documents(documents, preprocess_func=split_words)
        self.vectors = FAISS.from_documents(documents, self.encoder)
        self.vectors.save_local(folder)

    def search(self, query: str, limit: int) -> list[str]:
        """Search with both and fuse."""
        self.words.k = limit
        vectors = self.vectors.as_retriever(search_kwargs={"k": limit})
        both = EnsembleRetriever(retrievers=[self.words, vectors], weights=[0.5, 0.5], id_key=None)
        return [document.id for document in both.invoke(query)][:limit]


if __name__ == "__main__":
    serve(LangChain())
