"""Folding equates what readers consider equal; the aligned fold preserves every offset."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.text.normalize import fold, fold_aligned, fold_all_aligned, fold_without_spaces

ALL_OF_UNICODE = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("ＡＢＣ１２３％", "abc123%"),
        ("臺灣報紙與鄭州晚報", "台湾报纸与郑州晚报"),
        ("ＷｅＣｈａｔ　平台", "wechat 平台"),
        ("①②", "12"),
        ("Wenbao", "wenbao"),
        ("", ""),
    ],
)
def test_fold_makes_width_case_and_script_the_same(printed: str, folded: str) -> None:
    assert fold(printed) == folded


ORDINARY = (
    "".join(map(chr, (*range(0x20, 0x7F), *range(0x3000, 0x302A), *range(0xFF01, 0xFF5F))))
    + "“”‘’—·…\n"
)


@given(
    text=st.text(
        st.sampled_from(ORDINARY) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
    )
)
def test_fold_of_ordinary_print_has_the_normal_form_of_unicode(text: str) -> None:
    normal = unicodedata.normalize("NFKC", text)
    assert fold(text) == fold(normal)
    assert unicodedata.is_normalized("NFKC", fold(text))


@given(text=ALL_OF_UNICODE)
def test_fold_of_any_text_is_that_of_its_normal_form(text: str) -> None:
    assert fold(text) == fold(unicodedata.normalize("NFKC", text))


def test_squeeze_finds_a_quote_in_spite_of_spaces_and_width() -> None:
    assert fold_without_spaces("共 １２ 家\n单位") == fold_without_spaces("共12家单位")
    assert fold_without_spaces("群眾路線") in fold_without_spaces("开展群众\u3000路线教育")


def test_aligned_fold_leaves_a_character_whose_fold_is_longer() -> None:
    assert fold_aligned("㎡…½ＡＢ報") == "㎡…½ab报"


@given(text=ALL_OF_UNICODE)
def test_aligned_fold_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold_aligned(text)) == len(text)


@given(texts=st.lists(ALL_OF_UNICODE, max_size=8))
def test_many_texts_fold_together_as_each_alone(texts: list[str]) -> None:
    assert fold_all_aligned(texts) == [fold_aligned(text) for text in texts]


def test_aligned_fold_maps_every_single_code_point_to_one_character() -> None:
    points = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold_aligned(points)) == len(points)


@given(text=st.text(max_size=40))
def test_folding_each_character_alone_gives_the_same_on_a_second_pass(text: str) -> None:
    once = fold_aligned(text)
    assert fold_aligned(once) == once
