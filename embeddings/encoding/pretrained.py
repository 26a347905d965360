"""Load models by folder or hub name. The only importer of sentence-transformers (takes 10 s)."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sentence_transformers import CrossEncoder, SentenceTransformer

from embeddings.errors import EncoderError

__all__ = ["CrossEncoder", "SentenceTransformer", "load_bi_encoder", "load_cross_encoder"]

_LONGEST = 512  # tokens; passages are shorter, and attention is quadratic in the length
_CROSS_ENCODERS = ("ForSequenceClassification", "ForCausalLM")
_Model = TypeVar("_Model", SentenceTransformer, CrossEncoder)


def load_bi_encoder(name_or_folder: str | Path) -> SentenceTransformer:
    """Load a folder without touching the network, or a hub model by its name.

    Raises:
        EncoderError: there is no such folder or hub model, or it cannot be read.
    """
    required = "modules.json and the files that it names"
    model: SentenceTransformer = _load(SentenceTransformer, name_or_folder, required)
    return model


def load_cross_encoder(name_or_folder: str | Path) -> CrossEncoder:
    """Load a folder without touching the network, or a hub model by its name.

    Raises:
        EncoderError: there is no such folder or hub model, it cannot be read, or it does
            not return one score for a pair of texts.
    """
    required = "config.json, the tokenizer and model.safetensors"
    model: CrossEncoder = _load(CrossEncoder, name_or_folder, required)
    architectures = (model.config and model.config.architectures) or []
    if model.num_labels != 1 or not any(a.endswith(_CROSS_ENCODERS) for a in architectures):
        raise EncoderError(
            f"{name_or_folder} is not a cross-encoder: it must return one score for a question and"
            f" a passage, but is {' '.join(architectures)} with {model.num_labels} outputs; use one"
            " made for reranking, such as BAAI/bge-reranker-base"
        )
    return model


def _load(kind: Callable[..., _Model], name_or_folder: str | Path, required: str) -> _Model:
    name, is_folder = str(name_or_folder), Path(name_or_folder).is_dir()
    try:
        model = kind(name, local_files_only=is_folder)
    except Exception as error:  # the libraries raise many types
        raise EncoderError(_explain(name, is_folder, required, error)) from error
    _limit_length(model)
    return model


def _explain(name: str, is_folder: bool, required: str, error: Exception) -> str:
    reason = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    if is_folder:
        return (
            f"the folder {name} does not contain a readable sentence-transformers model ({reason});"
            f" it needs {required}: copy the whole folder again"
        )
    return (
        f"there is no folder {name}, and no hub model of that name could be loaded ({reason});"
        " if offline, download it elsewhere and pass the path of its folder"
    )


def _limit_length(model: SentenceTransformer | CrossEncoder) -> None:
    if hasattr(model[0], "max_seq_length"):
        own = model.max_seq_length
        model.max_seq_length = _LONGEST if own is None else min(own, _LONGEST)
