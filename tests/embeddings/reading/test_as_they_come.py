"""Documents as they really come: web pages, books, files of office programs."""

from pathlib import Path

import pytest

from tests.support.documents import make_epub
from tests.support.office import make_pptx, make_xlsx, shape, slide_table
from tests.support.reading_cases import ReadingCase, Seen, case, read_as_seen
from tests.support.word import make_word, p, r, tbl, tc, tr

NAVIGATION = (
    '<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol>'
    '<li><a href="one.xhtml#a">第一章 立秋</a></li><li><a href="one.xhtml#b">第二章 白露</a></li>'
    "</ol></nav></body></html>"
)
CHAPTERS = (
    '<html><body><div id="a"><p>立秋那天，渡口的老艄公收了船。</p></div>'
    '<div id="b"><p>白露过后，芦花开了满滩。</p></div></body></html>'
)

PAGES = [
    case(
        "会议.html",
        "<html><head><title>防汛会议召开_河东网</title></head><body><div class=nav><a href=/>"
        "首页</a>"
        "<a href=/news>新闻</a></div><h1>防汛会议召开</h1><div>"
        "2020年6月1日 09:30 来源：河东网 作者：卢青山</div>"
        "<p>会议要求各村备足物资，石桥村储备编织袋六百条，下洼村储备八百条。</p>"
        "<p>水利局局长方远航说，今年汛期比往年早十天，各村要安排专人昼夜值守，发现险情立即报告。</p>"
        "<div>相关阅读</div><ul><li><a href=/1>往年汛情</a></li></ul></body></html>",
        Seen(
            "防汛会议召开",
            (
                "会议要求各村备足物资，石桥村储备编织袋六百条，下洼村储备八百条。",
                "水利局局长方远航说，今年汛期比往年早十天，各村要安排专人昼夜值守，发现险情立即报告。",
            ),
            "作者：卢青山",
            "2020-06-01",
        ),
    ),
    case(
        "老站.html",
        "<html><head><title>粮站旧址</title></head><body><table width=760><tr><td>"
        "<font size=5><b>粮站旧址</b></font></td></tr><tr><td>　　粮站在城北三里，"
        "建于1953年。<br><br>"
        "　　1984年停用，末任站长麻六九。<br></td></tr></table></body></html>",
        Seen("粮站旧址", ("粮站在城北三里，建于1953年。", "1984年停用，末任站长麻六九。")),
        encoding="gb18030",
    ),
    case(
        "指南.html",
        "<html><body><h1>居住证办理指南</h1><h2>收费</h2><table><tr><th rowspan=2>项目</th>"
        "<th colspan=2>费用</th></tr><tr><th>首次</th><th>补办</th></tr><tr><td>居住证</td>"
        "<td>免费</td><td>20元</td></tr></table><h2>步骤</h2><ol><li>到窗口申请</li><li>七天后领证</li></ol>"
        "</body></html>",
        Seen(
            "居住证办理指南",
            (
                "收费",
                "项目:居住证;费用 首次:免费;费用 补办:20元",
                "步骤",
                "到窗口申请",
                "七天后领证",
            ),
        ),
    ),
    case(
        "问答.html",
        "<html><body><h1>医保问答</h1><dl><dt>谁能参保?</dt><dd>本县居民都可参保。</dd>"
        "<dt>在哪里交费?</dt><dd>在镇便民中心交费。</dd></dl></body></html>",
        Seen(
            "医保问答",
            ("谁能参保?", "本县居民都可参保。", "在哪里交费?", "在镇便民中心交费。"),
        ),
    ),
    case(
        "图片.html",
        "<html><body><article><h1>晒秋</h1><p>村民在晒场上<b>晒</b>玉<i>米</i>，今年收了<span>六</span>万斤。</p>"
        "<figure><img src=a.jpg alt=图><figcaption>村民在翻晒玉米。</figcaption></figure>"
        "<p>晒场由合作社统一管理。</p></article></body></html>",
        Seen(
            "晒秋",
            ("村民在晒场上晒玉米，今年收了六万斤。", "村民在翻晒玉米。", "晒场由合作社统一管理。"),
        ),
    ),
]
MANUAL = [
    ("接班", "接班的人早八点到泵房，先看交接簿，再看水位表，两样都对得上才能签字。"),
    ("巡查", "每两个小时巡查一次，从一号闸走到七号闸，看到渗水、裂缝都要记下来。"),
    ("报告", "水位超过警戒线的，值班员要立即打电话报告站长，同时敲钟通知下游各村。"),
    ("交班", "交班以前把泵房打扫干净，工具放回原处，交接簿写清楚当班的水位和雨量。"),
]
SECTIONS = "".join(
    f'<div class="section"><h2><a id="s{n}"></a>{title}</h2><div><p>{text}</p></div></div>'
    for n, (title, text) in enumerate(MANUAL)
)
PAGES.append(
    case(
        "手册.html",
        "<html><head><title>泵房值班手册</title></head><body><p><a href=0.html>上一页</a></p>"
        f"<h1>泵房值班手册</h1>{SECTIONS}<p><a href=2.html>下一页</a></p></body></html>",
        Seen("泵房值班手册", tuple(line for section in MANUAL for line in section)),
    )
)
BOOKS = [
    case(
        "节气.epub",
        make_epub({"one": CHAPTERS}, navigation=NAVIGATION),
        Seen("第一章 立秋", ("立秋那天，渡口的老艄公收了船。",), "李四", "2016-05-01"),
        Seen("第二章 白露", ("白露过后，芦花开了满滩。",), "李四", "2016-05-01"),
    ),
    case(
        "注音.epub",
        make_epub(
            {
                "one": "<html><body><h1><ruby>㴖<rt>lóng</rt></ruby>水</h1><p>"
                "㴖水发源于<ruby>嵖<rt>chá</rt>"
                "岈<rt>yá</rt></ruby>山，长九十里。</p></body></html>"
            }
        ),
        Seen("㴖水", ("㴖水发源于嵖岈山，长九十里。",), "李四", "2016-05-01"),
    ),
    case(
        "锚点.epub",
        make_epub(
            {
                "one": '<html><body><h1><a id="c1"/>第一章 立夏</h1><p>目录</p><ul>'
                '<li><a href="#s1">开渠</a></li><li><a href="#s2">放水</a></li></ul>'
                '<h2><a id="s1"/>开渠</h2><p>渠长八里，三百人挖了一冬。</p>'
                '<h2><a id="s2"/>放水</h2><p>五月初六放水。</p></body></html>'
            }
        ),
        Seen(
            "第一章 立夏",
            ("开渠", "渠长八里，三百人挖了一冬。", "放水", "五月初六放水。"),
            "李四",
            "2016-05-01",
        ),
    ),
]
BOOKS.append(
    case(
        "错目.epub",
        make_epub(
            {
                "one": "<html><body><p>县志序，修志十年。</p></body></html>",
                "two": '<html><body><h2 id="b">卷二</h2><p>渡口的<a id="w">老艄公</a>姓聂。</p>',
                "three": "<html><body><h2>卷三</h2><p>南桥是石匠修的。</p></body></html>",
            },
            navigation='<html xmlns:epub="http://www.idpf.org/2007/ops"><body>'
            '<nav epub:type="toc"><ol><li><a href="one.xhtml">序</a><ol>'
            '<li><a href="two.xhtml#b">卷二</a></li><li><a href="three.xhtml">卷三</a></li></ol>'
            '</li><li><a href="two.xhtml#w">封底</a></li></ol></nav></body></html>',
        ),
        Seen("序", ("县志序，修志十年。",), "李四", "2016-05-01"),
        Seen("卷二", ("渡口的老艄公姓聂。",), "李四", "2016-05-01"),
        Seen("卷三", ("南桥是石匠修的。",), "李四", "2016-05-01"),
    )
)
OFFICE = [
    case(
        "库存.xlsx",
        make_xlsx(
            {
                "库存": [
                    ["防汛物资库存表", "", ""],
                    ["村名", "编织袋(条)", "铁锹(把)"],
                    ["石桥", 600, 80.0],
                    ["下洼", 812.5, 0.1 + 0.2],
                    [],
                    ["备注:每季度盘点一次"],
                ]
            },
            ["A1:C1"],
        ),
        Seen(
            "库存",
            (
                "防汛物资库存表",
                "村名:石桥;编织袋(条):600;铁锹(把):80",
                "村名:下洼;编织袋(条):812.5;铁锹(把):0.3",
                "备注:每季度盘点一次",
            ),
        ),
    ),
    case(
        "汇报.pptx",
        make_pptx(
            [
                shape("春灌汇报", "ctrTitle") + shape("青柳镇", "subTitle"),
                shape("进度", "title")
                + shape("已灌一万八千亩\n还剩三千亩", "body")
                + slide_table(["村", "亩数"], ["石桥", "1200"]),
            ],
            {1: "强调进度。"},
        ),
        Seen(
            "春灌汇报",
            (
                "青柳镇",
                "进度",
                "已灌一万八千亩",
                "还剩三千亩",
                "村:石桥;亩数:1200",
                "强调进度。",
            ),
        ),
    ),
    case(
        "复函.docx",
        make_word(
            p(r("关于同意修建水渠的复函", '<w:sz w:val="44"/>'), '<w:jc w:val="center"/>')
            + p("石桥村：")
            + p(
                r("你村《申请》收悉，")
                + "<w:hyperlink>"
                + r("同意修建")
                + "</w:hyperlink>"
                + r("水渠。")
            )
            + tbl(
                tr("标段", "长度(里)", "说明"),
                tr(tc("一标"), "3", tc(p("北段") + p("含涵洞两座"))),
                tr("二标", "5", "南段"),
            )
            + p("河东县水利局", '<w:jc w:val="right"/>')
            + p("2021年3月2日", '<w:jc w:val="right"/>')
        ),
        Seen(
            "关于同意修建水渠的复函",
            (
                "石桥村：",
                "你村《申请》收悉，同意修建水渠。",
                "标段:一标;长度(里):3;说明:北段 含涵洞两座",
                "标段:二标;长度(里):5;说明:南段",
                "河东县水利局",
                "2021年3月2日",
            ),
            "",
            "2021-03-02",
        ),
    ),
]


@pytest.mark.parametrize("one", [*PAGES, *BOOKS, *OFFICE], ids=lambda one: one.name)
def test_document_is_read_as_a_reader_sees_it(one: ReadingCase, tmp_path: Path) -> None:
    assert read_as_seen(one, tmp_path) == one.seen
