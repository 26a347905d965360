"""Adding articles on the page: dropped or chosen, followed, and explained when they fail."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from embeddings.reading import limits
from tests.support.browser import Theme, Visit, visit
from tests.support.documents import make_zip
from tests.support.paths import SCREENSHOTS
from tests.support.running_server import running_server

STORY = "望湖镇卫生院\n\n望湖镇卫生院新开的夜间门诊叫“守夜人门诊”，每晚开到十二点。\n"
QUESTION = "望湖镇卫生院的夜间门诊叫什么名字?"
DROP = """
(files) => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name));
  const tell = (kind) =>
    document.body.dispatchEvent(
      new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  tell("dragenter");
  const shown = !document.getElementById("drop-here").hidden;
  tell("dragover");
  tell("drop");
  return shown && document.getElementById("drop-here").hidden;
}
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("adding")) as url:
        yield url


def drop(page: Page, files: dict[str, str]) -> Locator:
    """Drop files onto the page, and return the card with their outcome."""
    assert page.evaluate(DROP, list(files.items())) is True
    return page.locator("#adding .job").first


def choose(page: Page, files: dict[str, bytes]) -> Locator:
    """Choose files in the dialog, and return their card."""
    payloads = [
        {"name": name, "mimeType": "text/plain", "buffer": data} for name, data in files.items()
    ]
    page.locator("#files").set_input_files(payloads)  # type: ignore[arg-type] # as documented
    return page.locator("#adding .job").first


def open_dialog(page: Page) -> Locator:
    page.get_by_role("button", name="添加文章").click()
    return page.get_by_role("dialog", name="添加文章")


def test_of_two_dropped_files_one_fails_with_its_reason_and_the_other_is_answered(
    page: Page,
) -> None:
    card = drop(page, {"门诊.txt": STORY, "空白.txt": ""})
    expect(page.get_by_role("dialog", name="添加文章")).to_be_visible()
    expect(card.locator(".job-title")).to_have_text("收录完成：1 个文件可以搜索，1 个失败")
    failed = card.locator(".added-file", has_text="空白.txt")
    expect(failed.locator(".file-state")).to_have_text("失败")
    expect(failed.locator(".why")).to_have_text("文件是空的。请换成有文字的文件。")
    stored = card.locator(".added-file", has_text="门诊.txt")
    expect(stored.locator(".file-state")).to_have_text("收录 1 篇")
    expect(stored.locator(".file-extent")).to_have_text("30 字")
    page.keyboard.press("Escape")
    expect(page.locator("#adding")).to_be_hidden()
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    expect(page.locator(".answer-text")).to_contain_text("守夜人门诊")
    expect(page.locator(".card .file").first).to_have_text("门诊.txt")


def test_chosen_file_is_added_and_counted_in_the_collection(page: Page) -> None:
    before = page.locator("#collection").inner_text()
    open_dialog(page)
    card = choose(page, {"灯塔.txt": "灯塔\n\n海角的灯塔重新亮了。\n".encode()})
    expect(card.locator(".job-title")).to_have_text("收录完成：1 个文件可以搜索")
    expect(page.locator("#adding [role=status]")).to_have_text("收录完成：1 个文件可以搜索")
    expect(page.locator("#collection")).not_to_have_text(before)


def test_additions_are_still_listed_after_a_reload_without_a_retry_that_cannot_help(
    page: Page,
) -> None:
    card = drop(page, {"坏掉.txt": "", "坏掉的.exe": "MZ"})
    expect(card.locator(".job-title")).to_have_text("没有收录：2 个失败")
    cards = page.locator(".job").count()
    page.reload()
    dialog = open_dialog(page)
    expect(dialog.locator(".job")).to_have_count(cards)
    expect(dialog.locator(".job").first.locator(".why")).to_have_count(2)
    expect(dialog.locator(".job").first.get_by_role("button")).to_have_count(0)


def test_limits_are_named_before_anything_is_chosen(page: Page) -> None:
    zone = open_dialog(page).locator(".drop-zone")
    characters = f"{limits.MOST_PAGE_CHARACTERS // 10_000} 万字"
    members = f"{limits.MOST_MEMBERS // 10_000} 万个文件"
    sizes = [limits.MOST_MARKUP_BYTES, limits.MOST_MAIL_BYTES, limits.MOST_UNPACKED_BYTES]
    for text in (characters, members, *(f"{size // 1_000_000} MB" for size in sizes)):
        expect(zone).to_contain_text(text)


def test_what_an_archive_holds_besides_is_told_below_the_file(page: Page) -> None:
    open_dialog(page)
    data = make_zip({"甲.txt": STORY.encode(), "图一.psd": b"1", "图二.psd": b"2"})
    card = choose(page, {"旧稿.zip": data})
    stored = card.locator(".added-file", has_text="旧稿.zip")
    expect(stored.locator(".why")).to_have_text("跳过了不支持的 .psd 文件：图一.psd, 图二.psd。")


def test_long_job_shows_its_progress_survives_a_reload_and_can_be_cancelled(page: Page) -> None:
    files = {f"卷{n}.txt": f"第{n}卷\n\n" + f"第{n}卷里的一段记录。\n" * 600 for n in range(150)}
    card = drop(page, files)
    expect(card.locator(".job-title")).to_contain_text("正在收录：已可搜索")
    expect(card.locator("progress")).to_be_visible()
    page.reload()
    expect(page.locator("#add")).to_contain_text("收录中")
    page.locator("#add").click()
    card = page.locator("#adding .job").first
    card.get_by_role("button", name="取消").click()
    expect(card.locator(".job-title")).to_contain_text("已取消：150 个文件中收录了")
    expect(card.locator("progress")).to_be_hidden()
    expect(page.locator("#add")).to_contain_text("添加文章")
    cards = page.locator(".job").count()
    card.get_by_role("button", name="再试一次").click()
    expect(page.locator(".job")).to_have_count(cards + 1)
    page.locator("#adding .job").first.get_by_role("button", name="取消").click()
    expect(page.locator("#adding .job").first.locator(".job-title")).to_contain_text("已取消")


def test_names_of_files_are_shown_as_text(page: Page) -> None:
    name = '<img src=x onerror="alert(1)">.txt'
    card = drop(page, {name: "标题\n\n一段正文。\n"})
    expect(card.locator(".file-name")).to_have_text(name)
    expect(page.locator("#adding img")).to_have_count(0)


def test_refusal_is_shown_in_the_servers_words(reader: Visit) -> None:
    reader.page.route("**/v1/documents", lambda route: route.abort())
    card = drop(reader.page, {"甲.txt": "甲"})
    expect(card.get_by_role("alert")).to_contain_text("连不上服务器")
    reader.page.unroute("**/v1/documents")
    card.get_by_role("button", name="重试").click()
    expect(reader.page.locator(".job").first.locator(".job-title")).to_contain_text("收录完成")
    reader.complaints.clear()


def test_dialog_is_worked_with_the_keyboard_alone(page: Page) -> None:
    button = page.get_by_role("button", name="添加文章")
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="添加文章")
    expect(dialog).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("收入文集")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#files")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_dialog_is_in_english_after_the_switch(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Add articles").click()
    expect(page.get_by_role("dialog", name="Add articles")).to_be_visible()
    card = choose(page, {"empty.txt": b""})
    expect(card.locator(".job-title")).to_have_text("Nothing added. Failed: 1")
    expect(card.locator(".why")).to_have_text("the file is empty. Give a file with text in it.")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_bar_of_a_small_phone_has_room_for_the_progress(
    browser: Browser, url: str, language: str
) -> None:
    with visit(browser, width=320) as reader:
        reader.page.goto(url)
        reader.page.locator("#question").fill(QUESTION)
        reader.page.locator("#question").press("Enter")
        expect(reader.page.locator("#new-chat")).to_be_visible()
        if language == "en":
            reader.page.locator("#language").click()
        reader.page.evaluate(
            """async () => {
              const { showProgress } = await import("/static/js/adding/add_button.js");
              showProgress(0.88);
            }"""
        )
        expect(reader.page.locator("#add")).to_contain_text("88%")
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 320
        heights = "[...document.querySelectorAll('#bar a, #bar button')].map((e) => e.offsetHeight)"
        assert max(reader.page.evaluate(heights)) <= 48  # nothing wraps
        reader.page.screenshot(path=SCREENSHOTS / f"busy-320-{language}.png")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_dialog_fits_the_screen(browser: Browser, url: str, width: int, theme: Theme) -> None:
    with visit(browser, width=width, height=812, theme=theme) as reader:
        reader.page.goto(url)
        assert reader.page.evaluate("document.documentElement.scrollWidth") == width
        reader.page.screenshot(path=SCREENSHOTS / f"bar-{width}-{theme}.png")
        open_dialog(reader.page)
        expect(
            reader.page.locator("#adding .job").first.locator(".added-file").first
        ).to_be_visible()
        box = reader.page.locator("#adding").bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        reader.page.screenshot(path=SCREENSHOTS / f"adding-{width}-{theme}.png")
        assert reader.complaints == []
