"""Characters that are easily written for each other are known."""

import pytest

from embeddings.text.pinyin import find_characters, find_confusable, split_syllables


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("胡", "湖"),
        ("去", "区"),
        ("译", "驿"),
        ("公", "工"),
        ("己", "已"),
        ("侯", "候"),
        ("旅", "吕"),
    ],
)
def test_same_sound_or_similar_shape_is_confusable(written: str, meant: str) -> None:
    assert meant in find_confusable(written)
    assert written in find_confusable(meant)


def test_tones_do_not_matter_but_the_umlaut_does() -> None:
    assert "绿" in find_confusable("吕")
    assert "路" not in find_confusable("吕")


def test_character_is_not_confused_with_itself_and_letters_with_nothing() -> None:
    assert "湖" not in find_confusable("湖")
    assert find_confusable("a") == ""


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("zhongyuan", ("zhong", "yuan")),
        ("xi'an", ("xi", "an")),
        ("xian", ("xian",)),
        ("lianhu", ("lian", "hu")),
        ("lvyou", ("lv", "you")),
    ],
)
def test_pinyin_is_split_into_syllables(word: str, first: tuple[str, ...]) -> None:
    assert split_syllables(word, 4)[0] == first


@pytest.mark.parametrize("word", ["", "party", "nananananana", "a" * 10_000])
def test_what_is_no_pinyin_or_too_long_has_no_syllables(word: str) -> None:
    assert split_syllables(word, 4) == []


def test_characters_of_a_syllable_are_those_with_that_reading() -> None:
    assert "绿" in find_characters("lv", rare=False)
    assert "绿" in find_characters("lu", rare=False)
    assert "单" in find_characters("shan", rare=True)
    assert "单" not in find_characters("shan", rare=False)
    assert find_characters("shx", rare=True) == ""
