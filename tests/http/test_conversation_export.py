"""Conversations exported as files over HTTP."""

import io
import re
from urllib.parse import quote

import httpx
import pytest

from embeddings.documents import Article
from embeddings.reading.formats.docx import read_docx
from tests.support.contract import ask, assert_problem, get

STARS = "中原区认定了多少个五星级党组织?"
FOUR_STARS = "那四星级的呢?"
READ_AS = "中原区认定了多少个四星级党组织?"


@pytest.fixture(scope="module")
def conversation_id(client: httpx.Client) -> str:
    first = ask(client, STARS)
    found: str = first["conversation_id"]
    ask(client, FOUR_STARS, conversation_id=found)
    return found


def export(client: httpx.Client, conversation_id: str, form: str) -> httpx.Response:
    response = client.get(f"/v1/conversations/{conversation_id}/export", params={"format": form})
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("md", "text/markdown; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_export_is_saved_under_its_title_and_never_shown_inline(
    client: httpx.Client, conversation_id: str, form: str, media_type: str
) -> None:
    headers = export(client, conversation_id, form).headers
    assert headers["content-type"] == media_type
    assert headers["x-content-type-options"] == "nosniff"
    name = quote(f"{STARS.removesuffix('?')}.{form}")
    expected = f"attachment; filename=\"wenbao.{form}\"; filename*=UTF-8''{name}"
    assert headers["content-disposition"] == expected


def test_markdown_links_lead_to_the_words_that_were_quoted(
    client: httpx.Client, conversation_id: str
) -> None:
    text = export(client, conversation_id, "md").text
    assert f"> 理解为：{READ_AS}" in text
    site = str(client.base_url).rstrip("/")
    links = re.findall(rf"\(<{site}/#/article/(\w+)\?q=(\d+)-(\d+)>\)", text)
    assert links
    quotes = []
    for article_id, start, end in links:
        article = get(client, f"/v1/documents/{article_id}")["text"]
        quotes.append(article[int(start) : int(end)])
    turns = get(client, f"/v1/conversations/{conversation_id}")["turns"]
    assert {line for turn in turns for line in turn["answer"].split("\n")} <= set(quotes)


def test_short_answer_is_emphasised_in_html(client: httpx.Client, conversation_id: str) -> None:
    shorts = [
        turn["short_answer"]
        for turn in get(client, f"/v1/conversations/{conversation_id}")["turns"]
    ]
    text = export(client, conversation_id, "html").text
    assert re.findall(r"<strong>(.*?)</strong>", text) == shorts != []


def test_word_document_is_read_by_the_products_own_reader(
    client: httpx.Client, conversation_id: str
) -> None:
    content = export(client, conversation_id, "docx").content
    [article] = read_docx(io.BytesIO(content), "导出.docx")
    assert isinstance(article, Article)
    assert article.title == STARS
    for turn in get(client, f"/v1/conversations/{conversation_id}")["turns"]:
        assert turn["question"] in article.text
        assert all(line in article.text for line in turn["answer"].split("\n"))


def test_unknown_conversation_and_unknown_form_are_problems(
    client: httpx.Client, conversation_id: str
) -> None:
    unknown = client.get("/v1/conversations/none/export")
    assert_problem(unknown, 404, "no_such_conversation")
    path = f"/v1/conversations/{conversation_id}/export"
    assert_problem(client.get(path, params={"format": "exe"}), 422, "invalid_request")
