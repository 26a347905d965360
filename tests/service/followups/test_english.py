"""English follow-ups become standalone questions."""

import pytest

from service.answers.conversation import Turn
from service.followups.english import resolve_english
from service.followups.interpretation import Interpretation


def turn(question: str, short: str = "") -> Turn:
    return Turn(0, question, question, "", "……", short)


PARKS = turn("How many parks does 云溪街道 have?", "12个")
SECRETARY = turn("Who is the Party secretary of 云溪街道?", "舒望岚")
ROADS = turn("How many roads were built in 清河县 in 2021?", "86条")


@pytest.mark.parametrize(
    ("before", "text", "question", "carried_over"),
    [
        (
            PARKS,
            "What about Bailu District?",
            "How many parks does Bailu District have?",
            "How many parks does",
        ),
        (
            PARKS,
            "And in Liulin Town?",
            "How many parks does Liulin Town have?",
            "How many parks does",
        ),
        (
            ROADS,
            "How about 2022?",
            "How many roads were built in 清河县 in 2022?",
            "How many roads were built in 清河县 in",
        ),
        (SECRETARY, "How old is she?", "How old is 舒望岚?", "舒望岚"),
        (SECRETARY, "What is her job?", "What is 舒望岚's job?", "舒望岚"),
        (PARKS, "When was it founded?", "When was 云溪街道 founded?", "云溪街道"),
        (PARKS, "What is its area?", "What is 云溪街道's area?", "云溪街道"),
    ],
)
def test_follow_up_takes_what_it_lacks(
    before: Turn, text: str, question: str, carried_over: str
) -> None:
    assert resolve_english(text, [before]) == Interpretation(question, carried_over)


@pytest.mark.parametrize(
    "text",
    [
        "Who runs the canteen in Shanjiagang Village?",
        "Who is the mayor of Qinghe County and how old is he?",
        "Why is the sky blue?",
        "What about?",
    ],
)
def test_question_that_lacks_nothing_stays_as_it_is(text: str) -> None:
    assert resolve_english(text, [PARKS]) == Interpretation(text)


def test_nothing_is_taken_from_chinese_questions_or_from_none() -> None:
    chinese = turn("云溪街道有几个口袋公园?", "12个")
    assert resolve_english("How old is he?", [chinese]) == Interpretation("How old is he?")
    assert resolve_english("How old is he?", []) == Interpretation("How old is he?")
