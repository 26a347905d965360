"""What holds until it is changed, and what was so before."""

import pytest

from embeddings.documents import Article, Origin, Span
from service.times.changes import asks_former, is_former, is_threshold
from service.times.unchanged import find_unchanged


def write(text: str) -> Article:
    return Article("a", "a", "", "", "2012-07-03", text, date_origin=Origin.PRINTED)


@pytest.mark.parametrize(
    ("text", "unchanged"),
    [
        ("这是2008年以来我市首次调整起步价。", "2008-01-01/2012-07-02"),
        ("这是十三年来我市首次调整起步价。", "1999-07-03/2012-07-02"),
        ("这是该路通车以来头一回调价。", "../2012-07-02"),
        ("起步价昨日上调。", ""),
        ("他首次登台。", ""),
    ],
)
def test_first_change_tells_for_how_long_there_was_none(text: str, unchanged: str) -> None:
    found = find_unchanged(write(text))
    assert (found.iso if found else "") == unchanged


def test_what_was_before_a_change_and_a_number_that_was_passed_are_told_apart() -> None:
    text = "职工由1150人减到420人,产量首次迈过千斤关口,分红突破百万元。"

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    assert [is_former(text, at(words)) for words in ("1150人", "420人")] == [True, False]
    assert [is_threshold(text, at(words)) for words in ("千斤", "百万元", "420人")] == [
        True,
        True,
        False,
    ]
    assert asks_former("改制之前有多少人?")
    assert not asks_former("改制以后减到多少人?")
