"""The folder of the trained reader, as the product reads it."""

import shutil
from dataclasses import replace
from pathlib import Path

from scripts.derivation.float_model import read_folder
from scripts.derivation.graph import Head, save_graph
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
