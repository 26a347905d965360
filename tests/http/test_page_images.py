"""Scans over HTTP: recognised, quoted with regions, shown as pages, corrected, deleted for good."""

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.support import scanned_story
from tests.support.contract import ask, assert_problem, get
from tests.support.library_client import add, article_ids
from tests.support.running_server import running_server
from tests.support.scans import darken, draw_page, turn

NAME = "开放.jpg"
QUESTION = "县图书馆新馆藏书多少册?"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server that has read one scan, slightly askew."""
    scan = io.BytesIO()
    turn(draw_page(), 2).save(scan, "JPEG", quality=90)
    with (
        running_server(tmp_path_factory.mktemp("scans")) as url,
        httpx.Client(base_url=url, timeout=120, trust_env=False) as client,
    ):
        assert add(client, {NAME: scan.getvalue()})[NAME]["state"] == "stored"
        yield client


@pytest.fixture(scope="module")
def article(client: httpx.Client) -> str:
    [found] = article_ids(client, NAME)
    return found


def image_of(response: httpx.Response) -> Image.Image:
    assert (response.status_code, response.headers["content-type"]) == (200, "image/webp")
    return Image.open(io.BytesIO(response.content))


def test_quote_of_a_scan_has_its_region_on_the_page(client: httpx.Client, article: str) -> None:
    reply = ask(client, QUESTION)
    assert "四十二万册" in reply["answer"]
    source = reply["sources"][0]
    assert (source["article_id"], source["page"]) == (article, 1)
    page = np.asarray(image_of(client.get(f"/v1/documents/{article}/pages/1")).convert("L"))
    assert source["regions"]
    for region in source["regions"]:
        assert region["page"] == 1
        height, width = page.shape
        top, bottom = round(region["top"] * height), round(region["bottom"] * height)
        left, right = round(region["left"] * width), round(region["right"] * width)
        assert page[top:bottom, left:right].min() < 100  # there is print inside …
        assert page[bottom + 6 : bottom + 9, left:right].min() > 100  # … and none below


def test_search_tells_regions_too(client: httpx.Client, article: str) -> None:
    found = client.post("/v1/search", json={"query": "滨河路东段"}).json()["results"][0]
    assert found["article_id"] == article
    assert {region["page"] for region in found["regions"]} == {1}


def test_any_stretch_of_a_scan_has_its_regions(client: httpx.Client, article: str) -> None:
    text = get(client, f"/v1/documents/{article}")["text"]
    start = text.index("滨河路")
    path = f"/v1/documents/{article}/regions"
    [one] = get(client, path, start=start, end=start + 3)["regions"]
    [wider] = get(client, path, start=start, end=start + 5)["regions"]
    assert (one["page"], one["left"], one["top"]) == (1, wider["left"], wider["top"])
    assert 0 < one["right"] - one["left"] < wider["right"] - wider["left"]
    assert len(get(client, path)["regions"]) > 4  # the whole text: a headline is none of it
    assert get(client, path, start=start)["regions"][0]["left"] == one["left"]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (0, 1_000_000), (1_000_000, None)])
def test_stretch_that_is_not_there_is_a_problem(
    client: httpx.Client, article: str, start: int, end: int | None
) -> None:
    path = f"/v1/documents/{article}/regions"
    params = {"start": start} if end is None else {"start": start, "end": end}
    assert_problem(client.get(path, params=params), 422, "no_such_range")


def test_text_without_pages_has_no_regions(client: httpx.Client) -> None:
    [text] = article_ids(client, "004_95d6984c355d8d49.txt")[:1]
    assert get(client, f"/v1/documents/{text}/regions")["regions"] == []
    assert_problem(client.get(f"/v1/documents/{'0' * 16}/regions"), 404, "no_such_document")


def test_page_has_a_tag_and_the_size_asked_for(client: httpx.Client, article: str) -> None:
    path = f"/v1/documents/{article}/pages/1"
    response = client.get(path, params={"size": 300})
    assert max(image_of(response).size) == 300
    tag = response.headers["etag"]
    again = client.get(path, params={"size": 300}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(path).headers["etag"] != tag


def test_page_that_is_not_there_is_a_problem(client: httpx.Client, article: str) -> None:
    assert_problem(client.get(f"/v1/documents/{article}/pages/2"), 404, "no_page_image")
    [text] = article_ids(client, "004_95d6984c355d8d49.txt")[:1]
    assert_problem(client.get(f"/v1/documents/{text}/pages/1"), 404, "no_page_image")
    assert_problem(client.get(f"/v1/documents/{'0' * 16}/pages/1"), 404, "no_such_document")
    assert_problem(client.get(f"/v1/documents/{article}/pages/0"), 422, "invalid_request")


def test_corrected_article_keeps_its_pages_and_regions(client: httpx.Client, article: str) -> None:
    document = get(client, f"/v1/documents/{article}")
    text = document["text"].replace("九百个", "九百零一个")
    changed = client.put(f"/v1/documents/{article}", json={"text": text}).json()
    assert changed["pages"] == document["pages"]
    add(client, {"水渠.txt": "水渠\n\n水渠修好了。"})  # a job indexes what was changed before
    found = client.post("/v1/search", json={"query": "滨河路东段"}).json()["results"][0]
    assert (found["article_id"], len(found["regions"]) > 0) == (article, True)


def test_deleted_scan_shows_no_page(client: httpx.Client, tmp_path: Path) -> None:
    scan = io.BytesIO()
    darken(draw_page(("码头昨日开港迎客", "本报讯 码头昨日开港，首日进出船只三十六艘。"))).save(
        scan, "PNG"
    )
    add(client, {"码头.png": scan.getvalue()})
    [gone] = article_ids(client, "码头.png")
    assert client.get(f"/v1/documents/{gone}/pages/1").status_code == 200
    client.delete(f"/v1/documents/{gone}")
    assert_problem(client.get(f"/v1/documents/{gone}/pages/1"), 404, "no_such_document")


@pytest.fixture(scope="module")
def soiled(client: httpx.Client) -> str:
    """Another scan, with strokes across some characters."""
    add(client, {scanned_story.NAME: scanned_story.scan_story()})
    [found] = article_ids(client, scanned_story.NAME)
    return found


def test_article_tells_what_is_in_doubt(client: httpx.Client, soiled: str) -> None:
    document = get(client, f"/v1/documents/{soiled}")
    assert document["has_page_images"]
    doubtful = [document["text"][one["start"] : one["end"]] for one in document["doubtful"]]
    assert 0 < len(doubtful) == document["doubts"]
    listed = get(client, "/v1/documents", q="开放")["documents"]
    assert {entry["id"]: entry["doubts"] for entry in listed}[soiled] == document["doubts"]


def test_confirmed_reading_is_no_longer_in_doubt(client: httpx.Client, soiled: str) -> None:
    document = get(client, f"/v1/documents/{soiled}")
    first, *others = document["doubtful"]
    confirmed = client.put(f"/v1/documents/{soiled}", json={"confirmed": [first]}).json()
    assert (confirmed["doubtful"], confirmed["text"]) == (others, document["text"])
    assert confirmed["doubts"] == document["doubts"] - 1
    wrong = client.put(f"/v1/documents/{soiled}", json={"confirmed": [{"start": -1, "end": 2}]})
    assert_problem(wrong, 422, "invalid_request")
