"""Many texts at once are cut into the very pieces that the library cuts each into."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoding.encoder import load_encoder
from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.encoding.static_encoder import StaticEncoder
from embeddings.encoding.unigram import Unigram, is_unigram
from embeddings.text.normalize import fold
from tests.support.paths import ROOT

ENCODER = StaticEncoder.load(STATIC_ENCODER)
TOKENIZER = ENCODER.bare_tokenizer
FIELDS: dict[str, Any] = json.loads(TOKENIZER.to_str())
UNIGRAM = Unigram(TOKENIZER, FIELDS)
PIECES = [piece for piece, _ in FIELDS["model"]["vocab"][1:]]
ANY = st.text("党建工作a1，。 \n\u3000龘𠮷é⹃\u061d", max_size=6)
TEXT = st.lists(st.sampled_from(PIECES) | ANY, max_size=12).map("".join)
TEXTS = st.lists(TEXT, max_size=5)


def library_cut(text: str) -> list[int]:
    ids = TOKENIZER.encode(text, add_special_tokens=False).ids
    return [each for each in ids if each != UNIGRAM.unknown]


@given(TEXTS)
def test_pieces_are_those_of_the_library(texts: list[str]) -> None:
    assert [ids.tolist() for ids in UNIGRAM.cut(texts)] == [library_cut(text) for text in texts]


def test_real_text_is_cut_as_the_library_cuts_it() -> None:
    pages = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    texts = 3 * [line for page in pages for line in fold(page).split("\n")]
    assert len(texts) > 1024  # more than are cut together
    assert [ids.tolist() for ids in UNIGRAM.cut(texts)] == [library_cut(text) for text in texts]


def test_many_texts_have_the_vectors_of_each() -> None:
    texts = [fold(f"第{n}号通知：社区开展党建学习，欢迎居民参加！") for n in range(600)]
    one_by_one = np.concatenate([ENCODER.encode_passages([text]) for text in texts])
    assert (ENCODER.encode_passages(texts) == one_by_one).all()


def test_the_shipped_encoder_uses_it() -> None:
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    assert encoder.unigram is not None


@pytest.mark.parametrize(
    "change",
    [
        {"pre_tokenizer": None},
        {"pre_tokenizer": {"type": "Punctuation", "behavior": "Isolated"}},
        {"added_tokens": [{"id": 0, "content": "<unk>"}]},
        {"post_processor": {"type": "ByteLevel"}},
        {"model": {**FIELDS["model"], "type": "WordLevel"}},
        {"model": {**FIELDS["model"], "byte_fallback": True}},
        {"model": {**FIELDS["model"], "unk_id": None}},
    ],
)
def test_other_tokenizers_are_left_to_the_library(change: dict[str, Any]) -> None:
    assert is_unigram(FIELDS)
    assert not is_unigram(FIELDS | change)
