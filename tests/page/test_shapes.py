"""Each kind of answer has its own look on the page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.support.accessibility import violations
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

PAGES = {
    "青石.txt": "青石县的学校\n\n2021年,青石县有小学79所,学生2万人。"
    "青石县的农机有旋耕机、播种机、收割机。\n",
    "松岭.txt": "松岭县教育\n\n2021年,松岭县有小学86所,学生3万人。\n",
    "石桥.txt": "渔湾镇石桥\n\n"
    + "渔湾镇的人一起挑石头," * 14
    + "建成的石桥全长86米,"
    + "渔湾镇的人又一起挑沙子," * 14
    + "都说好。\n",
    "柳河.txt": "柳河镇的广场\n\n柳河镇文化广场的停车场至今没有建成。\n",
}
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("shapes")
    pages = write_pages(folder / "pages", PAGES)
    settings = {"WENBAO_COLLECTION": str(pages), "WENBAO_STRICTNESS": "lenient"}
    with running_server(folder / "data", **settings) as url:
        yield url


def ask(page: Page, question: str) -> Locator:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    return page.locator(".turn").last


def test_list_shows_its_items_and_its_quote(page: Page) -> None:
    turn = ask(page, "青石县的农机有哪些?")
    expect(turn.locator(".answer-items li")).to_have_text(["旋耕机", "播种机", "收割机"])
    expect(turn.locator(".answer-text q")).to_contain_text("青石县的农机有")
    expect(turn.locator(".answer-text .chip")).to_have_text(["1"])


def test_sides_of_a_comparison_stand_side_by_side_and_stacked_on_a_phone(page: Page) -> None:
    page.set_viewport_size(WIDE)
    turn = ask(page, "青石县和松岭县分别有多少所小学?")
    sides = turn.locator(".sides section")
    expect(sides.locator("h3")).to_have_text(["青石县", "松岭县"])
    expect(sides.locator("strong")).to_have_text(["79所", "86所"])
    expect(sides.locator(".chip")).to_have_text(["1", "2"])
    assert tops(sides)[0] == tops(sides)[1]
    page.set_viewport_size(NARROW)
    assert tops(sides)[0] < tops(sides)[1]
    assert violations(page) == []


def test_quote_of_part_of_a_sentence_says_that_it_goes_on(page: Page) -> None:
    quote = ask(page, "渔湾镇的石桥全长多少米?").locator(".answer-text q")
    expect(quote).to_contain_text("86米")
    expect(quote).to_have_text(re.compile(r"^….*[^,]…$"))
    quote = ask(page, "青石县有多少所小学?").locator(".answer-text q")
    expect(quote).to_have_text(re.compile(r"^[^…]*$"))


def test_several_questions_are_answered_or_said_to_be_untold(page: Page) -> None:
    turn = ask(page, "青石县有多少所小学?松岭县有多少所小学?")
    expect(turn.locator(".sides strong")).to_have_text(["79所", "86所"])
    turn = ask(page, "青石县有多少所小学?红烧肉怎么做?")
    expect(turn.locator(".untold")).to_contain_text("红烧肉怎么做")
    page.reload()
    expect(page.locator(".turn").last.locator(".untold")).to_contain_text("红烧肉怎么做")


def tops(sections: Locator) -> list[float]:
    boxes = [section.bounding_box() for section in sections.all()]
    return [box["y"] for box in boxes if box]


def test_verdict_stands_before_the_sentence_in_the_language_of_the_page(page: Page) -> None:
    turn = ask(page, "柳河镇文化广场的停车场建成了吗?")
    expect(turn.locator(".verdict")).to_have_text("否")
    expect(turn.locator(".answer-text q")).to_contain_text("至今没有建成")
    page.get_by_role("button", name="English").click()
    expect(turn.locator(".verdict")).to_have_text("No")
