"""Hugging Face tokenizers. The only importer of the library."""

from pathlib import Path

from tokenizers import Encoding, Tokenizer

__all__ = ["Encoding", "Tokenizer", "load_tokenizer"]


def load_tokenizer(path: Path) -> Tokenizer:
    """Read a ``tokenizer.json``; without padding, so a text's tokens do not depend on its batch."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    return tokenizer
