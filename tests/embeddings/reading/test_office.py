"""Spreadsheets and presentations."""

from pathlib import Path

from embeddings.documents import Article, PageStart
from embeddings.reading.read import read
from embeddings.reading.results import Extent, ReadingWarning
from tests.support.documents import read_all, reason_against
from tests.support.office import make_pptx, make_xlsx, shape, slide_table


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def only(path: Path) -> Article:
    [article], failures = read_all(path)
    assert failures == []
    return article


def test_sheet_is_a_table_whose_rows_carry_their_heads(tmp_path: Path) -> None:
    rows: list[list[str | int | float]] = [
        ["各村户数统计表", "", ""],
        ["片区", "村名", "户数"],
        ["东片", "石桥", 36],
        ["", "下洼", 21.5],
        [],
        ["填表人老郑。"],
    ]
    article = only(write(tmp_path, "统计.xlsx", make_xlsx({"Sheet1": rows}, ["A3:A4"])))
    assert article.title == "统计"
    assert article.text.split("\n") == [
        "各村户数统计表",
        "片区:东片;村名:石桥;户数:36",
        "片区:东片;村名:下洼;户数:21.5",
        "填表人老郑。",
    ]


def test_each_row_is_an_article_if_the_columns_say_so(tmp_path: Path) -> None:
    rows = [
        ["2023年新闻汇总", "", ""],
        ["新闻标题", "新闻内容", "见报日期"],
        ["夜校开课", "夜校昨晚开课,学员七十八名。", "2023-9-1"],
        ["只有题", "", ""],
    ]
    path = write(tmp_path, "a.xlsx", make_xlsx({"新闻": rows}))
    [article], [failure] = read_all(path)
    assert (article.title, article.date) == ("夜校开课", "2023-09-01")
    assert failure.part == "sheet 新闻 row 4"


def test_sheets_are_told_apart_and_hidden_ones_skipped(tmp_path: Path) -> None:
    rows = [["甲", "乙"], ["丙", "丁"]]
    data = make_xlsx({"春季": rows, "草稿": rows, "秋季": rows}, hidden=["草稿"])
    results = list(read(write(tmp_path, "值班.xlsx", data), "值班.xlsx"))
    articles = [item for item in results if isinstance(item, Article)]
    assert [article.title for article in articles] == ["值班 春季", "值班 秋季"]
    assert ReadingWarning("sheet 草稿", "it is hidden and was skipped.") in results
    assert results.count(Extent(tables=1)) == 2


def test_workbook_without_text_or_damaged_is_refused(tmp_path: Path) -> None:
    empty = write(tmp_path, "a.xlsx", make_xlsx({"表": []}))
    assert reason_against(empty).startswith("this is a spreadsheet without any text")
    cut = write(tmp_path, "b.xls", b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"))
    assert reason_against(cut).startswith("this is a spreadsheet that cannot be read")


def test_slides_give_titles_texts_tables_and_notes_with_their_numbers(tmp_path: Path) -> None:
    slides = [
        shape("防汛工作汇报", "ctrTitle") + shape("水务局", "subTitle") + shape("3", "sldNum"),
        shape("储备六万条编织袋。\n铁锹八百把。") + shape("物资", "title")
        + slide_table(["物资", "数量"], ["编织袋", "六万条"]),
    ]  # fmt: skip
    path = write(tmp_path, "a.pptx", make_pptx(slides, {1: "讲到这里停一下。"}))
    article = only(path)
    assert article.title == "防汛工作汇报"
    assert article.text.split("\n") == [
        "水务局",
        "物资",
        "储备六万条编织袋。",
        "铁锹八百把。",
        "物资:编织袋;数量:六万条",
        "讲到这里停一下。",
    ]
    assert article.pages == (PageStart(0, 1), PageStart(4, 2))
    assert Extent(tables=1, pages=2) in list(read(path, "a.pptx"))


def test_old_formats_are_refused_with_what_to_do(tmp_path: Path) -> None:
    for suffix, kind in {".et": "XLSX"}.items():
        path = write(tmp_path, f"a{suffix}", b"x")
        assert reason_against(path).endswith(f"save it as {kind}.")
