"""Small real models, made on the spot: static encoders, and a cross-encoder over characters."""

import shutil
from pathlib import Path

import numpy as np
import safetensors.numpy
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from embeddings.encoding.encoder import DEFAULT_ENCODER

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def write_static_encoder(folder: Path, dimension: int) -> Path:
    """Save the shipped encoder cut to its first ``dimension`` numbers: another, smaller model."""
    shutil.copytree(DEFAULT_ENCODER, folder)
    path = folder / "model.safetensors"
    tensors = safetensors.numpy.load_file(path)
    cut = {key: np.ascontiguousarray(tensor[:, :dimension]) for key, tensor in tensors.items()}
    safetensors.numpy.save_file(cut, path)
    return folder


def write_useless_encoder(folder: Path) -> Path:
    """Save the shipped encoder with NaN in place of each number, as an overflow leaves."""
    shutil.copytree(DEFAULT_ENCODER, folder)
    path = folder / "model.safetensors"
    tensors = safetensors.numpy.load_file(path)
    broken = {key: np.full_like(tensor, np.nan) for key, tensor in tensors.items()}
    safetensors.numpy.save_file(broken, path)
    return folder


def write_cross_encoder(folder: Path, characters: str, liked: str, outputs: int = 1) -> Path:
    """Save a one-layer BERT over single ``characters`` whose score tells how much is ``liked``.

    Its weights are set, not learned: attention takes the mean of all characters, in which the
    liked one has a direction of its own; the pooler and the classifier read that direction.
    """
    model = _blank_bert(len(_SPECIAL) + len(characters), outputs)
    _set_weights(model, len(_SPECIAL) + characters.index(liked))
    model.save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join((*_SPECIAL, *characters)), encoding="utf-8")
    BertTokenizer(vocab=str(folder / "vocab.txt")).save_pretrained(folder)
    return folder


def _blank_bert(tokens: int, outputs: int) -> BertForSequenceClassification:
    """Return a model whose weights are all 0 but those that scale layers, which are 1."""
    config = BertConfig(
        vocab_size=tokens,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        id2label={n: str(n) for n in range(outputs)},
    )
    model = BertForSequenceClassification(config)
    for name, weights in model.named_parameters():
        torch.nn.init.constant_(weights, float(name.endswith("LayerNorm.weight")))
    return model


def _set_weights(model: BertForSequenceClassification, liked: int) -> None:
    weights = model.state_dict()
    words = weights["bert.embeddings.word_embeddings.weight"]
    words[:, 2:4] = torch.tensor([1.0, -1.0])
    words[liked] = 0.0
    words[liked, :2] = torch.tensor([1.0, -1.0])
    for name in ("self.value", "output.dense"):
        weights[f"bert.encoder.layer.0.attention.{name}.weight"].copy_(torch.eye(16))
    weights["bert.pooler.dense.weight"].copy_(100 * torch.eye(16))
    weights["classifier.weight"][:, 0] = 10.0
    weights["classifier.bias"].fill_(-3.0)
