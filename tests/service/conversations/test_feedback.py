"""Feedback is stored, and replayed by ``wenbao eval --from-feedback``."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from embeddings.library.library import Library
from service.conversations.feedback import Complaint, Feedback, FeedbackStore, Rating
from service.evaluation.feedback_items import build_item, format_lines
from service.evaluation.items import Item, Turn, read_items
from tests.support.console import wenbao
from tests.support.contract import ask, assert_problem, get
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

WHO = "惠济区委书记是谁?"
FOREIGN = "红烧肉怎么做?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback") / "data"


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with (
        running_server(data) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def say(client: httpx.Client, reply: dict[str, Any], **fields: str) -> httpx.Response:
    return client.post("/v1/feedback", json={"answer_id": reply["id"], **fields})


def stored(data: Path, reply: dict[str, Any]) -> Feedback:
    [found] = [
        item
        for item in FeedbackStore(data / "library.sqlite3").all()
        if item.answer_id == reply["id"]
    ]
    return found


def test_useful_answer_is_stored_with_question_answer_and_file(
    client: httpx.Client, data: Path
) -> None:
    reply = ask(client)
    path = f"/v1/conversations/{reply['conversation_id']}"
    before = client.get(path)
    assert before.json()["turns"][0]["feedback"] is None
    assert say(client, reply, rating="useful", comment="正是它").status_code == 204
    after = client.get(path, headers={"If-None-Match": before.headers["etag"]})
    shown = {"rating": "useful", "reasons": [], "comment": "正是它"}
    assert after.json()["turns"][0]["feedback"] == shown
    found = stored(data, reply)
    assert (found.rating, found.comment) == (Rating.USEFUL, "正是它")
    assert found.question == reply["interpreted"]["question"]
    assert (found.answer, found.short_answer) == (reply["answer"], reply["short_answer"]["text"])
    assert (found.source, found.passage) == (reply["sources"][0]["source"], "")


def test_right_passage_is_stored_as_its_text_and_file(client: httpx.Client, data: Path) -> None:
    reply = ask(client, WHO)
    right = reply["sources"][-1]
    response = say(client, reply, rating="not_useful", passage_id=right["passage_id"])
    assert response.status_code == 204
    found = stored(data, reply)
    assert (found.rating, found.source) == (Rating.NOT_USEFUL, right["source"])
    assert found.passage == right["text"]


def test_new_rating_replaces_the_earlier_one(client: httpx.Client, data: Path) -> None:
    reply = ask(client)
    for rating in ("useful", "not_useful"):
        say(client, reply, rating=rating)
    assert stored(data, reply).rating is Rating.NOT_USEFUL


def test_reasons_are_stored_and_unknown_ones_refused(client: httpx.Client, data: Path) -> None:
    reply = ask(client)
    body = {"answer_id": reply["id"], "rating": "not_useful", "reasons": ["incomplete", "outdated"]}
    assert client.post("/v1/feedback", json=body).status_code == 204
    assert stored(data, reply).reasons == (Complaint.INCOMPLETE, Complaint.OUTDATED)
    response = client.post("/v1/feedback", json={**body, "reasons": ["ugly"]})
    assert_problem(response, 422, "invalid_request")


def test_follow_up_is_stored_as_it_was_understood(client: httpx.Client, data: Path) -> None:
    first = ask(client, "秦岭路街道一共有多少名自管党员?")
    second = ask(client, "那绿东村街道呢?", conversation_id=first["conversation_id"])
    say(client, second, rating="useful")
    assert stored(data, second).question == second["interpreted"]["question"] != "那绿东村街道呢?"


def test_turns_carry_the_id_that_feedback_names(client: httpx.Client) -> None:
    reply = ask(client)
    turns = get(client, f"/v1/conversations/{reply['conversation_id']}")["turns"]
    assert [turn["answer_id"] for turn in turns] == [reply["id"]]


def test_feedback_outlives_its_conversation(client: httpx.Client, data: Path) -> None:
    reply = ask(client)
    say(client, reply, rating="useful")
    client.delete(f"/v1/conversations/{reply['conversation_id']}")
    assert stored(data, reply).answer == reply["answer"]
    assert_problem(say(client, reply, rating="useful"), 404, "no_such_answer")


def test_unknown_answer_or_passage_is_a_404_problem(client: httpx.Client) -> None:
    assert_problem(say(client, {"id": "0" * 32}, rating="useful"), 404, "no_such_answer")
    said = say(client, ask(client), rating="not_useful", passage_id="0000-0")
    assert_problem(said, 404, "no_such_passage")


def test_rating_that_there_is_not_is_a_422_problem(client: httpx.Client) -> None:
    assert_problem(say(client, ask(client), rating="fine"), 422, "invalid_request")


USEFUL = Feedback(
    answer_id="a1",
    given_at=1.0,
    rating=Rating.USEFUL,
    comment="",
    question="桥长多少?",
    answer="桥长86米。",
    short_answer="86米",
    source="bridge.txt",
    passage="",
)


def turn_of(said: Feedback) -> Turn | None:
    item = build_item(said)
    return item.turns[0] if item else None


def test_useful_answer_must_come_again() -> None:
    assert turn_of(USEFUL) == Turn("桥长多少?", ("86米",), "bridge.txt")
    quoted = replace(USEFUL, short_answer="", passage="昨天通车。桥长86米。")
    assert turn_of(quoted) == Turn("桥长多少?", (), "bridge.txt", "昨天通车。桥长86米。")


def test_what_was_usefully_declined_must_be_declined() -> None:
    declined = build_item(replace(USEFUL, answer="", short_answer="", source=""))
    assert declined == Item("a1", "unanswerable", (Turn("桥长多少?", (), None),), None)


def test_unhelpful_answer_becomes_an_item_only_with_the_right_passage() -> None:
    assert turn_of(replace(USEFUL, rating=Rating.NOT_USEFUL)) is None
    chosen = replace(USEFUL, rating=Rating.NOT_USEFUL, source="other.txt", passage="桥长90米。")
    assert turn_of(chosen) == Turn("桥长多少?", (), "other.txt", "桥长90米。")


def test_questions_of_feedback_are_read_back(tmp_path: Path) -> None:
    items = [build_item(USEFUL), build_item(replace(USEFUL, short_answer="", passage="桥长86米。"))]
    written = tmp_path / "questions.jsonl"
    written.write_text(format_lines(item for item in items if item), encoding="utf-8")
    assert read_items(written) == items


def test_eval_asks_the_questions_of_the_feedback_and_writes_them(tmp_path: Path) -> None:
    data, written = tmp_path / "data", tmp_path / "q.jsonl"
    with (
        running_server(data) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        say(client, ask(client), rating="useful")
        say(client, ask(client, FOREIGN), rating="useful")
        say(client, ask(client, WHO), rating="not_useful")
    options = ("--from-feedback", "--questions", written, "--json", "--data", data)
    said = wenbao("eval", *options)
    assert said.returncode == 0
    assert "feedback on 3 answers; 2 of them identify a right answer" in said.stderr
    kinds = [json.loads(line)["kind"] for line in written.read_text("utf-8").splitlines()]
    assert kinds == ["feedback", "unanswerable"]
    report = json.loads(said.stdout)
    assert (report["total"]["answer_accuracy"], report["misses"]) == (1.0, [])


def test_eval_of_nothing_says_what_to_name(tmp_path: Path) -> None:
    said = wenbao("eval", "--data", tmp_path)
    assert said.returncode == 2
    assert "Pass a file of questions, or --from-feedback." in said.stderr


def test_words_of_an_article_are_erased_from_feedback_with_it(tmp_path: Path) -> None:
    page = "芦花渡口\n\n本报讯 芦花渡口2017年10月11日恢复开渡，由澹台子墨负责。\n"
    pages = write_pages(tmp_path / "pages", {"渡口.txt": page})
    path = tmp_path / "data" / "library.sqlite3"
    with (
        running_server(tmp_path / "data", WENBAO_COLLECTION=str(pages)) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        reply = ask(client, "芦花渡口由谁负责?")
        assert say(client, reply, rating="useful", comment="对").status_code == 204
        [kept] = FeedbackStore(path).all()
        assert "澹台子墨" in kept.answer
        [article] = kept.articles
        assert client.delete(f"/v1/documents/{article}").status_code == 204
    library = Library(path)
    library.remove_deleted(time.time() + 1)
    [erased] = FeedbackStore(path).all()
    assert (erased.answer, erased.short_answer, erased.passage) == ("", "", "")
    assert (erased.question, erased.rating, erased.comment) == (kept.question, kept.rating, "对")
