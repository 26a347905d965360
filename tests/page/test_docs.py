"""The documentation of the interface: the whole contract, and requests that are really sent."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from service.access.keys import KeyStore, Role
from tests.support.accessibility import violations
from tests.support.browser import Theme, Visit, visit
from tests.support.contract import get
from tests.support.paths import SCREENSHOTS
from tests.support.running_server import running_server

SEARCH = "post-v1-search"
TOO_SMALL = """
[...document.querySelectorAll("a, button, summary, input, select, textarea")]
  .filter((one) => one.offsetParent && one.offsetHeight < 44).length
"""


@pytest.fixture
def reader(browser: Browser, url: str) -> Iterator[Visit]:
    with visit(browser) as reader:
        reader.page.goto(f"{url}/docs")
        expect(reader.page.locator(".operation").first).to_be_visible()
        yield reader
        assert reader.complaints == []


def unfold(page: Page, anchor: str) -> Locator:
    """Unfold an operation, and return it."""
    operation = page.locator(f"#{anchor}")
    operation.locator("summary").first.click()
    expect(operation.locator(".trying")).to_be_visible()
    return operation


def sent(operation: Locator) -> Locator:
    """Send the form, and return the reply."""
    operation.locator(".send").click()
    expect(operation.locator(".reply-status")).to_be_visible()
    return operation.locator(".outcome")


def test_every_operation_is_listed_in_the_contents_and_in_full(
    page: Page, client: httpx.Client
) -> None:
    paths = get(client, "/openapi.json")["paths"]
    promised = [f"{method.upper()} {path}" for path, item in paths.items() for method in item]
    listed = [" ".join(text.split()) for text in page.locator(".operation h3").all_inner_texts()]
    assert sorted(listed) == sorted(promised)
    assert len(promised) > 30
    anchors = page.locator("#contents-list a").evaluate_all("all => all.map((one) => one.hash)")
    parts = page.locator(".operation").evaluate_all("all => all.map((one) => `#${one.id}`)")
    assert anchors == parts
    assert len(set(parts)) == len(promised)


def test_every_operation_unfolds_with_its_fields_replies_and_a_form(
    page: Page, client: httpx.Client
) -> None:
    page.evaluate("document.querySelectorAll('.operation').forEach((one) => { one.open = true; })")
    expect(page.locator(".operation .trying")).to_have_count(page.locator(".operation").count())
    contract = get(client, "/openapi.json")
    parameters = [
        item["name"]
        for methods in contract["paths"].values()
        for operation in methods.values()
        for item in operation.get("parameters", [])
    ]
    shown = page.locator(".trying label > code").all_inner_texts()
    assert sorted(shown) == sorted(parameters)
    assert page.get_by_text("undefined").count() == 0


def test_fields_show_type_limits_default_and_example_and_unfold(page: Page) -> None:
    operation = unfold(page, SEARCH)
    top_k = operation.locator(".fields > li", has=page.get_by_text("top_k", exact=True))
    expect(top_k).to_contain_text("integer")
    expect(top_k).to_contain_text("默认 10")
    expect(top_k).to_contain_text("1 到 50")
    query = operation.locator(".fields > li", has=page.get_by_text("query", exact=True)).first
    expect(query).to_contain_text("必填")
    expect(query).to_contain_text("例：党建云平台")
    operation.get_by_text("FiltersIn 的字段").click()
    expect(operation.get_by_text("date_from", exact=True)).to_be_visible()


def test_search_is_sent_and_its_results_are_shown(page: Page) -> None:
    reply = sent(unfold(page, SEARCH))
    expect(reply.locator(".reply-status")).to_have_text(re.compile(r"^200 OK · \d+ 毫秒$"))
    body = reply.get_by_role("region", name="回复正文")
    expect(body).to_contain_text('\n  "results": [')
    assert json.loads(body.inner_text())["results"][0]["text"]
    reply.get_by_text("回复头").click()
    expect(reply).to_contain_text("content-type: application/json")


def test_problem_is_shown_as_a_reply(reader: Visit) -> None:
    operation = unfold(reader.page, SEARCH)
    operation.locator("textarea").fill('{"query": ')
    reply = sent(operation)
    expect(reply.locator(".reply-status")).to_contain_text("400")
    expect(reply).to_contain_text('"code": "malformed_json"')
    reader.complaints.clear()


def test_parameters_go_into_path_and_query(page: Page, client: httpx.Client) -> None:
    article = get(client, "/v1/documents", limit=1)["documents"][0]
    operation = unfold(page, "get-v1-documents")
    operation.get_by_label("limit").fill("1")
    operation.get_by_label("sort").select_option("id")
    expect(operation.locator(".curl")).to_contain_text("/v1/documents?sort=id&limit=1'")
    expect(sent(operation)).to_contain_text(article["title"])
    operation = unfold(page, "get-v1-documents-article_id")
    operation.get_by_label("article_id").fill(article["id"])
    expect(sent(operation)).to_contain_text('"headings": [')


def test_stream_is_shown_as_it_comes(page: Page) -> None:
    operation = unfold(page, "post-v1-ask")
    operation.locator("textarea").fill('{"question": "惠济区委书记是谁?", "stream": true}')
    body = sent(operation).get_by_role("region", name="回复正文")
    expect(body).to_contain_text("event: sources")
    expect(body).to_contain_text("event: final")


def test_files_are_sent_from_the_form(browser: Browser, tmp_path: Path) -> None:
    file = FilePayload(
        name="灯塔.txt", mimeType="text/plain", buffer="灯塔\n\n灯塔亮了。\n".encode()
    )
    with running_server(tmp_path) as own, visit(browser) as reader:
        reader.page.goto(f"{own}/docs")
        operation = unfold(reader.page, "post-v1-documents")
        operation.get_by_label("文件").set_input_files([file])
        expect(operation.locator(".curl")).to_contain_text("-F 'files=@灯塔.txt'")
        expect(sent(operation)).to_contain_text('"job_id": "')
        operation.get_by_label("正文格式").select_option("application/json")
        expect(operation.locator("textarea")).to_have_value(re.compile('"title": "新站启用"'))
        expect(sent(operation).locator(".reply-status")).to_contain_text("202")
        assert reader.complaints == []


def test_curl_command_does_what_the_form_does(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    operation = unfold(page, SEARCH)
    operation.locator("textarea").fill('{"query": "党建\'云平台", "top_k": 1}')
    operation.get_by_role("button", name="复制").click()
    expect(operation.get_by_role("button", name="已复制")).to_be_visible()
    command = page.evaluate("navigator.clipboard.readText()")
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert len(json.loads(done.stdout)["results"]) == 1


def test_address_opens_its_operation(page: Page, url: str) -> None:
    page.locator("#contents-list a[href='#get-v1-info']").click()
    expect(page.locator("#get-v1-info .trying")).to_be_visible()
    expect(page.locator("#get-v1-info > summary")).to_be_focused()
    expect(page).to_have_url(f"{url}/docs#get-v1-info")
    page.reload()
    expect(page.locator("#get-v1-info")).to_be_in_viewport()
    expect(page.locator("#get-v1-info .trying")).to_be_visible()


def test_keyboard_alone_sends_a_request(page: Page) -> None:
    page.locator("#get-healthz > summary").focus()
    page.keyboard.press("Enter")
    button = page.locator("#get-healthz .send")
    expect(button).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        if button.evaluate("(one) => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#get-healthz .reply-status")).to_contain_text("200")
    expect(button).to_be_focused()


def test_choice_of_english_is_remembered(page: Page) -> None:
    unfold(page, SEARCH)
    page.locator("#language").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("API")
    expect(page.locator(f"#{SEARCH} .send")).to_have_text("Send POST")
    page.reload()
    expect(page.locator("h2").first).to_have_text("Asking and searching")


def test_library_leads_to_it(page: Page, url: str) -> None:
    page.goto(f"{url}/#/library")
    page.get_by_role("link", name="供程序使用的接口").click()
    expect(page).to_have_url(f"{url}/docs")
    expect(page.locator(".operation").first).to_be_visible()


def test_contract_is_saved_as_it_was_fetched(page: Page, client: httpx.Client) -> None:
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载 openapi.json").click()
    assert saved.value.suggested_filename == "wenbao-openapi.json"
    kept = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert kept == get(client, "/openapi.json")


def test_nothing_is_fetched_from_elsewhere(reader: Visit, url: str) -> None:
    sent(unfold(reader.page, SEARCH))
    assert len(reader.requested) > 10
    assert [item for item in reader.requested if not item.startswith(url)] == []


def test_contract_is_fetched_with_a_key_where_one_is_required(
    browser: Browser, tmp_path: Path
) -> None:
    secret = KeyStore(tmp_path / "library.sqlite3").add("阅览室", Role.READER)
    with running_server(tmp_path, WENBAO_AUTH="required") as guarded, visit(browser) as reader:
        page = reader.page
        page.goto(f"{guarded}/docs")
        page.get_by_label("密钥", exact=True).fill(secret)
        page.keyboard.press("Enter")
        operation = unfold(page, SEARCH)
        expect(operation.locator(".curl")).to_contain_text("Authorization: Bearer $KEY")
        expect(sent(operation)).to_contain_text("200 OK")
        assert secret not in page.content()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_page_fits_is_accessible_and_is_photographed(
    browser: Browser, url: str, width: int, theme: Theme
) -> None:
    with visit(browser, width, {375: 812, 1280: 800}[width], theme) as reader:
        page = reader.page
        page.goto(f"{url}/docs")
        expect(page.locator(".operation").first).to_be_visible()
        page.screenshot(path=SCREENSHOTS / f"docs-{width}-{theme}-1-list.png")
        operation = unfold(page, SEARCH)
        operation.get_by_text("FiltersIn 的字段").click()
        page.screenshot(path=SCREENSHOTS / f"docs-{width}-{theme}-2-operation.png")
        sent(operation)
        operation.locator(".trying").scroll_into_view_if_needed()
        page.screenshot(path=SCREENSHOTS / f"docs-{width}-{theme}-3-reply.png")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(TOO_SMALL) == 0
        assert violations(page) == []
        assert reader.complaints == []
