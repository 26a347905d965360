"""Answers, search and the page's files over HTTP, against a running server."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.contract import QUESTION, ask, get


def test_answer_quotes_its_first_source(client: httpx.Client) -> None:
    reply = ask(client)
    assert (reply["answered"], reply["reason"], reply["mode"]) == (True, None, "extractive")
    assert "绿东播报" in reply["answer"]
    assert reply["sources"][0]["source"] == "000_34f4e29fc2acec92.txt"
    assert reply["interpreted"]["question"] == QUESTION
    assert 50 <= reply["confidence"] <= 100
    assert reply["timings_ms"].keys() == {"retrieval", "reading"}


def test_every_offset_of_an_answer_points_into_its_document(client: httpx.Client) -> None:
    reply = ask(client, top_k=10)
    assert len(reply["sources"]) == 10
    quoted = []
    for source in reply["sources"]:
        text = get(client, f"/v1/documents/{source['article_id']}")["text"]
        assert source["text"] == text[source["start"] : source["end"]]
        for start, end in source["highlights"]:
            assert 0 <= start < end <= len(text)
            quoted.append(text[start:end])
    assert "\n".join(quoted) == reply["answer"]


def test_short_answer_points_at_its_words(client: httpx.Client) -> None:
    reply = ask(client)
    short = reply["short_answer"]
    source = reply["sources"][short["source"] - 1]
    text = get(client, f"/v1/documents/{source['article_id']}")["text"]
    assert text[short["start"] : short["end"]] == short["text"] == "绿东播报"
    start, end = source["highlights"][0]
    assert start <= short["start"] < short["end"] <= end


def test_passage_of_an_answer_is_one_of_its_document(client: httpx.Client) -> None:
    source = ask(client)["sources"][0]
    passages = get(client, f"/v1/documents/{source['article_id']}")["passages"]
    assert {key: source[key] for key in ("start", "end", "heading")} in [
        {key: passage[key] for key in ("start", "end", "heading")}
        for passage in passages
        if passage["id"] == source["passage_id"]
    ]


def test_declined_question_offers_the_nearest_passages(client: httpx.Client) -> None:
    reply = ask(client, "红烧肉怎么做?")
    assert (reply["answered"], reply["answer"], reply["short_answer"]) == (False, "", None)
    assert reply["reason"] in {"no_match", "other_subject", "not_told"}
    assert [source["highlights"] for source in reply["sources"]] == [[]] * len(reply["sources"])


def test_each_answer_has_an_id_of_its_own(client: httpx.Client) -> None:
    assert ask(client)["id"] != ask(client)["id"]


@pytest.mark.parametrize("top_k", [1, 3, 50])
def test_top_k_bounds_sources_and_results(client: httpx.Client, top_k: int) -> None:
    assert len(ask(client, "党建工作", top_k=top_k)["sources"]) <= top_k
    search = client.post("/v1/search", json={"query": "党建工作", "top_k": top_k}).json()
    assert len(search["results"]) == search["total"] == top_k


def test_search_orders_by_final_score_and_returns_all_scores(client: httpx.Client) -> None:
    query = {"query": "欣欣须水", "top_k": 10, "everything": True}
    reply = client.post("/v1/search", json=query).json()
    results = reply["results"]
    finals = [result["scores"]["final"] for result in results]
    assert "欣欣须水" in results[0]["text"]
    assert finals == sorted(finals, reverse=True)
    assert [result["n"] for result in results] == list(range(1, 11))
    stages = {"terms", "vectors", "meaning", "fused", "final", "reranker", "reader"}
    assert results[0]["scores"].keys() == stages | {"relevance"}
    assert results[0]["scores"]["reranker"] is None
    assert reply["index_revision"] == get(client, "/v1/info")["index_revision"]


def test_search_says_that_nothing_was_found_and_what_was_left_out(client: httpx.Client) -> None:
    reply = client.post("/v1/search", json={"query": "zzzz没有的词", "facets": True}).json()
    assert (reply["results"], reply["total"], reply["articles"]) == ([], 0, 0)
    assert reply["cut_off"] > 0
    assert [facet["values"] for facet in reply["facets"]] == [[], [], []]


def test_search_counts_facets_over_all_articles_that_match(client: httpx.Client) -> None:
    reply = client.post("/v1/search", json={"query": "街道", "top_k": 1, "facets": True}).json()
    facets = {facet["name"]: facet["values"] for facet in reply["facets"]}
    assert list(facets) == ["collection", "source", "year"]
    assert sum(value["articles"] for value in facets["source"]) == reply["articles"] > 4
    plain = client.post("/v1/search", json={"query": "街道", "top_k": 1}).json()
    assert (plain["facets"], plain["articles"]) == (None, None)
    assert plain["results"] == reply["results"]


def test_search_is_exported_as_a_table_and_as_markdown(client: httpx.Client) -> None:
    query = {"query": "欣欣须水", "language": "en"}
    table = client.post("/v1/search", json={**query, "format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.content.decode("utf-8-sig").startswith("title,byline,date,collection,source,")
    assert "欣欣须水" in table.text
    markdown = client.post("/v1/search", json={**query, "format": "markdown"})
    assert markdown.text.startswith("# Search: 欣欣须水\n\n## ")
    assert f"{client.base_url}/#/article/" in markdown.text
    assert 'filename="wenbao.md"' in markdown.headers["content-disposition"]


def test_server_reports_liveness_and_readiness(client: httpx.Client) -> None:
    assert get(client, "/healthz") == {"status": "ok"}
    assert get(client, "/readyz") == {"status": "ok"}


def test_example_questions_are_answered(client: httpx.Client) -> None:
    examples = get(client, "/v1/info")["examples"]
    assert len(examples) == len(set(examples)) >= 2
    assert [ask(client, question)["answered"] for question in examples] == [True] * len(examples)


def test_page_and_its_files_are_served_from_here(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "问报" in page.text
    for path, kind in (
        ("/static/style.css", "text/css"),
        ("/static/js/main.js", "javascript"),
        ("/static/favicon.svg", "image/svg+xml"),
    ):
        response = client.get(path)
        assert response.status_code == 200
        assert kind in response.headers["content-type"]
        assert len(response.content) > 100


def test_files_of_the_page_are_sent_compressed_to_who_can_read_that(client: httpx.Client) -> None:
    path = "/static/style.css"
    small = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert (small.headers["content-encoding"], small.text) == ("gzip", plain.text)
    assert small.num_bytes_downloaded < plain.num_bytes_downloaded / 2
    assert "Accept-Encoding" in small.headers["vary"]


def test_file_that_did_not_change_is_not_sent_again(client: httpx.Client) -> None:
    etag = client.get("/static/style.css").headers["etag"]
    again = client.get("/static/style.css", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_longest_question_is_answered_or_declined(client: httpx.Client) -> None:
    assert ask(client, "党" * 2000)["interpreted"]["question"] == "党" * 2000


@pytest.mark.parametrize(
    "question",
    ["\0", "?", "🎉", "' OR 1=1 --", "<img src=x onerror=alert(1)>", "a" * 2000, "\u202e党"],
)
def test_strange_question_is_taken_as_text(client: httpx.Client, question: str) -> None:
    assert ask(client, question)["interpreted"]["question"] == question


def test_many_questions_at_once_each_get_their_own_answer(client: httpx.Client) -> None:
    expected = {
        QUESTION: "绿东播报",
        "三官庙街道推行的工作法叫什么?": "一网六民",
        "莲湖街道推行的企业服务模式叫什么?": "三零三式",
        "西流湖街道打造的活动载体叫什么名字?": "四查四看四治",
    }
    with ThreadPoolExecutor(8) as pool:
        questions = list(expected) * 8
        answers = list(pool.map(lambda question: ask(client, question)["answer"], questions))
    assert all(
        expected[question] in answer for question, answer in zip(questions, answers, strict=True)
    )


def test_contract_describes_every_endpoint(client: httpx.Client) -> None:
    paths = get(client, "/openapi.json")["paths"]
    assert {"/v1/ask", "/v1/search", "/v1/documents", "/v1/documents/{article_id}"} <= set(paths)
    assert {"/healthz", "/readyz", "/v1/info"} <= set(paths)


def test_search_explains_why_a_passage_is_not_shown(client: httpx.Client) -> None:
    query = {"query": "绿东村街道开通的微信公共平台", "top_k": 2}
    shown = client.post("/v1/search", json={**query, "top_k": 3}).json()["results"]
    why = client.post("/v1/search", json={**query, "why": shown[2]["passage_id"]}).json()["why"]
    assert (why["stage"], why["place"]) == ("outranked", 3)
    assert why["explanation"] == "It is ranked number 3; 2 are shown."
    assert why["features"]["context_words"] > 0
    assert client.post("/v1/search", json=query).json()["why"] is None


def test_ask_gives_the_scores_of_each_source_when_it_is_debugged(client: httpx.Client) -> None:
    question = {"question": "惠济区委书记是谁?"}
    reply = client.post("/v1/ask", json={**question, "debug": True}).json()
    assert set(reply["debug"]) == {source["passage_id"] for source in reply["sources"]}
    assert all(scores["terms"] >= 0 for scores in reply["debug"].values())
    assert client.post("/v1/ask", json=question).json()["debug"] is None


def test_small_talk_and_questions_about_the_collection_get_plain_replies(
    client: httpx.Client,
) -> None:
    articles = get(client, "/v1/info")["articles"]
    counted = ask(client, "一共有多少篇文章？")
    assert counted["kind"] == "collection"
    assert counted["answer"] == f"一共收录了 {articles} 篇文章。"
    assert (counted["total"], counted["mentions"], counted["sources"]) == (articles, None, [])
    greeted = ask(client, "你好")
    assert (greeted["kind"], greeted["answered"], greeted["total"]) == ("smalltalk", True, None)
    assert greeted["answer"].startswith("你好")
    assert ask(client)["kind"] == "fact"


def test_question_after_a_greeting_is_understood_without_it(client: httpx.Client) -> None:
    reply = ask(client, f"你好，{QUESTION}")
    assert "绿东播报" in reply["answer"]
    assert reply["interpreted"] == {"question": QUESTION, "carried_over": "", "corrections": []}


def test_items_of_a_list_are_verbatim_and_inside_the_quotes(client: httpx.Client) -> None:
    reply = ask(client, "党员活动日当天组织党员开展哪些活动?")
    assert reply["kind"] == "list"
    assert [item["text"] for item in reply["items"]][:2] == ["缴党费", "唱红歌"]
    sources = {source["n"]: source for source in reply["sources"]}
    for item in reply["items"]:
        source = sources[item["source"]]
        text = get(client, f"/v1/documents/{source['article_id']}")["text"]
        assert text[item["start"] : item["end"]] == item["text"]
        assert any(a <= item["start"] < item["end"] <= b for a, b in source["highlights"])
        assert item["label"] == ""


def test_sides_of_a_comparison_are_answered_one_by_one(client: httpx.Client) -> None:
    reply = ask(client, "绿东村街道和须水街道的微信平台分别叫什么?")
    assert (reply["kind"], reply["short_answer"]) == ("comparison", None)
    sides = [(item["label"], item["text"]) for item in reply["items"]]
    assert sides == [("绿东村街道", "绿东播报"), ("须水街道", "欣欣须水")]
    assert all(text in reply["answer"] for _, text in sides)


def test_comparison_of_which_only_one_side_is_told_is_declined(client: httpx.Client) -> None:
    reply = ask(client, "绿东村街道和月亮街道的微信平台分别叫什么?")
    assert (reply["kind"], reply["answered"], reply["items"]) == ("comparison", False, [])


def test_person_is_defined_by_the_words_beside_the_name(client: httpx.Client) -> None:
    reply = ask(client, "黄钊是谁?")
    assert reply["kind"] == "definition"
    assert reply["short_answer"]["text"] == "惠济区委书记"
    assert "惠济区委书记黄钊" in reply["answer"]
