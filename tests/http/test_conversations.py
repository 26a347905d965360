"""Conversations over HTTP: follow-ups, history, and deletion."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.contract import QUESTION, ask, assert_problem, get
from tests.support.running_server import running_server

STARS = "中原区认定了多少个五星级党组织?"
FOUR_STARS = "那四星级的呢?"


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that stores no conversations."""
    folder = tmp_path_factory.mktemp("forgetful")
    with (
        running_server(folder, WENBAO_CONVERSATION_DAYS="0") as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def begin(client: httpx.Client, question: str = STARS) -> str:
    conversation_id = ask(client, question)["conversation_id"]
    assert isinstance(conversation_id, str)
    return conversation_id


def read(client: httpx.Client, conversation_id: str) -> dict[str, Any]:
    return get(client, f"/v1/conversations/{conversation_id}")


def test_question_without_a_conversation_begins_a_new_one(client: httpx.Client) -> None:
    first, second = ask(client), ask(client)
    assert len(first["conversation_id"]) == 32
    assert first["conversation_id"] != second["conversation_id"]
    assert first["interpreted"] == {"question": QUESTION, "carried_over": "", "corrections": []}


def test_follow_up_is_read_with_the_turn_before_it(client: httpx.Client) -> None:
    reply = ask(client, FOUR_STARS, conversation_id=begin(client))
    assert reply["interpreted"] == {
        "question": "中原区认定了多少个四星级党组织?",
        "carried_over": "中原区",
        "corrections": [],
    }
    assert "56个" in reply["answer"]
    assert reply["timings_ms"].keys() >= {"interpretation", "retrieval", "reading"}


def test_follow_up_without_its_conversation_is_read_literally(client: httpx.Client) -> None:
    assert ask(client, FOUR_STARS)["interpreted"] == {
        "question": FOUR_STARS,
        "carried_over": "",
        "corrections": [],
    }


def test_subject_can_be_changed_and_taken_away(client: httpx.Client) -> None:
    conversation_id = begin(client)
    changed = ask(client, FOUR_STARS, conversation_id=conversation_id, carry_over="汝河路街道")
    assert changed["interpreted"] == {
        "question": "汝河路街道认定了多少个四星级党组织?",
        "carried_over": "汝河路街道",
        "corrections": [],
    }
    taken = ask(client, FOUR_STARS, conversation_id=conversation_id, carry_over="")
    assert taken["interpreted"] == {"question": FOUR_STARS, "carried_over": "", "corrections": []}
    questions = [turn["question"] for turn in read(client, conversation_id)["turns"]]
    assert questions == [STARS, FOUR_STARS]


def test_subject_can_be_set_without_a_conversation(client: httpx.Client) -> None:
    given = ask(client, "总投资多少?", carry_over="莲湖街道的市重点项目")
    assert given["interpreted"]["question"] == "莲湖街道的市重点项目总投资多少?"
    pronoun = ask(client, "它有多少用户?", carry_over="党建云平台")
    assert pronoun["interpreted"]["question"] == "党建云平台有多少用户?"


def test_history_shows_question_reading_and_answer(client: httpx.Client) -> None:
    conversation_id = begin(client)
    reply = ask(client, FOUR_STARS, conversation_id=conversation_id)
    history = read(client, conversation_id)
    assert (history["id"], history["title"], history["turns_total"]) == (conversation_id, STARS, 2)
    first, second = history["turns"]
    assert (first["question"], second["question"]) == (STARS, FOUR_STARS)
    assert second["interpreted"] == reply["interpreted"]
    assert (second["answered"], second["answer"]) == (True, reply["answer"])
    assert second["short_answer"] == (reply["short_answer"] or {"text": None})["text"]
    asked_at = datetime.fromisoformat(second["asked_at"])
    assert timedelta(0) <= datetime.now(UTC) - asked_at < timedelta(minutes=10)


def test_conversation_has_every_reply_whole_and_is_not_sent_twice(client: httpx.Client) -> None:
    first = ask(client)
    conversation_id = first["conversation_id"]
    second = ask(client, "哪些文章提到焦裕禄?", conversation_id=conversation_id, after=1)
    response = client.get(f"/v1/conversations/{conversation_id}")
    turns = response.json()["turns"]
    assert [turn["reply"] for turn in turns] == [first, second]
    assert [(turn["n"], turn["incomplete"]) for turn in turns] == [(1, False), (2, False)]
    for query, numbers in (({"after": 1}, [2]), ({"last": 1}, [2]), ({"after": 2}, [])):
        some = get(client, f"/v1/conversations/{conversation_id}", **query)
        assert (some["turns_total"], [turn["n"] for turn in some["turns"]]) == (2, numbers)
    seen = {"If-None-Match": response.headers["etag"]}
    assert client.get(f"/v1/conversations/{conversation_id}", headers=seen).status_code == 304
    ask(client, FOUR_STARS, conversation_id=conversation_id)
    assert client.get(f"/v1/conversations/{conversation_id}", headers=seen).status_code == 200


@pytest.mark.parametrize("stream", [False, True])
def test_question_after_fewer_turns_than_there_are_is_a_409_problem(
    client: httpx.Client, stream: bool
) -> None:
    conversation_id = begin(client)
    ask(client, FOUR_STARS, conversation_id=conversation_id, after=1)
    body = {"question": FOUR_STARS, "conversation_id": conversation_id, "after": 1}
    response = client.post("/v1/ask", json={**body, "stream": stream})
    problem = assert_problem(response, 409, "conversation_moved_on")
    assert "has 2 turns, not 1" in problem["detail"]
    assert len(read(client, conversation_id)["turns"]) == 2


def test_source_of_a_turn_points_at_the_words_that_were_shown(client: httpx.Client) -> None:
    turn = read(client, begin(client))["turns"][0]
    quoted = []
    for source in turn["sources"]:
        text = get(client, f"/v1/documents/{source['article_id']}")["text"]
        quoted.append(text[source["start"] : source["end"]])
    assert "\n".join(quoted) == turn["answer"] != ""


def test_declined_turn_is_remembered_and_the_subject_stays(client: httpx.Client) -> None:
    conversation_id = begin(client, "惠济区党建云平台管理了多少个党支部?")
    declined = ask(client, "它的服务器多少钱?", conversation_id=conversation_id)
    assert declined["answered"] is False
    reply = ask(client, "它的浏览总数有多少?", conversation_id=conversation_id)
    assert reply["interpreted"]["carried_over"] == "惠济区党建云平台"
    assert "57000余次" in reply["answer"]
    turns = read(client, conversation_id)["turns"]
    assert (turns[1]["answered"], turns[1]["answer"], turns[1]["sources"]) == (False, "", [])


def test_conversations_are_listed_newest_first_page_by_page(client: httpx.Client) -> None:
    ids = [begin(client, f"中原区有多少个社区?{n}") for n in range(3)]
    first = get(client, "/v1/conversations", limit=2)
    second = get(client, "/v1/conversations", limit=1, cursor=first["next_cursor"])
    listed = [item["id"] for item in (*first["conversations"], *second["conversations"])]
    assert listed == ids[::-1]
    everything = get(client, "/v1/conversations", limit=200)
    assert everything["next_cursor"] is None


def test_conversations_are_listed_by_their_last_question_page_by_page(
    client: httpx.Client,
) -> None:
    ids = [begin(client, f"二七区有多少个社区?{n}") for n in range(3)]
    ask(client, FOUR_STARS, conversation_id=ids[0])
    first = get(client, "/v1/conversations", sort="asked", limit=2)
    second = get(client, "/v1/conversations", sort="asked", limit=1, cursor=first["next_cursor"])
    listed = [item["id"] for item in (*first["conversations"], *second["conversations"])]
    assert listed == [ids[0], ids[2], ids[1]]
    assert first["kept_days"] == 30


@pytest.mark.parametrize("sort", ["begun", "asked"])
def test_conversations_are_searched_by_title_however_it_is_written(
    client: httpx.Client, sort: str
) -> None:
    expected = begin(client, f"金水区{sort}计划有多少人?")
    begin(client, "金水区有多少人?")
    for q in (f"金水區{sort.upper()}", f"区{sort}計劃", f" {sort}计划 "):
        found = get(client, "/v1/conversations", q=q, sort=sort)["conversations"]
        assert [item["id"] for item in found] == [expected]
    assert get(client, "/v1/conversations", q="%", sort=sort)["conversations"] == []


@pytest.mark.parametrize("cursor", ["x", "-1", "1@", "@1", "1e9@1", "9" * 19])
def test_cursor_that_no_page_gave_is_a_422_problem(client: httpx.Client, cursor: str) -> None:
    response = client.get("/v1/conversations", params={"cursor": cursor})
    assert_problem(response, 422, "invalid_request")


def test_conversation_is_renamed(client: httpx.Client) -> None:
    path = f"/v1/conversations/{begin(client)}"
    assert client.patch(path, json={"title": " 星级党组织 "}).status_code == 204
    assert get(client, path)["title"] == "星级党组织"
    assert_problem(client.patch(path, json={"title": " "}), 422, "invalid_request")


def test_deleted_conversation_is_gone_for_every_request(client: httpx.Client) -> None:
    conversation_id = begin(client)
    path = f"/v1/conversations/{conversation_id}"
    assert client.delete(path).status_code == 204
    assert_problem(client.get(path), 404, "no_such_conversation")
    assert_problem(client.delete(path), 404, "no_such_conversation")
    assert_problem(client.patch(path, json={"title": "x"}), 404, "no_such_conversation")
    follow_up = {"question": FOUR_STARS, "conversation_id": conversation_id}
    problem = assert_problem(client.post("/v1/ask", json=follow_up), 404, "no_such_conversation")
    assert "Ask without conversation_id" in problem["detail"]


@pytest.mark.parametrize("conversation_id", ["0" * 32, "没有", "' OR 1=1 --"])
def test_unknown_conversation_is_a_404_problem(client: httpx.Client, conversation_id: str) -> None:
    body = {"question": STARS, "conversation_id": conversation_id}
    assert_problem(client.post("/v1/ask", json=body), 404, "no_such_conversation")


def test_asking_does_not_move_the_revision(client: httpx.Client) -> None:
    before = get(client, "/v1/info")["index_revision"]
    assert ask(client)["index_revision"] == before


def test_zero_days_keep_nothing(forgetful: httpx.Client) -> None:
    reply = ask(forgetful, STARS)
    assert (reply["answered"], reply["conversation_id"]) == (True, None)
    assert get(forgetful, "/v1/conversations") == {
        "conversations": [],
        "next_cursor": None,
        "kept_days": 0,
    }


def test_conversations_survive_a_restart_and_are_deleted_when_storing_is_off(
    tmp_path: Path,
) -> None:
    with running_server(tmp_path) as url:
        first = httpx.post(
            f"{url}/v1/ask", json={"question": STARS}, timeout=60, trust_env=False
        ).json()
    path = f"/v1/conversations/{first['conversation_id']}"
    with running_server(tmp_path) as url:
        kept = httpx.get(f"{url}{path}", timeout=60, trust_env=False).json()
        assert [turn["question"] for turn in kept["turns"]] == [STARS]
    with running_server(tmp_path, WENBAO_CONVERSATION_DAYS="0") as url:
        assert_problem(
            httpx.get(f"{url}{path}", timeout=60, trust_env=False), 404, "no_such_conversation"
        )


def test_what_a_question_was_asked_with_is_told_and_stored(client: httpx.Client) -> None:
    chosen = {"filters": {"source": "000"}, "strictness": "lenient", "mode": "extractive"}
    reply = ask(client, STARS, **chosen)
    told = reply["chosen"]
    assert told["filters"]["source"] == "000"
    assert told["filters"]["date_from"] == ""
    assert (told["strictness"], told["mode"]) == ("lenient", "extractive")
    asked_on = ask(client, FOUR_STARS, conversation_id=reply["conversation_id"])
    assert asked_on["chosen"] is None  # nothing is carried over by the server
    stored = read(client, reply["conversation_id"])["turns"]
    assert [turn["reply"]["chosen"] for turn in stored] == [told, None]
