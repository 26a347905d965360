"""Characters that are easily written for each other are known."""

import pytest

from embeddings.text.pinyin import find_confusable


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
