"""The folder of the trained reader, as the product reads it."""

import shutil
from dataclasses import replace
from pathlib import Path

import torch

from scripts.derivation.float_model import read_folder
from scripts.derivation.graph import Head, read_weights, save_graph
from scripts.derivation.model_folder import GRAPH
from scripts.reader.model import ReaderNetwork

_TOKENIZER = "tokenizer.json"


def write_reader(folder: Path, network: ReaderNetwork) -> None:
    """Write the graph in eight bits, its head in floats, and the tokenizer."""
    encoder = read_folder(network.source)
    weights = {name: tensor.cpu().numpy() for name, tensor in network.bert.state_dict().items()}
    shape = replace(encoder.shape, num_hidden_layers=network.bert.config.num_hidden_layers)
    head = {name: tensor.cpu().numpy() for name, tensor in network.head.state_dict().items()}
    (folder / GRAPH).parent.mkdir(parents=True, exist_ok=True)
    save_graph(replace(encoder, shape=shape, weights=weights), folder / GRAPH, Head(**head))
    shutil.copyfile(network.source / _TOKENIZER, folder / _TOKENIZER)


def restore_reader(folder: Path, network: ReaderNetwork) -> None:
    """Give ``network`` the weights of a written reader, as floats, to be trained further.

    Raises:
        FileNotFoundError: the folder has no reader.
        RuntimeError: the reader has another shape than the network.
    """
    layers = network.bert.config.num_hidden_layers
    shape = replace(read_folder(network.source).shape, num_hidden_layers=layers)
    weights = {
        name: torch.tensor(values) for name, values in read_weights(folder / GRAPH, shape).items()
    }
    head = {"weight": weights.pop("head.weight").T, "bias": weights.pop("head.bias")}
    network.bert.load_state_dict(weights)
    network.head.load_state_dict(head)
