"""The folder of the derived model, laid out as sentence-transformers expects it."""

import json
from dataclasses import asdict, fields
from pathlib import Path

from safetensors.numpy import save_file

from scripts.derivation.bert import SPECIAL_PIECES, Bert, Piece, Shape
from scripts.derivation.graph import read_weights, save_graph
from scripts.derivation.tokenizer import make_tokenizer

GRAPH = "onnx/model.onnx"
QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "

_MODULES = "sentence_transformers.models"  # where every version looks


def write_model(folder: Path, bert: Bert) -> None:
    """Write the graph with eight-bit weights, the tokenizer, and what describes them."""
    (folder / GRAPH).parent.mkdir(parents=True, exist_ok=True)
    (folder / "1_Pooling").mkdir(exist_ok=True)
    save_graph(bert, folder / GRAPH)
    make_tokenizer(bert.pieces).save(str(folder / "tokenizer.json"), pretty=False)
    for name, content in _describe(bert).items():
        text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8")


def read_model(folder: Path) -> Bert:
    """Return the network that ``write_model`` wrote, with the floats that its integers stand for.

    Raises:
        OSError: a file is missing.
    """
    config = json.loads((folder / "config.json").read_bytes())
    tokenizer = json.loads((folder / "tokenizer.json").read_bytes())
    shape = Shape(**{each.name: config[each.name] for each in fields(Shape)})
    pieces = tuple(Piece(text, score) for text, score in tokenizer["model"]["vocab"])
    return Bert(shape, pieces, read_weights(folder / GRAPH, shape))


def write_floats(folder: Path) -> None:
    """Write the floats that the graph stands for to ``model.safetensors``, as transformers does.

    Raises:
        OSError: a file is missing.
    """
    path = folder / "model.safetensors"
    save_file(dict(read_model(folder).weights), path, metadata={"format": "pt"})
    path.chmod(0o644)  # safetensors makes it readable by its owner only


def _describe(bert: Bert) -> dict[str, object]:
    begin, padding, end, unknown = SPECIAL_PIECES
    positions = bert.shape.max_position_embeddings
    return {
        "modules.json": [
            _module(0, "", "Transformer"),
            _module(1, "1_Pooling", "Pooling"),
            _module(2, "2_Normalize", "Normalize"),
        ],
        "config_sentence_transformers.json": {
            "model_type": "SentenceTransformer",
            "prompts": {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "sentence_bert_config.json": {"max_seq_length": positions, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": bert.shape.hidden_size,
            "pooling_mode_mean_tokens": True,
            "include_prompt": True,
        },
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "vocab_size": len(bert.pieces),
            **asdict(bert.shape),
            "hidden_act": "gelu",
            "bos_token_id": 0,
            "pad_token_id": 1,
            "eos_token_id": 2,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": positions,
            "model_input_names": ["input_ids", "attention_mask"],
            **{"bos_token": begin, "cls_token": begin, "eos_token": end, "sep_token": end},
            **{"pad_token": padding, "unk_token": unknown},
        },
    }


def _module(number: int, path: str, kind: str) -> dict[str, object]:
    return {"idx": number, "name": str(number), "path": path, "type": f"{_MODULES}.{kind}"}
