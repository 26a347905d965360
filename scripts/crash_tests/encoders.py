"""Another encoder to switch to, and a record of what an encoder has encoded."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np

from embeddings.encoding.encoder import Encoder
from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.encoding.static_encoder import StaticEncoder
from embeddings.encoding.vectors import FloatMatrix
from embeddings.index.index import read_indexed_texts
from embeddings.library.library import Library
from embeddings.library.records import Keys
from scripts.training.model_folder import write_model
from service.workspace.workspace import Workspace


def write_static_encoder(folder: Path, dimension: int) -> Path:
    """Save the shipped encoder cut to its first ``dimension`` numbers: another, smaller model."""
    shipped = StaticEncoder.load(STATIC_ENCODER)
    write_model(folder, shipped.tokenizer, shipped.weights[:, :dimension].astype(np.float16))
    return folder


@dataclass(frozen=True, slots=True)
class RecordingEncoder:
    """The same encoder; it appends to a file which passages it has encoded.

    What it appends is still there when the process is killed.
    """

    encoder: Encoder
    file: Path
    name: str = field(init=False)
    fingerprint: str = field(init=False)
    dimension: int = field(init=False)

    def __post_init__(self) -> None:
        for name in ("name", "fingerprint", "dimension"):
            object.__setattr__(self, name, getattr(self.encoder, name))

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``, and record the texts."""
        rows = self.encoder.encode_passages(texts)
        with self.file.open("a", encoding="utf-8") as file:
            file.write("".join(f"{_digest(text)}\n" for text in texts))
        return rows

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``."""
        return self.encoder.encode_queries(texts)


def record_encodings(workspace: Workspace, file: Path) -> None:
    """Record in ``file`` which passages the transformer of a workspace encodes from now on."""
    if source := workspace.meaning:
        encoder = RecordingEncoder(source.encoder, file)
        source.current = replace(source.current, encoder=encoder)


def read_encodings(file: Path) -> Counter[str]:
    """Return how often each passage was encoded."""
    return Counter(file.read_text(encoding="utf-8").split() if file.exists() else ())


@dataclass(frozen=True, slots=True)
class StoredEncodings:
    """What was encoded and stored when a folder was opened.

    Attributes:
        passages: digests of the passages that have a vector, by key.
        encoded: how often each passage had been encoded, whether stored or not.
    """

    passages: dict[int, str]
    encoded: Counter[str]

    @classmethod
    def of(cls, workspace: Workspace, file: Path) -> "StoredEncodings":
        """Read what is stored in a workspace in which nothing is being encoded."""
        stored = workspace.meaning.store.vectors.keys if workspace.meaning else None
        passages = {} if stored is None else _read_passages(workspace.library, stored)
        return cls(passages, read_encodings(file))

    def count_again(self, workspace: Workspace, file: Path) -> tuple[int, int]:
        """Return how many passages were encoded again: although stored, and all in all."""
        now = read_encodings(file) - self.encoded
        keys = workspace.library.passages.keys_of_all_chunkings()
        known = self.passages | _read_passages(workspace.library, keys)
        although_stored = now + Counter(self.passages.values()) - Counter(known.values())
        return although_stored.total(), (now & self.encoded).total()


def _read_passages(library: Library, keys: Keys) -> dict[int, str]:
    return {key: _digest(text) for key, text in read_indexed_texts(library, keys)}


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
