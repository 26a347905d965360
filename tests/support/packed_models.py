"""Tiny networks in the layout of the packed file that the shipped transformer is derived from."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.derivation.bert import SPECIAL_PIECES, WORDS, Bert, FloatArray, Piece, Shape

SHAPE = Shape(
    hidden_size=32,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=64,
    max_position_embeddings=64,
    type_vocab_size=2,
    layer_norm_eps=1e-12,
)
_SHORT = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
_EMBEDDINGS = {
    WORDS: "emb.word",
    "embeddings.position_embeddings.weight": "emb.pos",
    "embeddings.token_type_embeddings.weight": "emb.type",
    "embeddings.LayerNorm.weight": "emb.ln.w",
    "embeddings.LayerNorm.bias": "emb.ln.b",
}


def random_bert(texts: Sequence[str], seed: int = 1) -> Bert:
    """Return a network with random weights over ``texts`` as pieces, the longest most likely."""
    draw = np.random.default_rng(seed)
    pieces = [Piece(text, 0.0) for text in SPECIAL_PIECES]
    pieces += [Piece(text, -10.0 / len(text)) for text in texts]
    width, wide = SHAPE.hidden_size, SHAPE.intermediate_size
    sizes = {WORDS: (len(pieces), width)}
    sizes["embeddings.position_embeddings.weight"] = (SHAPE.max_position_embeddings, width)
    sizes["embeddings.token_type_embeddings.weight"] = (SHAPE.type_vocab_size, width)
    norms = ["embeddings.LayerNorm"]
    matrices: list[str] = []
    for layer in range(SHAPE.num_hidden_layers):
        for part in _SHORT:
            name = f"encoder.layer.{layer}.{part}"
            (norms if part.endswith("LayerNorm") else matrices).append(name)
    for name in matrices:
        outputs = wide if "intermediate" in name else width
        inputs = wide if name.endswith(".output.dense") and "attention" not in name else width
        sizes |= {f"{name}.weight": (outputs, inputs)}
    weights = {name: draw.normal(0, 0.5, size).astype(np.float32) for name, size in sizes.items()}
    for name in matrices:
        weights[f"{name}.bias"] = draw.normal(0, 0.1, len(weights[f"{name}.weight"])).astype("f4")
    for name in norms:
        weights[f"{name}.weight"] = draw.normal(1, 0.1, width).astype(np.float32)
        weights[f"{name}.bias"] = draw.normal(0, 0.1, width).astype(np.float32)
    return Bert(SHAPE, tuple(pieces), weights)


def pack_blocks(nibbles: NDArray[np.uint8], scales: NDArray[np.float16]) -> bytes:
    """Return nibbles ``(blocks, 32)`` and scales ``(blocks,)`` as Q4_0 blocks."""
    low, high = nibbles[:, :16], nibbles[:, 16:]
    scale_bytes = scales.astype("<f2")[:, None].view(np.uint8)
    return np.concatenate([scale_bytes, low | high << 4], axis=1).tobytes()


def quantise_blocks(weights: FloatArray) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """Return the nearest Q4_0 blocks: nibbles ``(blocks, 32)`` and scales ``(blocks,)``."""
    blocks = weights.reshape(-1, 32)
    scales = (np.abs(blocks).max(axis=1) / 7).astype(np.float16)
    nibbles = np.rint(blocks / np.maximum(scales.astype(np.float32), 1e-6)[:, None]) + 8
    return nibbles.clip(0, 15).astype(np.uint8), scales


def write_packed_file(path: Path, bert: Bert) -> None:
    """Write matrices and embeddings in blocks, everything else as floats.

    The special pieces are told by number and have other names in the file.
    """
    shape = bert.shape
    sizes = (shape.num_hidden_layers, shape.num_attention_heads, shape.intermediate_size)
    positions = (shape.max_position_embeddings, shape.type_vocab_size)
    count = len(bert.pieces)
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", shape.hidden_size, *sizes, count, *positions)
    head += struct.pack("<fi", shape.layer_norm_eps, 32)
    head += struct.pack("<5i", count, 0, 2, 1, 3)
    texts = [piece.text.encode() for piece in bert.pieces]
    offsets = np.cumsum([0, *map(len, texts)])
    head += struct.pack("<Q", offsets[-1]) + offsets.astype("<u4").tobytes()
    head += np.array([piece.score for piece in bert.pieces], "<f4").tobytes() + b"".join(texts)
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0x3000, 1, 0x20)
    path.write_bytes(_add_tensors(head, bert.weights))


def _add_tensors(head: bytes, weights: Mapping[str, FloatArray]) -> bytes:
    contents = {_name(name): _pack(values) for name, values in weights.items()}
    counts = [values.size for values in weights.values()]
    entries = struct.calcsize("<HBIQQ") * len(contents) + sum(map(len, contents))
    offset = len(head) + 4 + entries
    directory = struct.pack("<i", len(contents))
    for (name, (kind, content)), count in zip(contents.items(), counts, strict=True):
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, count, offset, len(content))
        offset += len(content)
    return head + directory + b"".join(content for _, content in contents.values())


def _name(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    _, _, layer, *parts, kind = name.split(".")
    return f"l{layer}.{_SHORT['.'.join(parts)]}.{kind[0]}"


def _pack(values: FloatArray) -> tuple[int, bytes]:
    if values.ndim == 1:
        return 0, values.astype("<f4").tobytes()
    return 1, pack_blocks(*quantise_blocks(values))
