"""Articles over HTTP: paged, searched by title, and in full."""

from importlib.metadata import version
from typing import Any

import httpx
import pytest

from tests.support.contract import assert_problem, get

SOURCES = {
    "000_34f4e29fc2acec92.txt",
    "001_df9d0164a89ae34a.txt",
    "002_41c2930c6ca19af7.txt",
    "003_a53b9454f8fa4c68.txt",
    "004_95d6984c355d8d49.txt",
}


def documents(client: httpx.Client, limit: int, q: str = "") -> list[dict[str, Any]]:
    """Return the documents of all pages."""
    found, cursor = [], ""
    while cursor is not None:
        page = get(client, "/v1/documents", limit=limit, cursor=cursor, q=q)
        assert len(page["documents"]) <= limit
        found += page["documents"]
        cursor = page["next_cursor"]
    return found


@pytest.mark.parametrize("limit", [1, 3, 5, 10, 200])
def test_documents_are_paged_by_cursor_without_gap_or_repetition(
    client: httpx.Client, limit: int
) -> None:
    found = documents(client, limit)
    ids = [document["id"] for document in found]
    assert len(ids) == len(set(ids)) == get(client, "/v1/documents")["total"]
    assert {document["source"] for document in found} == SOURCES
    assert ids == [document["id"] for document in documents(client, 200)]


@pytest.mark.parametrize("limit", [1, 2, 5, 10])
def test_last_page_has_no_cursor_and_no_page_is_empty(client: httpx.Client, limit: int) -> None:
    cursor, sizes = "", []
    while cursor is not None:
        page = get(client, "/v1/documents", limit=limit, cursor=cursor)
        sizes.append(len(page["documents"]))
        cursor = page["next_cursor"]
    assert min(sizes) > 0


def test_documents_are_found_by_title_or_file(client: httpx.Client) -> None:
    for q in ("惠济区举行", "004_95d6"):
        found = documents(client, 1, q)
        assert len(found) == get(client, "/v1/documents", q=q)["total"] > 0
        assert all(q in document["title"] + document["source"] for document in found)
    assert documents(client, 5, "%") == documents(client, 5, "不存在") == []


def test_document_is_whole_with_its_headings_and_passages(client: httpx.Client) -> None:
    for summary in documents(client, 50):
        document = get(client, f"/v1/documents/{summary['id']}")
        text = document["text"]
        assert {key: document[key] for key in summary} == summary
        assert document["characters"] == len(text)
        assert document["passages"]
        for heading in document["headings"]:
            assert "\n" not in text[heading["start"] : heading["end"]].strip("\n") != ""
        for passage in document["passages"]:
            assert 0 <= passage["start"] < passage["end"] <= len(text)


def test_info_counts_what_the_library_holds(client: httpx.Client) -> None:
    info = get(client, "/v1/info")
    listed = documents(client, 50)
    passages = sum(len(get(client, f"/v1/documents/{item['id']}")["passages"]) for item in listed)
    assert (info["articles"], info["passages"]) == (len(listed), passages)
    assert (info["name"], info["version"]) == ("wenbao", version("wenbao"))
    assert info["encoder"] == "wenbao-e5-zh"


def test_unknown_document_is_a_404_with_its_own_code(client: httpx.Client) -> None:
    problem = assert_problem(client.get("/v1/documents/" + "0" * 16), 404, "no_such_document")
    assert "0" * 16 in problem["detail"]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "cursor=XYZ", "cursor=" + "0" * 17, "q=" + "x" * 201],
)
def test_bad_query_is_a_422_problem(client: httpx.Client, query: str) -> None:
    problem = assert_problem(client.get(f"/v1/documents?{query}"), 422, "invalid_request")
    assert problem["errors"][0]["field"] == "query." + query.partition("=")[0]


@pytest.mark.parametrize("article_id", ["x", "0123456789ABCDEF", "0" * 17, "%00"])
def test_document_id_of_another_shape_is_a_422_problem(
    client: httpx.Client, article_id: str
) -> None:
    assert_problem(client.get(f"/v1/documents/{article_id}"), 422, "invalid_request")
