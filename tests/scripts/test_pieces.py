"""Which pieces of a multilingual tokenizer are kept, and how texts are split into them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.derivation.bert import SPECIAL_PIECES, WORDS
from scripts.derivation.pieces import choose_pieces, count_pieces, select_pieces
from scripts.derivation.quantisation import dequantise, quantise
from scripts.derivation.tokenizer import make_tokenizer
from tests.support.packed_models import random_bert

TEXTS = [
    "▁",
    "城",
    "管",
    "城管",
    "▁city",
    "ville",
    "の",
    "2026",
    "。",
    "a",
    "▁7",
    "第1",
    "A股",
    "図の",
]
BERT = random_bert([*TEXTS, "¥", "☃"])


def kept(counts: dict[str, int], wanted: tuple[str, ...] = ()) -> list[str]:
    rows = choose_pieces(BERT.pieces, counts, wanted)
    return [BERT.pieces[row].text for row in rows]


def test_special_pieces_han_single_ascii_characters_and_signs_are_always_kept() -> None:
    always = ["▁", "城", "管", "城管", "。", "a", "▁7", "第1", "A股", "¥"]
    assert kept({}) == [*SPECIAL_PIECES, *always]


def test_other_pieces_must_occur_five_times_or_be_wanted() -> None:
    assert "ville" not in kept({"ville": 4})
    assert "ville" in kept({"ville": 5})
    assert "▁city" in kept({}, wanted=("▁city",))


def test_selected_pieces_keep_their_vectors() -> None:
    selected = select_pieces(BERT, ["の。" * 5], ["City"])
    texts = [piece.text for piece in selected.pieces]
    assert {"の", "。"} < {*texts}
    assert not {"▁city", "ville", "2026", "図の"} & {*texts}  # City is not city
    rows = [[piece.text for piece in BERT.pieces].index(text) for text in texts]
    np.testing.assert_array_equal(selected.weights[WORDS], BERT.weights[WORDS][rows])


def test_words_are_wanted_in_lower_case_and_capitalised() -> None:
    bert = random_bert(["▁city", "▁City", "▁CITY"])
    texts = {piece.text for piece in select_pieces(bert, [], ["city"]).pieces}
    assert texts == {*SPECIAL_PIECES, "▁city", "▁City"}


def test_the_likeliest_pieces_are_counted() -> None:
    tokenizer = make_tokenizer(BERT.pieces)
    assert count_pieces(tokenizer, ["城管", "管 城"]) == {"▁": 3, "城管": 1, "管": 1, "城": 1}


@pytest.mark.parametrize(
    "text",
    ["城管 a", " 城管\n\ta  ", "城管　ａ", "城管\u200ba", "\ufeff城管\u2028a", "城\x07管 a"],
)
def test_text_is_normalised_as_the_original_does(text: str) -> None:
    tokens = make_tokenizer(BERT.pieces).encode(text).tokens
    assert tokens == ["<s>", "▁", "城管", "▁", "a", "</s>"]


def test_unknown_characters_become_one_unknown_piece() -> None:
    tokenizer = make_tokenizer(BERT.pieces)
    known = [tokenizer.token_to_id(piece) for piece in ("<s>", "▁", "城", "<unk>", "</s>")]
    assert tokenizer.encode("城жя").ids == known


@given(
    st.lists(
        st.lists(st.floats(-1e3, 1e3, width=32), min_size=4, max_size=4), min_size=1, max_size=5
    )
)
def test_no_weight_moves_by_more_than_half_its_rows_scale(rows: list[list[float]]) -> None:
    matrix = np.array(rows, dtype=np.float32)
    quantised = quantise(matrix)
    error = np.abs(dequantise(quantised) - matrix)
    assert (error <= quantised.scales[:, None] * 0.5001 + 1e-30).all()
    assert (dequantise(quantised)[matrix == 0] == 0).all()
