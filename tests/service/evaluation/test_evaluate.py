"""The evaluation counts correctly, and the assistant reaches its floor on our own questions."""

import json
from pathlib import Path

import pytest
from rich.console import Console

from embeddings.errors import UnreadableFileError
from service.assistant import Assistant
from service.console.reports import print_evaluation
from service.evaluation.evaluate import Report, evaluate
from service.evaluation.items import read_items
from service.strictness import Strictness
from service.workspace.workspace import Workspace
from tests.support.paths import DATA
from tests.support.workspaces import with_settings

# Shares of the answerable questions, a little below what is reached.
FLOOR = {"answer_accuracy": 0.85, "source_at_1": 0.94, "passage_at_5": 0.94}
HELD_FLOOR = {"answer_accuracy": 0.8, "source_at_1": 0.94, "passage_at_5": 0.88}
MOST_UNANSWERABLE_ANSWERED = 0.35
# Share of the conversations in which every turn is answered, or declined, as it should be.
CONVERSATIONS_FLOOR = 0.8


@pytest.fixture(scope="module")
def report(assistant: Assistant) -> Report:
    return evaluate(assistant, read_items(DATA / "seed_questions.jsonl"))


@pytest.fixture(scope="module")
def held(assistant: Assistant) -> Report:
    """Held-out questions: nothing was tuned on them."""
    return evaluate(assistant, read_items(DATA / "seed_questions_held.jsonl"))


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def item(**fields: object) -> str:
    whole: dict[str, object] = {
        "id": "1",
        "kind": "name",
        "question": "三官庙街道推行的工作法叫什么?",
        "answers": ["一网六民"],
        "source": "000_34f4e29fc2acec92.txt",
    }
    return json.dumps(whole | fields, ensure_ascii=False)


def evaluated(assistant: Assistant, path: Path, *lines: str) -> Report:
    return evaluate(assistant, read_items(write(path, *lines)))


def test_answers_over_the_bundled_collection_reach_the_floor(report: Report) -> None:
    print_evaluation(report, Console(width=200))
    reached = {name: getattr(report.total, name) for name in FLOOR}
    assert report.total.items == 64
    assert all(reached[name] >= floor for name, floor in FLOOR.items())


def test_answers_to_held_out_questions_reach_the_floor(held: Report) -> None:
    reached = {name: getattr(held.total, name) for name in HELD_FLOOR}
    assert held.total.items == 25
    assert all(reached[name] >= floor for name, floor in HELD_FLOOR.items())


def test_unanswerable_questions_are_mostly_declined(report: Report, held: Report) -> None:
    for one, items in ((report, 22), (held, 14)):
        row = next(row for row in one.rows if row.kind == "unanswerable")
        assert row.items == items
        assert row.answered <= MOST_UNANSWERABLE_ANSWERED * items


def test_short_answers_are_measured_by_kind(report: Report) -> None:
    rows = {row.kind: row for row in report.short}
    assert rows["number"].items == 25
    assert rows["number"].holds >= 0.85
    assert rows["all short"].items == sum(
        row.items for kind, row in rows.items() if kind != "all short"
    )
    assert all(row.exact <= row.f1 <= 1 for row in report.short)


def test_levels_and_calibration_are_taken_over_all_items(report: Report, held: Report) -> None:
    for one in (report, held):
        assert {level.answered + level.declined for level in one.levels} == {len(one.outcomes)}
        assert sum(each.weight for each in one.calibration.bins) == len(one.outcomes)
        declined = [level.declined for level in one.levels]
        assert declined == sorted(declined, reverse=True)


def test_withheld_answer_is_judged_but_neither_shown_nor_counted(
    seeds_workspace: Workspace, report: Report
) -> None:
    strict = Assistant(with_settings(seeds_workspace, strictness=Strictness.STRICT))
    right = [one for one in report.outcomes if one.judgement.right and one.short]
    unsure = min(right, key=lambda one: one.confidence).item
    outcome = evaluate(strict, [unsure]).outcomes[0]
    assert outcome.confidence < Strictness.STRICT.threshold
    assert (outcome.answered, outcome.right_answer, outcome.shown) == (False, False, "")
    assert outcome.judgement.right
    assert outcome.short is not None
    assert outcome.short.f1 == 0


@pytest.mark.slow
def test_conversations_over_the_bundled_collection_reach_the_floor(assistant: Assistant) -> None:
    report = evaluate(assistant, read_items(DATA / "seed_conversations.jsonl"))
    print_evaluation(report, Console(width=200))
    assert report.conversations.items == 46
    assert report.conversations.answer_accuracy >= CONVERSATIONS_FLOOR


def test_right_answer_source_and_passage_are_counted(assistant: Assistant, tmp_path: Path) -> None:
    report = evaluated(assistant, tmp_path / "q.jsonl", item())
    total = report.total
    assert (total.items, total.answered) == (1, 1)
    assert (total.answer_accuracy, total.source_at_1, total.passage_at_5) == (1.0, 1.0, 1.0)
    assert report.misses == ()


def test_spaces_width_and_script_of_the_expected_answer_do_not_matter(
    assistant: Assistant, tmp_path: Path
) -> None:
    report = evaluated(assistant, tmp_path / "q.jsonl", item(answers=["一 網\u3000六民"]))
    assert report.total.answer_accuracy == 1.0


def test_any_of_the_expected_answers_is_enough(assistant: Assistant, tmp_path: Path) -> None:
    report = evaluated(assistant, tmp_path / "q.jsonl", item(answers=["没有这个", "一网六民"]))
    assert report.total.answer_accuracy == 1.0


def test_wrong_answer_and_wrong_source_are_misses(assistant: Assistant, tmp_path: Path) -> None:
    report = evaluated(
        assistant, tmp_path / "q.jsonl", item(answers=["四查四看"]), item(source="其他.txt")
    )
    assert (report.total.answer_accuracy, report.total.source_at_1) == (0.5, 0.5)
    assert [(o.right_answer, o.right_source, o.passage_found) for o in report.misses] == [
        (False, True, False),
        (True, False, False),
    ]


def test_unanswerable_question_is_missed_only_when_it_is_answered(
    assistant: Assistant, tmp_path: Path
) -> None:
    nothing: dict[str, object] = {"kind": "unanswerable", "answers": [], "source": None}
    report = evaluated(
        assistant, tmp_path / "q.jsonl", item(question="红烧肉怎么做?", **nothing), item(**nothing)
    )
    assert [row.answered for row in report.rows] == [1]
    assert len(report.misses) == 1
    assert report.total.items == 0


def test_item_without_answers_is_unanswerable_whatever_its_kind_and_source(
    assistant: Assistant, tmp_path: Path
) -> None:
    near_miss = item(kind="none_attribute", question="红烧肉怎么做?", answers=[])
    report = evaluated(assistant, tmp_path / "q.jsonl", item(), near_miss)
    assert [(row.kind, row.answerable) for row in report.rows] == [
        ("name", 1),
        ("none_attribute", 0),
    ]
    assert (report.total.items, report.total.answerable) == (1, 1)
    assert [level.decline_recall for level in report.levels] == [1.0, 1.0, 1.0]


def test_answer_must_show_all_required_strings(assistant: Assistant, tmp_path: Path) -> None:
    report = evaluated(
        assistant,
        tmp_path / "q.jsonl",
        item(all=["一网六民"]),
        item(all=["一网六民", "没有这个"]),
    )
    assert [outcome.right_answer for outcome in report.outcomes] == [True, False]


def test_any_of_several_sources_may_come_first(assistant: Assistant, tmp_path: Path) -> None:
    sources = ["其他.txt", "000_34f4e29fc2acec92.txt"]
    report = evaluated(
        assistant,
        tmp_path / "q.jsonl",
        item(source="其他.txt", sources=sources),
        item(sources=["其他.txt"]),
    )
    assert [outcome.right_source for outcome in report.outcomes] == [True, False]


def test_item_with_turns_is_right_when_all_its_turns_are(
    assistant: Assistant, tmp_path: Path
) -> None:
    first = {"question": "三官庙街道推行的工作法叫什么?", "answers": ["一网六民"]}
    second = {"question": "西流湖街道打造的活动载体叫什么?", "answers": ["四查四看四治"]}
    wrong = second | {"answers": ["没有这个"]}
    source = "000_34f4e29fc2acec92.txt"
    lines = [
        json.dumps({"id": "1", "kind": "multi_turn", "turns": turns, "source": source})
        for turns in ([first, second], [first, wrong])
    ]
    report = evaluated(assistant, tmp_path / "q.jsonl", *lines)
    assert [outcome.right_answer for outcome in report.outcomes] == [True, False]


def test_turns_of_an_item_are_asked_in_one_conversation(
    assistant: Assistant, tmp_path: Path
) -> None:
    turns = [
        {"question": "中原区认定了多少个五星级党组织?", "answers": ["86个"]},
        {"question": "红烧肉怎么做?", "answers": []},
        {"question": "它有多少个党支部?", "answers": ["没有这个"]},
        {
            "question": "惠济区委书记是谁?",
            "answers": ["黄钊"],
            "source": "004_95d6984c355d8d49.txt",
        },
    ]
    source = "000_34f4e29fc2acec92.txt"
    lines = [
        json.dumps({"id": "1", "kind": "talk", "turns": chosen, "source": source})
        for chosen in ([turns[0], turns[1], turns[3]], [turns[0], turns[2]])
    ]
    report = evaluated(assistant, tmp_path / "q.jsonl", *lines)
    assert [outcome.right_answer for outcome in report.outcomes] == [True, False]
    assert report.outcomes[0].right_source
    assert (report.conversations.items, report.conversations.answer_accuracy) == (2, 0.5)


def test_blank_lines_are_skipped(tmp_path: Path) -> None:
    assert len(read_items(write(tmp_path / "q.jsonl", "", item(), "  ", item()))) == 2


@pytest.mark.parametrize(
    "line",
    [
        "这不是JSON",
        "[]",
        "7",
        '{"id": "1"}',
        item(answers=None),
        item(answers="一网六民"),
        item(question=7),
        item(turns=[{"question": "谁?"}]),
        item(turns=[]),
    ],
)
def test_invalid_line_is_named_by_its_number(tmp_path: Path, line: str) -> None:
    path = write(tmp_path / "q.jsonl", item(), "", line)
    with pytest.raises(UnreadableFileError, match=r"q\.jsonl: line 3 must be"):
        read_items(path)


def test_line_separator_inside_a_question_does_not_end_the_line(tmp_path: Path) -> None:
    items = read_items(write(tmp_path / "q.jsonl", item(question="谁?\u2028是谁?")))
    assert items[0].turns[0].question == "谁?\u2028是谁?"


def test_missing_and_binary_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name in ("missing", "binary"):
        with pytest.raises(UnreadableFileError, match=f"{name}: cannot be read as UTF-8 text"):
            read_items(tmp_path / name)
