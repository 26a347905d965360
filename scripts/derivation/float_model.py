"""The network in torch: what a fine-tuned folder holds, and what the derived model is held to."""

import json
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
import torch
import transformers  # loads its classes, which takes seconds, when they are used

from scripts.derivation.bert import SPECIAL_PIECES, Bert, FloatArray, Piece, Shape
from scripts.derivation.vectors import Ids, Network


def read_folder(folder: Path) -> Bert:
    """Read a BERT from a folder that transformers or sentence-transformers wrote.

    Raises:
        OSError: something is missing there.
        ValueError: its tokenizer is not a Unigram model that begins with ``SPECIAL_PIECES``.
    """
    tokenizer = json.loads((folder / "tokenizer.json").read_bytes())["model"]
    pieces = tuple(Piece(text, score) for text, score in tokenizer.get("vocab", ()))
    if (
        tokenizer["type"] != "Unigram"
        or tuple(piece.text for piece in pieces[:4]) != SPECIAL_PIECES
    ):
        raise ValueError(f"{folder} needs a Unigram tokenizer that begins with {SPECIAL_PIECES}")
    model = transformers.BertModel.from_pretrained(folder, add_pooling_layer=False)
    shape = Shape(**{each.name: getattr(model.config, each.name) for each in fields(Shape)})
    weights = {name: tensor.float().numpy() for name, tensor in model.state_dict().items()}
    return Bert(shape, pieces, weights)


def make_model(bert: Bert) -> "transformers.BertModel":
    """Return the network in torch."""
    config = transformers.BertConfig(
        vocab_size=len(bert.pieces),
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        **asdict(bert.shape),
    )
    model = transformers.BertModel(config, add_pooling_layer=False)
    model.load_state_dict({name: torch.tensor(values) for name, values in bert.weights.items()})
    model.train(False)
    return model


def as_network(model: "transformers.BertModel") -> Network:
    """Return ``model`` as a function of arrays."""

    def run(ids: Ids, mask: Ids) -> FloatArray:
        with torch.inference_mode():
            output = model(input_ids=torch.tensor(ids), attention_mask=torch.tensor(mask))
        return np.asarray(output.last_hidden_state, dtype=np.float32)

    return run
