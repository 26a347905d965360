"""Tables as offices really fill them in: several in one frame, heads that cover columns."""

from pathlib import Path

import pytest

from tests.support.office import make_xlsx
from tests.support.reading_cases import ReadingCase, Seen, case, read_as_seen
from tests.support.word import make_word, p, tbl, tc, tr


def span(text: str, columns: int) -> str:
    return tc(text, f'<w:gridSpan w:val="{columns}"/>')


REPORT_ROWS = (
    "信息内容:规章;制发件数:1;废止件数:0",
    "信息内容:规范性文件;制发件数:8;废止件数:26",
    "第（五）项",
    "信息内容:行政许可;处理决定数量:4472",
    "第（八）项",
    "信息内容:行政事业性收费;收费金额（万元）:961.6",
)
OWNERS = (
    "股份性质:无限售 总数;期初 数量:1000;期初 比例:20%",
    "股份性质:无限售 其中：高管;期初 数量:5;期初 比例:2%",
    "股份性质:总股本;期初 数量:4800;期初 比例:-",
)
CASES = [
    case(
        "公开年报.docx",
        make_word(
            p("石桥县信息公开年报", '<w:pStyle w:val="Title"/>')
            + tbl(
                tr(span("第（一）项", 3)),
                tr("信息内容", "制发件数", "废止件数"),
                tr("规章", "1", "0"),
                tr("规范性文件", "8", "26"),
                tr(span("第（五）项", 3)),
                tr(tc("信息内容"), span("处理决定数量", 2)),
                tr(tc("行政许可"), span("4472", 2)),
                tr(span("第（八）项", 3)),
                tr(tc("信息内容"), span("收费金额（万元）", 2)),
                tr(tc("行政事业性收费"), span("961.6", 2)),
            ),
            {
                "styles": '<w:style w:type="paragraph" w:styleId="Title">'
                '<w:name w:val="Title"/></w:style>'
            },
        ),
        Seen("石桥县信息公开年报", ("第（一）项", *REPORT_ROWS)),
    ),
    case(
        "股本.html",
        "<html><body><h1>股本</h1><p>本公司股本如下，单位为万股。</p><table>"
        "<tr><td rowspan=2 colspan=2>股份性质</td><td colspan=2>期初</td></tr>"
        "<tr><td>数量</td><td>比例</td></tr>"
        "<tr><td rowspan=2>无限售</td><td>总数</td><td>1000</td><td>20%</td></tr>"
        "<tr><td>其中：高管</td><td>5</td><td>2%</td></tr>"
        "<tr><td colspan=2>总股本</td><td>4800</td><td>-</td></tr></table></body></html>",
        Seen("股本", ("本公司股本如下，单位为万股。", *OWNERS)),
    ),
    case(
        "分段.html",
        "<html><body><h1>物料</h1><p>本站物料分段登记，逐月核对。</p><table>"
        "<tr><td>品名</td><td>数量</td></tr><tr><td>水泵</td><td>12</td></tr>"
        "<tr><td colspan=2>二、借出</td></tr><tr><td colspan=2>（截至六月）</td></tr>"
        "<tr><td>水带</td><td>30</td></tr><tr><td>闸板</td><td>8</td></tr></table></body></html>",
        Seen(
            "物料",
            (
                "本站物料分段登记，逐月核对。",
                "品名:水泵;数量:12",
                "二、借出",
                "（截至六月）",
                "品名:水带;数量:30",
                "品名:闸板;数量:8",
            ),
        ),
    ),
    case(
        "值班.html",
        "<html><body><h1>值班表</h1><p>各站按下表值班，不得缺岗。</p><table>"
        "<tr><th>站点</th><th>组长</th><th>电话</th></tr><tr><td>石桥站</td><td>聂文秀</td>"
        "<td>2200118</td></tr><tr><td>站点</td><td>副组长</td><td>手机</td></tr>"
        "<tr><td>石桥站</td><td>祁大海</td><td>2200119</td></tr></table></body></html>",
        Seen(
            "值班表",
            (
                "各站按下表值班，不得缺岗。",
                "站点:石桥站;组长:聂文秀;电话:2200118",
                "站点:石桥站;副组长:祁大海;手机:2200119",
            ),
        ),
    ),
    case(
        "小结.xlsx",
        make_xlsx(
            {
                "表一": [
                    ["姓名", "天数"],
                    ["聂文秀", 21],
                    ["姓名", "天数"],
                    ["祁大海", 19],
                    ["白玉芬", 20],
                ]
            }
        ),
        Seen("小结", ("姓名:聂文秀;天数:21", "姓名:祁大海;天数:19", "姓名:白玉芬;天数:20")),
    ),
]


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_rows_carry_the_heads_that_stand_above_them(one: ReadingCase, tmp_path: Path) -> None:
    assert read_as_seen(one, tmp_path) == one.seen
