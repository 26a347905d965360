"""Front matter is taken off the text; prose between dashes stays."""

import pytest

from embeddings.reading.formats.front_matter import FrontMatter, take_front_matter


@pytest.mark.parametrize(
    "block",
    [
        "title: 修渠\nauthor: 云小荷",
        "标题：修渠\n作者：云小荷",
        "# made by a program\ntitle: 修渠\n\ntags:\n- 水利\n- 秋收\n\nauthor: 云小荷",
        "title: 修渠\nauthors:\n\n  - name: 云小荷\n    place: 石桥\n",
        "summary: |\n  八里长的水渠，\n\n  昨天通水。\ntitle: 修渠\nauthor: 云小荷",
        'title: 修渠\nsummary: 八里长的水渠，\n  昨天通水。\n"og:type": article\nauthor: 云小荷',
    ],
)
def test_front_matter_is_taken_off(block: str) -> None:
    assert take_front_matter(f"---\n{block}\n---\n正文。") == (
        FrontMatter("修渠", "云小荷"),
        "正文。",
    )


@pytest.mark.parametrize(
    "prose",
    [
        "正文第一段。\n\n正文第二段。",
        "他说：渠修好了。",
        "　　正文第一段。",
        "  正文第一段。",
        "- 第一点\n- 第二点",
        "# 第一章",
    ],
)
def test_prose_between_dashes_stays(prose: str) -> None:
    text = f"---\n作者：张三\n\n{prose}\n\n---\n\n尾注。"
    assert take_front_matter(text) == (FrontMatter(), text)
