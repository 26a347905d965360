"""Tables of a PDF with horizontal rules only, as papers print them."""

from collections.abc import Sequence
from pathlib import Path

from tests.embeddings.reading.test_pdf import LEFT, lines_of, prose, read_sheets
from tests.support.printing import Print, Sheet, set_lines

CENTRES = (LEFT + 50, LEFT + 170, LEFT + 320)
RIGHT = LEFT + 410
Row = Sequence[str]


def set_open_table(
    head: Row, rows: Sequence[Row], y: float, *, leading: float = 14, ruled: bool = False
) -> tuple[Sheet, float]:
    """Return a table with centred cells, whose lines are parted by ``/``, and where it ends."""
    sheet = Sheet(rules=[(LEFT, y, RIGHT, y)])
    for number, row in enumerate((head, *rows)):
        cells = [cell.split("/") for cell in row]
        height = 12 + leading * max(map(len, cells))
        for centre, cell in zip(CENTRES, cells, strict=True):
            top = y + height / 2 - leading * len(cell) / 2
            for place, text in enumerate(cell):
                width = 10 * len(text)
                sheet.prints.append(Print(text, centre - width / 2, top + leading * place + 10, 10))
        y += height
        if not number or ruled or number == len(rows):
            sheet.rules.append((LEFT, y, RIGHT, y))
    return sheet, y


def test_rows_carry_the_heads_although_cells_have_several_lines(tmp_path: Path) -> None:
    head = ("渠段", "长度/（公里）", "用途")
    rows = [
        ("东干渠", "一二", "灌溉东乡四村/的稻田"),
        ("西干渠", "九", "供水"),
        ("南干渠上段/（石桥以上）/由镇管理", "七", "灌溉"),
        ("北干渠", "五", "排涝"),
    ]
    table, end = set_open_table(head, rows, 150)
    body = set_lines(prose(60, 1), LEFT, end + 40, 35)
    sheet = Sheet([Print("表1 各渠概况", 240, 135, 10), *table.prints, *body], table.rules)
    [article] = read_sheets(tmp_path, [sheet])
    assert lines_of(article)[-5:] == [
        "渠段:东干渠;长度（公里）:一二;用途:灌溉东乡四村的稻田",
        "渠段:西干渠;长度（公里）:九;用途:供水",
        "渠段:南干渠上段（石桥以上）由镇管理;长度（公里）:七;用途:灌溉",
        "渠段:北干渠;长度（公里）:五;用途:排涝",
        prose(60, 1),
    ]


def test_tables_below_each_other_are_two(tmp_path: Path) -> None:
    first, end = set_open_table(("村", "户", "人"), [("石桥", "八六", "三百")], 100)
    caption = Print("表2", 150, end + 20, 10), Print("各组耕地", 220, end + 20, 10)
    second, end = set_open_table(("组", "水田", "旱地"), [("一组", "四十", "六十")], end + 30)
    body = set_lines(prose(60, 2), LEFT, end + 40, 35)
    sheet = Sheet([*first.prints, *caption, *second.prints, *body], [*first.rules, *second.rules])
    [article] = read_sheets(tmp_path, [sheet])
    lines = lines_of(article)
    assert "村:石桥;户:八六;人:三百" in lines
    assert "组:一组;水田:四十;旱地:六十" in lines
    assert "表2 各组耕地" in lines


def test_each_stretch_between_rules_is_a_row(tmp_path: Path) -> None:
    rows = [
        ("巡堤", "每日/两次", "水务站"),
        ("清淤", "每年", "各村/各组"),
        ("植树", "三月", "林站"),
    ]
    table, end = set_open_table(("事项", "时间", "由谁"), rows, 100, ruled=True)
    body = set_lines(prose(60, 3), LEFT, end + 40, 35)
    [article] = read_sheets(tmp_path, [Sheet([*table.prints, *body], table.rules)])
    assert lines_of(article)[-4:-1] == [
        "事项:巡堤;时间:每日两次;由谁:水务站",
        "事项:清淤;时间:每年;由谁:各村各组",
        "事项:植树;时间:三月;由谁:林站",
    ]


def test_head_over_several_columns_comes_before_theirs(tmp_path: Path) -> None:
    rows = [("石桥", "四一", "四五"), ("下洼", "二六", "二八")]
    table, end = set_open_table(("", "男", "女"), rows, 100, leading=14)
    over = [Print("人数", (CENTRES[1] + CENTRES[2]) / 2 - 10, 108, 10)]
    under = [Print("村", CENTRES[0] - 5, 116, 10)]
    body = set_lines(prose(60, 4), LEFT, end + 40, 35)
    prints = [one for one in table.prints if one.text not in "男女"]
    heads = [
        Print(text, centre - 5, 122, 10) for text, centre in zip("男女", CENTRES[1:], strict=True)
    ]
    sheet = Sheet([*over, *under, *heads, *prints, *body], table.rules)
    [article] = read_sheets(tmp_path, [sheet])
    assert lines_of(article)[-3:-1] == [
        "村:石桥;人数 男:四一;人数 女:四五",
        "村:下洼;人数 男:二六;人数 女:二八",
    ]


def test_columns_of_prose_between_rules_are_no_table(tmp_path: Path) -> None:
    left, right = prose(160, 5), prose(160, 6)
    prints = [
        Print("第三期", LEFT, 60, 9),
        Print("城南水利", 250, 60, 9),
        Print("二〇二〇年", 440, 60, 9),
    ]
    prints += set_lines(left, LEFT, 100, 16) + set_lines(right, LEFT + 214, 100, 16)
    rules = [(float(LEFT), y, LEFT + 406.0, y) for y in (45.0, 75.0, 320.0)]
    [article] = read_sheets(tmp_path, [Sheet(prints, rules)])
    assert [line for line in lines_of(article) if "。" in line] == [left, right]
