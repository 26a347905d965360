"""Follow-ups become standalone questions: what is carried over, replaced, or left alone."""

import pytest

from embeddings.text.terms import Segmenter
from service.answers.conversation import Turn
from service.followups.interpretation import Interpretation, Support
from service.followups.resolve import replace_subject, resolve
from tests.support.followups import STARS, Asked, converse


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


@pytest.mark.parametrize(
    ("confidence", "question"),
    [(90, "中原区楼宇党组织建了多少个?"), (20, "楼宇党组织建了多少个?")],
)
def test_question_with_a_topic_of_its_own_takes_the_place_when_that_is_answered(
    segmenter: Segmenter, confidence: int, question: str
) -> None:
    def score(reading: str) -> Support:
        confident = confidence if "中原区" in reading else 80
        return Support(confident, bound=True, text="已建立楼宇党组织26个")

    before = Turn(0, STARS, STARS, "", "……", "86个")
    assert resolve("楼宇党组织建了多少个?", [before], segmenter, score).question == question


def test_reading_whose_names_the_answer_lacks_is_not_taken(segmenter: Segmenter) -> None:
    def score(reading: str) -> Support:
        return Support(95, bound="中原区" not in reading, text="已建立楼宇党组织26个")

    before = Turn(0, STARS, STARS, "", "……", "86个")
    text = "楼宇党组织建了多少个?"
    assert resolve(text, [before], segmenter, score) == Interpretation(text)


@pytest.mark.parametrize("text", ["红烧肉怎么做?", "怎么做红烧肉?", "今天天气怎么样?"])
def test_what_was_taken_over_does_not_make_nonsense_an_answer(
    segmenter: Segmenter, text: str
) -> None:
    def score(reading: str) -> Support:
        return Support(
            95 if "中原区" in reading else 3, bound=True, text="中原区认定五星级党组织86个"
        )

    before = Turn(0, STARS, STARS, "", "……", "86个")
    assert resolve(text, [before], segmenter, score) == Interpretation(text)


def test_no_reading_is_tried_where_the_rules_are_sure(segmenter: Segmenter) -> None:
    tried: list[str] = []

    def score(reading: str) -> Support:
        tried.append(reading)
        return Support(95, bound=True, text="")

    before = Turn(0, STARS, STARS, "", "……", "86个")
    resolve(STARS, [before], segmenter, score)
    resolve("惠济区委书记是谁?", [before], segmenter, score)
    resolve("楼宇党组织建了多少个?", [], segmenter, score)
    assert tried == []
    resolve("那四星级的呢?", [before], segmenter, score)
    assert len(tried) == 1


def test_topic_stays_alive_for_five_turns_and_no_longer(segmenter: Segmenter) -> None:
    silent = Turn(0, "谢谢!", "谢谢!", "", "", "")
    before = Turn(0, STARS, STARS, "", "……", "86个")
    follow_up = "那四星级的呢?"
    kept = resolve(follow_up, [before, *[silent] * 4], segmenter)
    lost = resolve(follow_up, [before, *[silent] * 5], segmenter)
    assert kept.question == "中原区认定了多少个四星级党组织?"
    assert lost == Interpretation(follow_up)


def test_conversation_of_two_hundred_turns_is_read_like_a_short_one(segmenter: Segmenter) -> None:
    many = [Turn(0, f"第{n}个问题?", f"第{n}个问题?", "", "", "") for n in range(199)]
    before = Turn(0, STARS, STARS, "", "……", "86个")
    reading = resolve("那四星级的呢?", [*many, before], segmenter)
    assert reading.question == "中原区认定了多少个四星级党组织?"


def test_question_of_two_thousand_characters_leaves_no_endless_subject(
    segmenter: Segmenter,
) -> None:
    long = "中原区" + "很好的" * 600 + "党组织有多少个?"
    reading = resolve("总投资多少?", [Turn(0, long, long, "", "……", "")], segmenter)
    assert len(reading.carried_over) <= 60


def test_other_subject_takes_the_place_of_the_one_found(segmenter: Segmenter) -> None:
    found = Interpretation("莲湖街道的市重点项目总投资多少?", "莲湖街道的市重点项目")
    changed = replace_subject("总投资多少?", "莲湖街道的省重点项目", found, segmenter)
    assert changed == Interpretation("莲湖街道的省重点项目总投资多少?", "莲湖街道的省重点项目")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("总投资多少?", "青石桥总投资多少?"),
        ("它的总投资是多少?", "青石桥的总投资是多少?"),
        ("那总投资是多少?", "青石桥总投资是多少?"),
    ],
)
def test_subject_is_added_to_a_question_that_has_none(
    segmenter: Segmenter, text: str, question: str
) -> None:
    reading = replace_subject(text, "青石桥", Interpretation(text), segmenter)
    assert reading == Interpretation(question, "青石桥")


@pytest.mark.parametrize("text", ["红烧肉怎么做?", "河东区有多少所小学?"])
def test_correction_reaches_only_the_last_question(segmenter: Segmenter, text: str) -> None:
    asked: list[Asked] = ["云溪街道有几个口袋公园?", text, "不对，我问的是2023年的"]
    assert "云溪街道" not in converse(segmenter, asked)[-1].question
