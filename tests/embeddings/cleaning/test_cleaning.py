"""Cleaning removes white space and page furniture, and nothing else."""

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.cleaning import Block, BlockKind, clean, render
from embeddings.cleaning.bylines import is_bare_names, is_byline, split_trailing
from embeddings.cleaning.spacing import choose_separator, close_up
from tests.support.paths import SEEDS

SEED_FILES = sorted(SEEDS.glob("*.txt"))
CHARACTERS = st.text(
    alphabet='新馆开放读者王,。、;:“”()"《》,。 \n\t\u3000\u200b1203abGPT.#●-|版第', max_size=120
)
FRAGMENTS = (
    "市民走进新馆,看到的是整洁的大厅",
    "The library opens at nine and closes",
)
STORY_LINES = (
    "",
    "",
    "",
    "和热情的志愿者。馆长介绍说,这里每天接待三千人次。",
    "通过 11 名志愿者的努力,新馆 开放了。",
    "新馆迎来首批读者",
    "# 新馆迎来首批读者",
    "## 服务 更周到",
    "一、总体要求",
    "本报记者 王芳 通讯员 李明",
    "新馆人气渐旺。记者 王芳 文/图",
    "王芳 李明",
    "本报讯(记者 王芳 李明) 昨日,新馆开馆。",
    "●周末照常开放。 ●节日延长一小时。",
    "　　另起一段的文字,说的是别的事。",
    "读者在新馆阅览。",
    "at five, the director said.",
)
FURNITURE_LINES = ("第A03版:要闻 上一版 下一版", "2017年10月11日 星期三", "- 3 -")
STORIES = st.lists(st.sampled_from(STORY_LINES), max_size=24).map("\n\n".join)
PAGES = st.lists(st.sampled_from(STORY_LINES + FRAGMENTS + FURNITURE_LINES), max_size=24).map(
    "\n".join
)


def texts(page: str, kind: BlockKind) -> list[str]:
    return [block.text for block in clean(page).blocks if block.kind is kind]


def body(page: str) -> list[str]:
    return texts(page, BlockKind.BODY)


def printed(text: str) -> Counter[str]:
    """Count the characters that show on paper."""
    return Counter(
        character for character in text if not character.isspace() and character != "\u200b"
    )


def kept_and_dropped(page: str) -> Counter[str]:
    cleaned = clean(page)
    marks = "".join("#" * block.level for block in cleaned.blocks)
    return printed("".join([marks, *(block.text for block in cleaned.blocks), *cleaned.furniture]))


@pytest.mark.parametrize(
    ("scanned", "clean_text"),
    [
        ('围绕"常规工作上 水平、重点工作求突破', '围绕"常规工作上水平、重点工作求突破'),
        ("5月初,推荐了 11 名拔尖人才", "5月初,推荐了11名拔尖人才"),
        ("模型 GPT 4 is 新的", "模型 GPT 4 is 新的"),
        ("在 《组工通讯》 刊发 。", "在《组工通讯》刊发。"),
        ("中央和 省、市委 ,", "中央和省、市委,"),
        ("Dec 5, 2017 and “the end” of it", "Dec 5, 2017 and “the end” of it"),
        ("转化率\u3000 79% 。四是", "转化率79%。四是"),
        ("本报讯(记者 王芳 李明) 昨日 下午", "本报讯(记者 王芳 李明) 昨日下午"),
        ("全角,半角,照旧", "全角,半角,照旧"),
    ],
)
def test_only_spaces_inside_chinese_go(scanned: str, clean_text: str) -> None:
    assert close_up(scanned) == clean_text


@given(st.one_of(CHARACTERS, st.text(max_size=80)))
def test_closing_up_twice_changes_nothing_more(text: str) -> None:
    assert close_up(close_up(text)) == close_up(text)


@given(CHARACTERS)
def test_closing_up_removes_nothing_but_white_space(text: str) -> None:
    assert printed(close_up(text)) == printed(text)


def test_seam_is_a_space_in_english_and_nothing_in_chinese() -> None:
    assert choose_separator("the annual", "budget") == " "
    assert choose_separator("实现了“双赢”,", "1479名干部") == ""
    assert choose_separator("well-", "known") == ""


@given(st.one_of(PAGES, CHARACTERS))
def test_every_printed_character_is_kept_or_in_the_furniture(page: str) -> None:
    assert kept_and_dropped(page) == printed(page)


@pytest.mark.parametrize("file", SEED_FILES, ids=lambda file: file.name[:3])
def test_no_character_of_a_scanned_page_is_lost(file: Path) -> None:
    page = file.read_text(encoding="utf-8")
    assert kept_and_dropped(page) == printed(page)


@pytest.mark.parametrize("file", SEED_FILES, ids=lambda file: file.name[:3])
def test_a_clean_page_is_already_clean(file: Path) -> None:
    blocks = clean(file.read_text(encoding="utf-8")).blocks
    again = clean(render(blocks))
    assert [(b.kind, b.text) for b in again.blocks] == [(b.kind, b.text) for b in blocks]
    assert again.furniture == ()


@given(STORIES)
def test_cleaning_twice_changes_nothing_more(page: str) -> None:
    blocks = clean(page).blocks
    again = clean(render(blocks)).blocks
    assert [(b.kind, b.text) for b in again] == [(b.kind, b.text) for b in blocks]


@given(PAGES)
def test_blocks_are_single_lines_without_outer_space(page: str) -> None:
    for block in clean(page).blocks:
        assert block.text == block.text.strip() != ""
        assert "\n" not in block.text


def test_narrow_column_becomes_paragraphs_below_its_headline() -> None:
    column = (
        "新馆启用\n服务读者促阅读\n　　市民走进新馆,看到的是整\n洁的大厅和热情的志愿者。馆长\n"
        "介绍说,这里每天接待三千人。\n　　周末的读者更多,志愿者要\n增加一倍。"
    )
    assert texts(column, BlockKind.HEADING) == ["新馆启用", "服务读者促阅读"]
    assert body(column) == [
        "市民走进新馆,看到的是整洁的大厅和热情的志愿者。馆长介绍说,这里每天接待三千人。",
        "周末的读者更多,志愿者要增加一倍。",
    ]


def test_heading_between_wrapped_paragraphs_is_not_glued_to_them() -> None:
    wrapped = "市民走进新馆,看到的是整\n洁的大厅和热情的志愿者,\n每天接待三千人。\n"
    page = f"{wrapped}周末开放\n{wrapped}"
    assert texts(page, BlockKind.HEADING) == ["周末开放"]
    assert body(page) == ["市民走进新馆,看到的是整洁的大厅和热情的志愿者,每天接待三千人。"] * 2


def test_paragraph_broken_by_a_blank_line_is_whole_again() -> None:
    page = "今年成效明显。顾问团加强对全区党建工\n\n作的谋划和指导。\n\n另一段从这里说起。"
    assert body(page) == [
        "今年成效明显。顾问团加强对全区党建工作的谋划和指导。",
        "另一段从这里说起。",
    ]


def test_sentence_broken_by_a_caption_is_whole_and_the_caption_follows() -> None:
    page = (
        "街道开会部署。重点项目3个,计划总投资40亿\n\n\n\n"
        "党员重温入党誓词。\n\n元,市重点项目2个,年内开工。"
    )
    assert [block.text for block in clean(page).blocks] == [
        "街道开会部署。重点项目3个,计划总投资40亿元,市重点项目2个,年内开工。",
        "党员重温入党誓词。",
    ]


def test_sentence_is_not_joined_across_a_caption_without_proof() -> None:
    page = "引领党员创先进、争\n\n\n\n志愿者在广场唱歌。\n\n新区通过评选先进推动了工作开展。"
    assert len(clean(page).blocks) == 3


def test_columns_out_of_order_are_not_glued_into_a_false_sentence() -> None:
    page = (
        "换届严肃有序。通过印发公开信、参会\n\n"
        "——二是登记各类人才5500余名,\n\n代表填写承诺书,严肃纪律。"
    )
    assert body(page) == [
        "换届严肃有序。通过印发公开信、参会",
        "——二是登记各类人才5500余名,",
        "代表填写承诺书,严肃纪律。",
    ]


def test_bullet_in_mid_line_starts_a_paragraph() -> None:
    assert body("实现服务便民化。 ●另一街道注重实效。") == [
        "实现服务便民化。",
        "●另一街道注重实效。",
    ]


def test_misread_bullet_is_shown_as_printed() -> None:
    assert body("前一段结束。\n\n申申某局党委牢固树立理念。") == [
        "前一段结束。",
        "申申某局党委牢固树立理念。",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "第C02版:要闻 上一版1 3下一版",
        "返回主页 | 某某日报 | 版面导航 | 某某晚报",
        "上一期  下一期",
        "下一篇4",
        "版权声明 @ 某某网 网站版权所有",
        "- 12 -",
        "第3页 共8页",
        "Page 3 of 10",
        "责任编辑:王芳 校对:李明",
        "2017年10月11日 星期三",
        "放大 缩小 默认",
        "----------",
        "更新时间:2023-09-04T14:18:08.371Z",
        "未经授权不得转载本网文章",
    ],
)
def test_furniture_is_dropped_and_the_story_stays(line: str) -> None:
    story = "新馆昨日开放,读者排队进入。"
    cleaned = clean(f"{line}\n\n{story}\n\n{line}")
    assert [block.text for block in cleaned.blocks] == [story]
    assert cleaned.furniture == (" ".join(line.split()),) * 2


@pytest.mark.parametrize(
    "line", ["统筹城乡发展", "收藏", "2020年目标", "编辑部的故事", "第3版修订说明如下"]
)
def test_heading_that_resembles_furniture_stays(line: str) -> None:
    assert texts(f"{line}\n\n新馆昨日开放,读者排队进入。", BlockKind.HEADING) == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "未经许可,不得开展犬只养殖活动。",
        "未经权利人许可,不得复制成果。",
        "作品版权所有人有权拒绝。",
        "2017年10月11日,新馆开放。",
    ],
)
def test_sentence_that_resembles_furniture_stays(sentence: str) -> None:
    assert clean(f"新馆开放。\n\n{sentence}\n\n新馆热闹。").furniture == ()


def test_heading_marks_need_no_space_after_several_hashes() -> None:
    blocks = clean("##服务\n\n免费借书。\n\n#新馆开放# 的话题很热。").blocks
    assert [(b.level, b.text) for b in blocks] == [
        (2, "服务"),
        (0, "免费借书。"),
        (0, "#新馆开放# 的话题很热。"),
    ]


def test_chronicle_keeps_its_dates() -> None:
    dates = ["2017年1月1日", "2017年2月1日", "2017年3月1日"]
    page = "\n\n".join(f"{date}\n\n新馆有一件大事。" for date in dates)
    assert clean(page).furniture == ()


@pytest.mark.parametrize(
    "line",
    [
        "本报记者 王芳 通讯员 李明 陈晓 张静",
        "记者 王芳 通讯员 李明 文/图",
        "本报记者 王芳 通讯员 李明 文图",
        "通讯员 李明",
        "(记者 王芳)",
        "本报首席记者王芳",
        "新华社记者 王芳、李明",
        "作者:王芳",
    ],
)
def test_line_of_roles_and_names_is_a_byline(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "记者在现场看到",
        "记者 采访 群众",
        "通讯员培训班开班",
        "王芳 李明",
        "记者节快乐",
        "摄影大赛开幕",
        "",
    ],
)
def test_other_lines_are_not_bylines(line: str) -> None:
    assert not is_byline(line)


def test_byline_at_the_end_of_a_paragraph_is_split_off() -> None:
    text, byline = "水平得到显著提升。", "记者 王芳 通讯员 李明 文/图"
    assert split_trailing(text + byline) == (text, byline)
    assert split_trailing(text + "记者在现场看到") == (text + "记者在现场看到", "")


def test_bare_names_are_a_byline_only_at_the_end_of_a_story() -> None:
    assert is_bare_names("王芳 李明")
    story = "新馆昨日开放,读者排队进入。"
    assert texts(f"{story}\n\n王芳 李明", BlockKind.BYLINE) == ["王芳 李明"]
    assert texts(f"出席的有:\n\n王芳 李明\n\n{story}", BlockKind.BYLINE) == []


def test_cells_of_a_table_are_not_glued() -> None:
    cells = ["姓名", "年龄", "城市", "王芳", "18", "郑州"]
    assert [block.text for block in clean("\n".join(cells)).blocks] == cells


def test_verse_and_lists_without_stops_are_not_glued() -> None:
    lines = [
        f"第{count}组的志愿者在新馆为读者服务,每天两小时,周末不休息,节日也照常"
        for count in "甲乙丙丁戊己庚"
    ]
    assert [block.text for block in clean("\n\n".join(lines)).blocks] == lines


def test_block_is_a_plain_value() -> None:
    assert Block(BlockKind.BODY, "新馆开放。") == Block(BlockKind.BODY, "新馆开放。")


@pytest.mark.parametrize(
    "page",
    [
        "市民走进新馆,看到的是整洁的大厅和热情的志愿者。" * 8_000,
        "市民走进新馆,看到的是整洁的大厅和热情的志愿者。\n\n" * 8_000,
        "市民走进新馆,看到的是整\n洁的大厅和热情的志愿者,\n" * 8_000,
        "字\n\n\n\n" * 10_000,
        "字 " * 100_000,
        " " * 200_000 + "字",
        "没有句号的长段落,一直往下写,\n\n" * 12_000,
        "|" * 200_000,
        "第1版" * 60_000,
    ],
    ids=["one line", "paragraphs", "wrapped", "gaps", "spaces", "blank", "open", "bars", "labels"],
)
def test_cleaning_takes_time_in_proportion_to_the_page(page: str) -> None:
    start = time.process_time()
    clean(page)
    assert time.process_time() - start < 2.0
