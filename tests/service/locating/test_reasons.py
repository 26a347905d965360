"""A reason is whole clauses, or what follows 因为; part of a clause is none."""

import pytest

from embeddings.documents import Span
from service.locating.reasons import is_whole_reason

TEXT = (
    "入冬以来,受台风和低温影响,渔船不能出海,镇里因为码头失修停了航运。"
    "为了让渔民有活干,镇里办起织网厂,另派5名干部担任厂里的联络员。"
)


@pytest.mark.parametrize(
    ("words", "is_whole"),
    [
        ("渔船不能出海", True),
        ("台风和低温", True),
        ("让渔民有活干", True),
        ("为了让渔民有活干,镇里办起织网厂", True),
        ("担任厂里的联络员", False),
        ("台风和", False),
        ("渔民有活干,镇里办起织网", False),
        (TEXT, False),
    ],
)
def test_reason_ends_where_a_clause_does(words: str, is_whole: bool) -> None:
    start = TEXT.index(words)
    assert is_whole_reason(TEXT, Span(start, start + len(words))) is is_whole
