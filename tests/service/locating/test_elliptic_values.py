"""Numbers that are told of the subject before them, with nothing but a time."""

import pytest

from embeddings.documents import Span
from service.locating.elliptic_values import find_elliptic_values
from service.times.period import parse_period
from service.times.told_times import find_told_times


@pytest.mark.parametrize(
    ("text", "words", "others"),
    [
        ("目前蓄水量1.17亿立方米,2023年底为1.05亿立方米。", "1.17亿立方米", ["1.05亿立方米"]),
        ("去年上线698人,今年突破700人大关,达到731人。", "698人", ["731人"]),
        ("2019年产茶3吨,2020年5吨,2021年只有2吨。", "3吨", ["5吨", "2吨"]),
        ("教职工由2019年的286人增加到317人。", "317人", ["286人"]),
        ("2023年招生320人,2022年毕业298人。", "320人", []),
        ("2023年招生320人,投资5万元,2022年为3万元。", "320人", []),
        ("2023年招生320人。2022年为298人。", "320人", []),
        ("2023年招生320人,比2022年多22人。", "320人", []),
    ],
)
def test_value_has_only_its_time_before_it(text: str, words: str, others: list[str]) -> None:
    at = text.index(words)
    told = find_told_times(text, parse_period("2023-10-18"))
    found = find_elliptic_values(text, Span(at, at + len(words)), told)
    assert [text[slice(*span)] for span in found] == others
