"""Tables in plain text carry the heads of their columns in each row."""

import io
import time

import pytest

from embeddings.articles.text_tables import label_table_rows
from embeddings.reading.formats.text import read_text

GAPS = ["\t", "\u3000", "    ", " ", " \u3000 "]


@pytest.mark.parametrize("gap", GAPS)
def test_rows_carry_their_heads_and_stay_lines(gap: str) -> None:
    table = ["月份|火灾起数|损失", "1月|21起|34.5万元", "2月|33起|51.2万元", "合计|五十四起|—"]
    rows = "\n".join(table).replace("|", gap)
    page = f"火灾情况通报\n\n消防大队昨日通报火灾情况:\n{rows}\n其中,电气原因占五成三。\n"
    [article] = read_text(io.BytesIO(page.encode()), "a.txt")
    assert article.text.split("\n") == [
        "消防大队昨日通报火灾情况:",
        "月份:1月;火灾起数:21起;损失:34.5万元",
        "月份:2月;火灾起数:33起;损失:51.2万元",
        "月份:合计;火灾起数:五十四起;损失:—",
        "其中,电气原因占五成三。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光 疑是地上霜\n举头望明月 低头思故乡\n白日依山尽 黄河入海流",
        "主任 王明\n副主任 李四\n委员 张三",  # names, no numbers
        "1月 21起\n2月 33起\n3月 18起",  # no heads
        "单位 电话\n村部 2200000",  # one row is no table
        "本报讯\t记者\n今年共有 3人。\n去年共有 5人。",
    ],
)
def test_other_lines_stay_as_they_are(text: str) -> None:
    assert label_table_rows(text) == text


def test_a_long_list_takes_no_longer_than_its_length() -> None:
    def measure(lines: int) -> float:
        text = "\n".join(["甲乙 丙丁"] * lines)
        started = time.process_time()
        label_table_rows(text)
        return time.process_time() - started

    measure(1000)
    assert measure(20_000) < 40 * max(measure(1000), 0.005)
