"""The page shows both accounts where articles disagree."""

from pathlib import Path

from playwright.sync_api import expect

from tests.support.browser import open_browser, visit
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

PAGES = {
    "学校.txt": "青石县的学校\n\n青石县有小学86所,学生3万人。\n",
    "教育.txt": "青石县教育\n\n青石县有小学79所,学生2万人。\n",
}


def test_both_opinions_stand_in_the_answer_with_their_sources_and_a_note(tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", PAGES)
    settings = {"WENBAO_COLLECTION": str(folder)}
    with (
        running_server(tmp_path / "data", **settings) as url,
        open_browser() as browser,
        visit(browser) as reader,
    ):
        reader.page.goto(url)
        reader.page.locator("#question").fill("青石县有多少所小学?")
        reader.page.locator("#question").press("Enter")
        turn = reader.page.locator(".turn").last
        expect(turn.locator(".notice")).to_contain_text("说法不一样")
        expect(turn.locator(".answer-text q")).to_have_count(2)
        answers = turn.locator(".answer-text q strong").all_text_contents()
        assert sorted(answers) == ["79所", "86所"]
        expect(turn.locator(".answer-text .chip")).to_have_text(["1", "2"])
        assert reader.complaints == []
