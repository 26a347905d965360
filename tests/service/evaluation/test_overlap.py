"""Exact match and F1 of short answers, by the rules of CMRC 2018."""

import pytest

from service.evaluation.overlap import best_f1_within, exact_match, f1, tokenize


def test_each_chinese_character_is_a_token_and_other_words_stay_whole() -> None:
    assert (
        tokenize("由光荣和Koei Tecmo开发，1.5万套。")
        == [
            *"由光荣和",
            "koei",
            "tecmo",
            *"开发",
            "1.5",
            *"万套",
            "。",
        ][:-1]
    )


def test_punctuation_inside_a_word_does_not_part_it() -> None:
    assert tokenize("ω-force") == ["ωforce"]


def test_exact_match_ignores_punctuation_and_case() -> None:
    assert exact_match("《ABC报》", ["abc报"])
    assert not exact_match("abc报社", ["abc报"])


@pytest.mark.parametrize(
    ("answer", "accepted", "expected"),
    [
        ("86个", ["86个"], 1.0),
        ("共86个", ["86个"], 0.8),  # 2 common of 3 and 2 tokens
        ("86家", ["86个"], 0.5),
        ("没有", ["86个"], 0.0),
        ("", ["86个"], 0.0),
        ("86个", [], 0.0),
        ("甲乙丙丁", ["甲丙", "乙丙丁"], 6 / 7),  # the best of the accepted ones
    ],
)
def test_f1_counts_the_longest_common_run(
    answer: str, accepted: list[str], expected: float
) -> None:
    assert f1(answer, accepted) == pytest.approx(expected)


def test_common_tokens_must_stand_together() -> None:
    assert f1("甲乙丙", ["甲丙"]) == pytest.approx(2 / 5)


def test_best_span_of_a_text_is_the_common_run_itself() -> None:
    assert best_f1_within("全区已认定党组织86个,其他不计", ["86个"]) == 1.0
    assert best_f1_within("共有甲乙两家", ["甲乙丙"]) == pytest.approx(2 * 2 / (2 + 3))
    assert best_f1_within("", ["甲"]) == 0.0
