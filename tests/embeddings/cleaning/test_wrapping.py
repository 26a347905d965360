"""Typed text that was wrapped to a width: paragraphs, numbered articles, headings."""

import textwrap

import pytest

from embeddings.cleaning import BlockKind, clean

PARAGRAPHS = (
    "为加强河道管理，保障防洪安全，改善水环境，根据有关法律法规，结合本县实际，制定本办法。",
    "本县行政区域内河道的整治、利用、保护和管理适用本办法，法律、法规另有规定的从其规定。",
    "任何单位和个人都有保护河道的义务。",
)


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Break a text after ``width`` characters, but not before a mark, as programs do."""
    lines, line = [], indent
    for character in text:
        if len(line) >= width and character not in "，。；：、":
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


def number(texts: tuple[str, ...]) -> list[str]:
    return [f"第{mark}条 {text}" for mark, text in zip("一二三", texts, strict=True)]


@pytest.mark.parametrize("width", [17, 23, 28, 36, 44])
def test_wrapped_articles_of_a_rule_are_paragraphs(width: int) -> None:
    articles = number(PARAGRAPHS)
    lines = ["河道管理办法", "第一章 总 则", *(line for a in articles for line in wrap(a, width))]
    blocks = clean("\n".join(lines)).blocks
    assert [block.text for block in blocks] == ["河道管理办法", "第一章 总 则", *articles]
    assert [block.kind for block in blocks[2:]] == [BlockKind.BODY] * len(articles)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_wrapped_items_of_a_list_stay_apart(gap: str) -> None:
    items = [
        "（一）在河道管理范围内建设妨碍行洪的建筑物、构筑物，倾倒垃圾、渣土的；",
        "（二）设置拦河渔具，弃置矿渣、石渣、煤灰、泥土，堆放阻碍行洪物体的；",
        "（三）在堤防和护堤地建房、放牧、开渠、打井、挖窖、葬坟、晒粮的。",
    ]
    page = "河道内禁止的行为\n\n" + gap.join("\n".join(wrap(item, 20)) for item in items)
    assert [block.text for block in clean(page).blocks] == ["河道内禁止的行为", *items]


def test_indented_paragraphs_of_wrapped_text_stay_apart() -> None:
    wrapped = [line for text in PARAGRAPHS for line in wrap(text, 24, "　　")]
    blocks = clean("\n".join(["河道故事", *wrapped])).blocks
    assert [block.text for block in blocks] == ["河道故事", *PARAGRAPHS]


def test_lines_that_are_paragraphs_stay_as_they_are() -> None:
    lines = [
        "东街小学举行运动会，三百名学生参加。",
        "西街的老人在公园里下棋，一下就是一下午。",
        "南湖清淤工程结束，清出淤泥二十三万方，湖水变清了。",
        "北门的早市搬到了新华里，摊位一百九十个，管理员姓鞠。",
    ]
    assert [block.text for block in clean("\n".join(lines)).blocks] == lines


def test_number_that_a_line_broke_is_whole() -> None:
    text = "为加强河道管理，保障防洪安全，改善水环境，根据2021年的有关法律法规，制定本办法。"
    for width in (22, 23, 24, 25):
        lines = [text[start : start + width] for start in range(0, len(text), width)]
        page = "\n".join([*lines, *wrap(PARAGRAPHS[1], width), *wrap(PARAGRAPHS[0], width)])
        assert text in [block.text for block in clean(page).blocks]


def test_verse_keeps_its_lines() -> None:
    lines = [
        "春眠不觉晓，处处闻啼鸟。",
        "夜来风雨声，花落知多少。",
        "白日依山尽，黄河入海流。",
        "欲穷千里目，更上一层楼。",
    ]
    assert [block.text for block in clean("\n".join(lines)).blocks][-4:] == lines


@pytest.mark.parametrize(
    "lines",
    [
        [
            "王建国同志负责东片水渠的巡查和上报工作并保管钥匙",
            "李建国同志负责西片水渠的巡查和上报工作并保管钥匙",
        ],
        [
            "山高路远水长流人在他乡望月愁千里家书何处寄",
            "一灯如豆照窗幽夜半无眠听雨声不知今夕是何秋",
        ],
    ],
)
def test_lines_that_are_as_wide_as_each_other_by_chance_stay(lines: list[str]) -> None:
    page = "值班表如下。\n\n" + "\n".join(lines) + "\n\n请互相转告。"
    assert [block.text for block in clean(page).blocks] == ["值班表如下。", *lines, "请互相转告。"]


def test_number_of_a_document_is_no_headline() -> None:
    page = "青石镇人民政府\n关于秋收的通知\n青政发〔2021〕8号\n各村委会：\n现将有关事项通知如下。"
    blocks = clean(page).blocks
    kinds = {block.text: block.kind for block in blocks}
    assert kinds["青政发〔2021〕8号"] is BlockKind.CAPTION
    assert kinds["各村委会："] is BlockKind.BODY


def test_english_text_wrapped_at_eighty_columns_is_whole() -> None:
    text = "The county library opened its new building on Monday. " * 8
    page = "The new library\n" + textwrap.fill(text.strip(), 78)
    assert [block.text for block in clean(page).blocks][1:] == [text.strip()]
