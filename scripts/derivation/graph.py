"""The network as an ONNX graph of eight-bit matrices, written node by node.

Its operators are those that onnxruntime fuses a BERT into, and its tensors keep the names that they
have in ``transformers.BertModel``, so that the floats can be had back. Matrices have one scale for
each output, embeddings one for each row. Activations are quantised while the model runs: what goes
into the feed-forward matrices with one scale for each token, because a few tokens have values ten
times larger than all others (Bondarenko et al. 2021, arXiv:2109.12948); everything else with one
scale for all tokens, which is faster.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from scripts.derivation.bert import WORDS, Bert, FloatArray, Shape
from scripts.derivation.quantisation import Quantised, dequantise, quantise

_FUSED = "com.microsoft"
_VERSIONS = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
_IR_VERSION = 8

_POSITIONS = "embeddings.position_embeddings.weight"
_TYPES = "embeddings.token_type_embeddings.weight"
_ATTENTION = ("query", "key", "value")
_JOINT = "query_key_value"
_ZERO = 128  # the byte that stands for 0 in activations


@dataclass(frozen=True, slots=True)
class Head:
    """A linear layer on the last hidden states: ``(outputs, hidden size)`` and ``(outputs,)``."""

    weight: FloatArray
    bias: FloatArray


def save_graph(bert: Bert, path: Path, head: Head | None = None) -> None:
    """Write the graph to ``path`` and its tensors to ``<path>.data``.

    A file of tensors alone can be memory-mapped.
    """
    data = path.with_name(path.name + ".data")
    data.unlink(missing_ok=True)  # onnx would append to it
    onnx.save_model(
        build_graph(bert, head),
        path,
        save_as_external_data=True,
        location=data.name,
        size_threshold=1024,
    )
    data.chmod(0o644)  # onnx makes it readable by its owner only


def build_graph(bert: Bert, head: Head | None = None) -> onnx.ModelProto:
    """Return the model: int64 ``input_ids`` and ``attention_mask`` → ``last_hidden_state``.

    With a head, its ``logits`` are the output instead.
    """
    graph = _Graph()
    _store_constants(graph, bert.shape)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.INT32)
    hidden = _embed(graph, bert)
    for layer in range(bert.shape.num_hidden_layers):
        hidden = _encode_layer(graph, bert, f"encoder.layer.{layer}", hidden, mask)
    if head is None:
        return graph.finish("last_hidden_state", bert.shape.hidden_size)
    product = graph.add("MatMul", hidden, graph.store("head.weight", head.weight.T))
    graph.add("Add", product, graph.store("head.bias", head.bias))
    return graph.finish("logits", len(head.bias))


def read_weights(path: Path, shape: Shape) -> dict[str, FloatArray]:
    """Return the floats that the graph at ``path`` stands for, named as in ``BertModel``.

    Raises:
        FileNotFoundError: there is no such graph.
    """
    tensors = {
        tensor.name: numpy_helper.to_array(tensor)
        for tensor in onnx.load_model(path).graph.initializer
    }
    weights = {}
    for name, values in tensors.items():
        if name.endswith((".weight", ".bias")):
            scales = tensors.get(f"{name}.scale")
            weights[name] = values if scales is None else _restore(name, values, scales)
    for layer in range(shape.num_hidden_layers):
        _split_attention(weights, f"encoder.layer.{layer}.attention.self")
    return weights


@dataclass(slots=True)
class _Graph:
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    tensors: list[onnx.TensorProto] = field(default_factory=list)

    def add(
        self, operator: str, *inputs: str, domain: str = "", **attributes: int | float | list[int]
    ) -> str:
        """Add a node and return the name of its output."""
        [output] = self.add_node(operator, inputs, 1, domain, **attributes)
        return output

    def add_node(
        self,
        operator: str,
        inputs: Sequence[str],
        outputs: int,
        domain: str,
        **attributes: int | float | list[int],
    ) -> list[str]:
        """Add a node and return the names of its outputs."""
        name = f"{operator}_{len(self.nodes)}"
        names = [f"{name}.{number}" for number in range(outputs)]
        node = helper.make_node(operator, inputs, names, name, domain=domain)
        node.attribute.extend(helper.make_attribute(*each) for each in attributes.items())
        self.nodes.append(node)
        return names

    def store(self, name: str, values: NDArray[np.generic]) -> str:
        """Add a constant tensor and return its name."""
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def finish(self, name: str, width: int) -> onnx.ModelProto:
        """Return the model, whose output is that of the last node, ``width`` wide."""
        self.nodes[-1].output[0] = name
        size = ["batch", "tokens"]
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, size)
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info(name, TensorProto.FLOAT, [*size, width])
        graph = helper.make_graph(self.nodes, "bert", inputs, [output], self.tensors)
        return helper.make_model(graph, opset_imports=_VERSIONS, ir_version=_IR_VERSION)


def _embed(graph: _Graph, bert: Bert) -> str:
    words = quantise(bert.weights[WORDS])
    rows = graph.add("Gather", graph.store(WORDS, words.values), "input_ids")
    scales = graph.store(f"{WORDS}.scale", words.scales[:, None])
    floats = graph.add("Cast", rows, to=TensorProto.FLOAT)
    hidden = graph.add("Mul", floats, graph.add("Gather", scales, "input_ids"))
    hidden = graph.add("Add", hidden, _embed_positions(graph, bert))
    norm = _store_pair(graph, bert, "embeddings.LayerNorm")
    return graph.add("LayerNormalization", hidden, *norm, epsilon=bert.shape.layer_norm_eps)


def _embed_positions(graph: _Graph, bert: Bert) -> str:
    positions = quantise(bert.weights[_POSITIONS])
    table = graph.add(
        "DequantizeLinear",
        graph.store(_POSITIONS, positions.values),
        graph.store(f"{_POSITIONS}.scale", positions.scales),
        axis=0,
    )
    start = graph.store("first", np.array([0]))
    length = graph.add("Shape", "input_ids", start=1, end=2)
    types = graph.store(_TYPES, bert.weights[_TYPES])
    first = graph.add("Gather", types, graph.store("type", np.array(0)))
    return graph.add("Add", graph.add("Slice", table, start, length), first)


def _encode_layer(graph: _Graph, bert: Bert, layer: str, hidden: str, mask: str) -> str:
    attended = _attend(graph, bert, f"{layer}.attention.self", hidden, mask)
    name = f"{layer}.attention.output"
    product = _multiply(graph, f"{name}.dense", bert.weights[f"{name}.dense.weight"], attended)
    hidden = _add_and_normalise(graph, bert, name, product, hidden)
    dense = f"{layer}.intermediate.dense"
    bias = graph.store(f"{dense}.bias", bert.weights[f"{dense}.bias"])
    wide = _multiply_rows(graph, dense, bert.weights[f"{dense}.weight"], hidden)
    wide = graph.add("BiasGelu", wide, bias, domain=_FUSED)
    name = f"{layer}.output"
    product = _multiply_rows(graph, f"{name}.dense", bert.weights[f"{name}.dense.weight"], wide)
    return _add_and_normalise(graph, bert, name, product, hidden)


def _attend(graph: _Graph, bert: Bert, name: str, hidden: str, mask: str) -> str:
    """Add self-attention, whose three matrices become one."""
    joint = f"{name}.{_JOINT}"
    parts = [f"{name}.{part}" for part in _ATTENTION]
    matrix = np.concatenate([bert.weights[f"{part}.weight"] for part in parts])
    bias = np.concatenate([bert.weights[f"{part}.bias"] for part in parts])
    weight, scale = _store_matrix(graph, joint, matrix)
    values, input_scale, zero = graph.add_node("DynamicQuantizeLinear", [hidden], 3, "")
    stored = graph.store(f"{joint}.bias", bias)
    inputs = [values, weight, stored, input_scale, scale, mask, zero]
    heads = bert.shape.num_attention_heads
    [output] = graph.add_node("QAttention", inputs, 1, _FUSED, num_heads=heads)
    return output


def _add_and_normalise(graph: _Graph, bert: Bert, name: str, product: str, skipped: str) -> str:
    """Add the bias, what was before the matrix, and the normalisation of the sum."""
    bias = graph.store(f"{name}.dense.bias", bert.weights[f"{name}.dense.bias"])
    norm = _store_pair(graph, bert, f"{name}.LayerNorm")
    return graph.add(
        "SkipLayerNormalization",
        *(product, skipped, *norm, bias),
        domain=_FUSED,
        epsilon=bert.shape.layer_norm_eps,
    )


def _multiply(graph: _Graph, name: str, matrix: FloatArray, values: str) -> str:
    stored = _store_matrix(graph, name, matrix)
    return graph.add("DynamicQuantizeMatMul", values, *stored, domain=_FUSED)


def _multiply_rows(graph: _Graph, name: str, matrix: FloatArray, values: str) -> str:
    """Multiply with a scale for each token, its largest value / 127."""
    weight, weight_scale = _store_matrix(graph, name, matrix)
    outputs, inputs = matrix.shape
    rows = graph.add("Reshape", values, f"rows.{inputs}")
    largest = graph.add("ReduceMax", graph.add("Abs", rows), axes=[1], keepdims=1)
    scales = graph.add("Mul", largest, "step")
    zeros = graph.add("Expand", "zero", graph.add("Shape", rows, end=1))
    flat = graph.add("Reshape", scales, "flat")
    small = graph.add("QuantizeLinear", rows, flat, zeros, axis=0)
    product = graph.add(
        "MatMulIntegerToFloat", small, weight, "one", weight_scale, "zero", domain=_FUSED
    )
    shape = graph.add("Concat", graph.add("Shape", "input_ids"), f"size.{outputs}", axis=0)
    return graph.add("Reshape", graph.add("Mul", product, scales), shape)


def _store_constants(graph: _Graph, shape: Shape) -> None:
    graph.store("one", np.array(1, np.float32))
    graph.store("step", np.array(1 / (_ZERO - 1), np.float32))
    graph.store("zero", np.array(_ZERO, np.uint8))
    graph.store("flat", np.array([-1]))
    for size in (shape.hidden_size, shape.intermediate_size):
        graph.store(f"rows.{size}", np.array([-1, size]))
        graph.store(f"size.{size}", np.array([size]))


def _store_matrix(graph: _Graph, name: str, matrix: FloatArray) -> tuple[str, str]:
    """Store a matrix ``(outputs, inputs)`` as the transposed that ONNX multiplies with."""
    values, scales = quantise(matrix)
    weight = graph.store(f"{name}.weight", values.T)
    return weight, graph.store(f"{name}.weight.scale", scales)


def _store_pair(graph: _Graph, bert: Bert, name: str) -> list[str]:
    return [graph.store(full, bert.weights[full]) for full in (f"{name}.weight", f"{name}.bias")]


def _restore(name: str, values: NDArray[np.int8], scales: FloatArray) -> FloatArray:
    rows = values if name.startswith("embeddings.") else values.T
    return np.ascontiguousarray(dequantise(Quantised(rows, scales.reshape(-1))))


def _split_attention(weights: dict[str, FloatArray], name: str) -> None:
    for kind in ("weight", "bias"):
        joint = weights.pop(f"{name}.{_JOINT}.{kind}")
        for part, values in zip(_ATTENTION, np.split(joint, len(_ATTENTION)), strict=True):
            weights[f"{name}.{part}.{kind}"] = values
