"""What holds until it is changed: rules and prices that came into force."""

import pytest

from embeddings.documents import Article, Origin, Span
from service.times.changes import asks_former, is_former, is_threshold
from service.times.unchanged import find_unchanged
from service.times.validity import Chronology

NOTICE = "现将居民水价调整为每立方米2.10元。本通知自2012年8月1日起执行,原通知自2006年5月1日起施行。"


def write(text: str) -> Article:
    return Article("a", "a", "", "", "2012-07-03", text, date_origin=Origin.PRINTED)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (NOTICE, "2012-07-03/.."),
        ("昨日公布的新票价从8月1日起实行。成人每次2.10元。", "2012-07-02/.."),
        ("自2012年5月1日起实施的改造工程花了2.10元。", "2012-05-01/2012-07-03"),
        ("昨日公布的票价为每次2.10元。", "2012-07-02"),
        ("票价为每次2.10元。原票价标准自2006年5月1日起执行。", "2012-07-03"),
    ],
)
def test_rule_holds_from_when_it_comes_into_force(text: str, covered: str) -> None:
    start = text.index("2.10元")
    validity = Chronology(write(text)).find_validity(Span(start, start + len("2.10元")))
    assert validity
    assert validity.covered.iso == covered


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
