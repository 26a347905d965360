"""Tiny but real transformers over single characters; slow to load: import late."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizer

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def plain(folder: Path) -> SentenceTransformer:
    """Load a model as sentence-transformers itself does."""
    model: SentenceTransformer = SentenceTransformer(str(folder), device="cpu")
    return model


def write_bi_encoder(folder: Path, characters: str, prompts: dict[str, str]) -> Path:
    """Save a one-layer BERT with random weights for sentence-transformers; return its folder."""
    bert = folder / "bert"
    BertModel(_tiny_config(len(_SPECIAL) + len(characters), outputs=2)).save_pretrained(bert)
    _write_tokenizer(bert, characters)
    model = SentenceTransformer(
        modules=[Transformer(str(bert)), Pooling(16)], prompts=prompts, device="cpu"
    )
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def write_without_head(cross_encoder: Path, folder: Path) -> None:
    """Save the body of a cross-encoder alone, which is a bi-encoder."""
    for path in cross_encoder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    BertModel.from_pretrained(cross_encoder).save_pretrained(folder)


def write_cross_encoder(folder: Path, characters: str, liked: str, outputs: int = 1) -> Path:
    """Save a one-layer BERT over single ``characters`` whose score is the share of ``liked``.

    Its weights are set, not learned: attention takes the mean of all characters, in which the
    liked one has a direction of its own; the pooler and the classifier read that direction.
    """
    model = _blank_bert(len(_SPECIAL) + len(characters), outputs)
    _set_weights(model, len(_SPECIAL) + characters.index(liked))
    model.save_pretrained(folder)
    _write_tokenizer(folder, characters)
    return folder


def _write_tokenizer(folder: Path, characters: str) -> None:
    (folder / "vocab.txt").write_text("\n".join((*_SPECIAL, *characters)), encoding="utf-8")
    BertTokenizer(vocab=str(folder / "vocab.txt")).save_pretrained(folder)


def _blank_bert(tokens: int, outputs: int) -> BertForSequenceClassification:
    """Return a model whose weights are all 0 but those that scale layers, which are 1."""
    model = BertForSequenceClassification(_tiny_config(tokens, outputs))
    for name, weights in model.named_parameters():
        torch.nn.init.constant_(weights, float(name.endswith("LayerNorm.weight")))
    return model


def _tiny_config(tokens: int, outputs: int) -> BertConfig:
    return BertConfig(
        vocab_size=tokens,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        id2label={n: str(n) for n in range(outputs)},
    )


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
