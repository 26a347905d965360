"""Over HTTP: the kind of an answer, and the list of all articles that mention a term."""

from itertools import pairwise

import httpx

from tests.support.contract import ask, assert_problem, get


def test_answer_states_its_kind(client: httpx.Client) -> None:
    passages = ask(client)
    assert (passages["kind"], passages["total"], passages["mentions"]) == ("fact", None, None)
    collection = ask(client, "有多少篇提到望江县?")
    assert (collection["kind"], collection["total"], collection["answered"]) == (
        "collection",
        1,
        True,
    )
    assert collection["answer"] == "共有 1 篇文章提到“望江县”。"


def test_every_quote_is_verbatim_and_its_highlights_are_the_terms(client: httpx.Client) -> None:
    reply = ask(client, "哪些文章提到中原区?", top_k=2)
    assert reply["total"] == len(reply["mentions"]["articles"]) > len(reply["sources"]) == 2
    for article in reply["mentions"]["articles"]:
        text = get(client, f"/v1/documents/{article['article_id']}")["text"]
        assert text[article["start"] : article["end"]] == article["quote"]
        assert {text[start:end] for start, end in article["highlights"]} == {"中原区"}
    for source in reply["sources"]:
        (start, end) = source["highlights"][0]
        assert source["start"] <= start < end <= source["end"]
        assert "中原区" in source["text"][start - source["start"] : end - source["start"]]


def test_pages_follow_each_other_without_gap_or_repetition(client: httpx.Client) -> None:
    question = "哪些文章提到中原区?"
    whole = [article["article_id"] for article in ask(client, question)["mentions"]["articles"]]
    pages, cursor = [], ""
    while cursor is not None:
        page = get(client, "/v1/mentions", q=question, limit=1, cursor=cursor)
        pages.append(page)
        cursor = page["next_cursor"]
    assert [article["article_id"] for page in pages for article in page["articles"]] == whole
    assert {page["total"] for page in pages} == {len(whole)}
    assert all(first["next_cursor"] != second["next_cursor"] for first, second in pairwise(pages))


def test_bare_words_are_looked_for_as_they_stand(client: httpx.Client) -> None:
    page = get(client, "/v1/mentions", q=" 焦裕禄 ")
    assert (page["terms"], page["match"], page["total"]) == (["焦裕禄"], "all", 1)


def test_nothing_found_is_declined_and_still_of_its_kind(client: httpx.Client) -> None:
    reply = ask(client, "哪些文章提到金水区?")
    assert (reply["kind"], reply["total"]) == ("collection", 0)
    assert (reply["answered"], reply["reason"]) == (False, "no_match")
    assert reply["answer"] == "收录的文章里没有提到“金水区”。"
    assert reply["mentions"]["articles"] == []


def test_bad_requests_are_problems(client: httpx.Client) -> None:
    for query in ("", "?q=", "?q=%20", "?q=x&cursor=y", "?q=x&limit=0", "?q=x&limit=101"):
        assert_problem(client.get(f"/v1/mentions{query}"), 422, "invalid_request")


def test_odd_words_are_searched_without_failing(client: httpx.Client) -> None:
    for words in (
        "。",
        "(?:",
        ".*",
        "[a-z",
        "\\",
        "a" * 2000,
        "㎡",
        "’",
        "的" * 500,
        "😀",
    ):
        assert get(client, "/v1/mentions", q=words)["total"] >= 0
