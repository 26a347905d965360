"""More documents as they really come, whose right values were written before any result."""

import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.support.documents import make_epub
from tests.support.office import make_pptx, make_xlsx, shape, slide_table
from tests.support.printing import Print, Sheet, print_pdf, set_lines
from tests.support.reading_cases import ReadingCase, Seen, case, read_as_seen
from tests.support.word import level, make_word, numbered, p, r, tbl, tc, tr

MENU = "".join(f"<li><a href=/{name}>{name}</a></li>" for name in ("首页", "要闻", "公告", "专题"))
DRY = "入夏以来全县降水偏少三成，东部四个乡镇的水库蓄水只有常年的一半，旱情还在发展。"
PUMP = "县里调来一百二十台水泵，架设管道三十公里，优先保证人畜饮水，再灌溉秋粮。"
DRILL = "水利局组织二十支打井队下乡，已经打成机井四十六眼，每眼井可供三百亩地用水。"
CENTRED = '<w:jc w:val="center"/>'
TITLE_STYLE = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
PAPER = "本文调查了青石河流域十二座小水库的渗漏情况，分析了坝基地质条件，提出了灌浆加固的办法。"
METHOD = (
    "调查从二〇一九年三月开始，历时十四个月，每月在坝后量水堰观测渗流量一次，"
    "共得数据一百六十八组，另在汛期加密观测四十二次，全部数据录入台账备查。"
)
RESULT = (
    "观测表明，渗流量随库水位升高而增大，两者大致成直线关系，"
    "其中三座水库的渗流量超过允许值，坝脚出现湿润区，两座水库的渗水已经变浑。"
)


def write_mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "转发：巡堤安排", "常有田 <chang@example.com>"
    message["Date"] = "Tue, 14 Jun 2022 09:30:00 +0800"
    message.set_content("各位站长：\n\n巡堤安排见附件，请按时到岗。\n\n常有田\n")
    table = make_xlsx({"表": [["日期", "值班人"], ["6月15日", "聂文秀"], ["6月16日", "祁大海"]]})
    message.add_attachment(
        table,
        "application",
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        filename="巡堤安排.xlsx",
    )
    return message.as_bytes(policy=email.policy.SMTP)


def set_notice() -> list[Sheet]:
    left = 85
    first = [
        Print("河东县水利局文件", 155, 110, 32),
        Print("河水利〔2022〕31号", 225, 165),
        Print("关于做好抗旱工作的通知", 165, 215, 22),
        Print("各乡镇水利站：", left, 260),
        *set_lines(DRY, left, 290, 35),
        *set_lines("一、管好水源。" + PUMP, left, 360, 35),
        Print("- 1 -", 280, 800, 10),
    ]
    second = [
        *set_lines("二、抓紧打井。" + DRILL, left, 90, 35),
        Print("河东县水利局", 400, 180),
        Print("2022年7月6日", 395, 205),
        Print("- 2 -", 280, 800, 10),
    ]
    return [Sheet(first), Sheet(second)]


def set_paper() -> list[Sheet]:
    left, right, wide = 70, 310, 18
    head = [
        Print("第3期", left, 50, 9),
        Print("青石水利", 275, 50, 9),
        Print("2021年6月", 470, 50, 9),
        Print("小型水库渗漏调查与加固", 165, 95, 22),
        Print("牛文秀 祁大海", 250, 125, 12),
        Print("摘要：" + PAPER[:32], 95, 155, 10),
        Print(PAPER[32:], 95, 170, 10),
        Print("关键词：小型水库；渗漏；灌浆", 95, 190, 10),
    ]
    columns = [
        Print("1 调查方法", left, 230, 14),
        *set_lines(METHOD, left, 255, wide),
        Print("2 调查结果", right, 230, 14),
        *set_lines(RESULT, right, 255, wide),
    ]
    second = [
        Print("第3期", left, 50, 9),
        Print("青石水利", 275, 50, 9),
        Print("2021年6月", 470, 50, 9),
        Print("表1 渗流量", 265, 100, 10),
        *(
            Print(text, x, 125 + 20 * row, 10)
            for row, cells in enumerate(
                (
                    ("水库", "水位（米）", "渗流量（升）"),
                    ("石桥", "三四", "五"),
                    ("下洼", "二八", "九"),
                )
            )
            for text, x in zip(cells, (100, 250, 400), strict=True)
        ),
        *set_lines("三座水库已经列入加固计划，明年汛前全部完工。", left, 230, 36),
    ]
    rules = [(80.0, y, 500.0, y) for y in (110.0, 131.0, 172.0)]
    return [Sheet([*head, *columns]), Sheet(second, rules)]


CASES = [
    case(
        "政务公开.html",
        "<html><head><title>关于做好抗旱工作的通知_河东县人民政府门户网站</title></head><body>"
        f"<div id=nav><ul>{MENU}</ul></div><div>您当前的位置：<a href=/>首页</a> &gt; "
        "<a href=/g>公告</a></div><div class=content><h2>关于做好抗旱工作的通知</h2>"
        "<div>发布时间：2022-07-06 10:20 来源：县水利局 【字号：大 中 小】 浏览次数：318</div>"
        f"<p>各乡镇人民政府：</p><p>{DRY}</p><p>{PUMP}</p><p>{DRILL}</p>"
        "<p>附件：<a href=a.doc>抗旱物资清单</a></p></div><div>【打印本页】 【关闭窗口】</div>"
        "<div>上一篇：<a href=1>关于防汛值班的通知</a></div><div>版权所有：河东县人民政府 "
        "网站标识码：4100000001 豫ICP备05000001号</div></body></html>",
        Seen(
            "关于做好抗旱工作的通知",
            ("各乡镇人民政府：", DRY, PUMP, DRILL, "附件：抗旱物资清单"),
            "",
            "2022-07-06",
        ),
    ),
    case(
        "县报.html",
        "<html><head><meta charset=gb2312><title>抗旱保秋-河东日报</title></head><body>"
        "<table width=100%><tr><td><a href=1>第01版：要闻</a></td>"
        "<td><a href=2>第02版：乡镇</a></td>"
        "</tr></table><table width=700 align=center><tr><td align=center><b>抗旱保秋</b></td></tr>"
        "<tr><td align=center>2022年07月08日 星期五 河东日报 第02版</td></tr><tr><td>"
        f"　　本报讯（记者常有田）{DRY}<br>　　{PUMP}<br>　　{DRILL}<br></td></tr></table>"
        "<div align=center>河东日报社版权所有，未经书面授权禁止转载</div></body></html>",
        Seen("抗旱保秋", (f"本报讯（记者常有田）{DRY}", PUMP, DRILL), "", "2022-07-08"),
        encoding="gb18030",
    ),
    case(
        "公众号.html",
        "<html><head><meta property='og:title' content='打井队下乡记'><title></title></head><body>"
        "<div id=js_article><h1 id=activity-name>打井队下乡记</h1><div id=meta_content>"
        "<span>原创</span> <span>常有田</span> <a href=#>河东水利</a> <em>2022-07-09</em></div>"
        f"<div id=js_content><section><p><span>{DRILL}</span></p></section><section><p>"
        f"<strong>头一眼井打在石桥村</strong></p><p>{PUMP}</p></section></div></div>"
        "<div>微信扫一扫</div><div>关注该公众号</div></body></html>",
        Seen("打井队下乡记", (DRILL, "头一眼井打在石桥村", PUMP), "常有田", "2022-07-09"),
    ),
    case(
        "问答.html",
        "<html><head><title>抗旱补助怎么领？ - 河东问政</title></head><body><header><nav>"
        f"<ul>{MENU}</ul></nav></header><main><h1>抗旱补助怎么领？</h1><table><tr><td>提问人</td>"
        "<td>石桥村民</td></tr><tr><td>提问时间</td><td>2022年7月10日</td></tr></table>"
        "<h3>答复</h3><ol><li>到村委会领取申请表；</li><li>带身份证和土地证复印件；</li>"
        "<li>七个工作日内补助打到一卡通。</li></ol></main><footer>联系我们</footer></body></html>",
        Seen(
            "抗旱补助怎么领？",
            (
                "提问人 | 石桥村民",
                "提问时间 | 2022年7月10日",
                "答复",
                "到村委会领取申请表；",
                "带身份证和土地证复印件；",
                "七个工作日内补助打到一卡通。",
            ),
            "",
            "2022-07-10",
        ),
    ),
    case(
        "抗旱日记.md",
        "---\ntitle: 抗旱日记\nauthor: 常有田\ndate: 2022-07-11\ntags: [抗旱, 水利]\n---\n\n"
        "## 七月十日\n\n"
        f"{DRY}[^1]\n\n- 查水源\n  - 石桥水库\n  - 下洼水库\n- 修水泵\n\n> {PUMP}\n\n"
        "[^1]: 数据由县气象局提供。\n",
        Seen(
            "抗旱日记",
            (
                "七月十日",
                DRY,
                "数据由县气象局提供。",
                "查水源",
                "石桥水库",
                "下洼水库",
                "修水泵",
                PUMP,
            ),
            "常有田",
            "2022-07-11",
        ),
    ),
    case(
        "操作规程.md",
        "水泵操作规程\n============\n\n1. 开机前检查**电源**和[进水口](#in)。\n2. 开机后看表：\n\n"
        "   ```\n   压力 0.4\n   ```\n\n***\n\n故障 | 处理\n--- | ---\n"
        "不出水 | 灌引水\n漏电 | 先断电，再找电工\n",
        Seen(
            "水泵操作规程",
            (
                "1. 开机前检查电源和进水口。",
                "2. 开机后看表：",
                "压力 0.4",
                "故障:不出水;处理:灌引水",
                "故障:漏电;处理:先断电，再找电工",
            ),
        ),
    ),
    case(
        "旧县志.txt",
        "\u3000\u3000\u3000\u3000河东县志·水利\n\n\u3000\u3000青石河发源于西山，流经全县九个乡镇，\n"
        "长八十四里，沿河两岸自古\n"
        "开渠灌田。\n\n— 12 —\n\n\u3000\u3000光绪三年大旱，知县常某倡修东渠，三年\n"
        "而成，灌田四千亩，百姓立碑记之。\n\n— 13 —\n",
        Seen(
            "河东县志·水利",
            (
                "青石河发源于西山，流经全县九个乡镇，长八十四里，沿河两岸自古开渠灌田。",
                "光绪三年大旱，知县常某倡修东渠，三年而成，灌田四千亩，百姓立碑记之。",
            ),
        ),
    ),
    case(
        "访谈.txt",
        "老站长谈抗旱\n\n采访时间：2022年7月12日\n采访人：常有田\n\n问：您当站长多少年了？\n答：三十一年。一九九一年到石桥站，"
        "没有挪过地方。\n问：哪一年最旱？\n答：一九九七年，河里一百天没有水。\n",
        Seen(
            "老站长谈抗旱",
            (
                "采访时间：2022年7月12日",
                "采访人：常有田",
                "问：您当站长多少年了？",
                "答：三十一年。一九九一年到石桥站，没有挪过地方。",
                "问：哪一年最旱？",
                "答：一九九七年，河里一百天没有水。",
            ),
        ),
    ),
    case(
        "抓取.csv",
        "id,title,content,publish_time,author,url\n"
        f'1,石桥打井,"<p>{DRILL}</p><p>{PUMP}</p>",2022-07-08 09:10:00,常有田,https://h.cn/1\n'
        f'2,东乡旱情,"{DRY}",1657497600,,https://h.cn/2\n',
        Seen("石桥打井", (DRILL, PUMP), "常有田", "2022-07-08"),
        Seen("东乡旱情", (DRY,), "", "2022-07-11"),
    ),
    case(
        "语料.jsonl",
        "\n".join(
            json.dumps(row, ensure_ascii=False)
            for row in (
                {
                    "标题": "水泵进田",
                    "正文": f"{PUMP}\r\n{DRILL}",
                    "日期": "2022/7/8",
                    "来源": "县报",
                },
                {
                    "meta": {"title": "旱情"},
                    "title": "东乡旱情",
                    "body": DRY,
                    "keywords": ["旱", "水"],
                },
            )
        ),
        Seen("水泵进田", (PUMP, DRILL), "", "2022-07-08"),
        Seen("东乡旱情", (DRY,)),
    ),
    case(
        "蓄水.xlsx",
        make_xlsx(
            {
                "七月": [
                    ["河东县水库蓄水统计表", "", "", ""],
                    ["水库", "库容（万方）", "蓄水", ""],
                    ["", "", "今年", "去年"],
                    ["石桥", 3200, 1400, 2800],
                    ["下洼", 900, 410, 760],
                    ["合计", 4100, 1810, 3560],
                    [],
                    ["填表人：聂文秀", "", "", "2022年7月31日"],
                ]
            },
            ["A1:D1", "A2:A3", "B2:B3", "C2:D2"],
        ),
        Seen(
            "蓄水",
            (
                "河东县水库蓄水统计表",
                "水库:石桥;库容（万方）:3200;蓄水 今年:1400;蓄水 去年:2800",
                "水库:下洼;库容（万方）:900;蓄水 今年:410;蓄水 去年:760",
                "水库:合计;库容（万方）:4100;蓄水 今年:1810;蓄水 去年:3560",
                "填表人：聂文秀 | 2022年7月31日",
            ),
        ),
    ),
    case(
        "稿件库.xlsx",
        make_xlsx(
            {
                "已发": [
                    ["稿件标题", "稿件正文", "发布日期", "作者姓名"],
                    ["石桥打井", f"{DRILL}\n{PUMP}", "2022-07-08", "常有田"],
                    ["东乡旱情", DRY, "2022年7月9日", ""],
                ]
            }
        ),
        Seen("石桥打井", (f"{DRILL} {PUMP}",), "常有田", "2022-07-08"),
        Seen("东乡旱情", (DRY,), "", "2022-07-09"),
    ),
    case(
        "汇报.pptx",
        make_pptx(
            [
                shape("抗旱工作汇报", "ctrTitle") + shape("河东县水利局\n2022年7月", "subTitle"),
                shape("打井进度", "title")
                + slide_table(("乡镇", "机井（眼）"), ("石桥", "二十"), ("下洼", "十二")),
            ],
            {1: "还有十四眼在打。"},
        ),
        Seen(
            "抗旱工作汇报",
            (
                "河东县水利局",
                "2022年7月",
                "打井进度",
                "乡镇:石桥;机井（眼）:二十",
                "乡镇:下洼;机井（眼）:十二",
                "还有十四眼在打。",
            ),
        ),
    ),
    case(
        "红头.docx",
        make_word(
            p(r("河东县抗旱指挥部文件", '<w:sz w:val="72"/>'), CENTRED)
            + p("河抗〔2022〕9号", CENTRED)
            + p(r("关于启动四级响应的通知", '<w:sz w:val="44"/>'), CENTRED)
            + p("各乡镇抗旱指挥部，县直有关单位：")
            + p(DRY)
            + p("附件：1.抗旱物资清单")
            + p("　　　2.值班电话表")
            + p("河东县抗旱指挥部", '<w:jc w:val="right"/>')
            + p("2022年7月6日", '<w:jc w:val="right"/>')
            + p("抄送：县委办公室，县政府办公室。")
        ),
        Seen(
            "关于启动四级响应的通知",
            (
                "河东县抗旱指挥部文件",
                "河抗〔2022〕9号",
                "各乡镇抗旱指挥部，县直有关单位：",
                DRY,
                "附件：1.抗旱物资清单",
                "2.值班电话表",
                "河东县抗旱指挥部",
                "2022年7月6日",
                "抄送：县委办公室，县政府办公室。",
            ),
            "",
            "2022-07-06",
        ),
    ),
    case(
        "纪要.docx",
        make_word(
            p("抗旱会商纪要", '<w:pStyle w:val="T"/>')
            + numbered("会商意见")
            + p(PUMP)
            + numbered("任务分工")
            + tbl(
                tr("任务", "单位", "期限"),
                tr("打井", "水利局", "7月20日"),
                tr("送水", tc(p("消防队") + p("各乡镇")), "每天"),
            ),
            {
                "styles": TITLE_STYLE,
                "numbering": '<w:abstractNum w:abstractNumId="5">'
                + level(0, "chineseCounting", "%1、")
                + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>',
            },
        ),
        Seen(
            "抗旱会商纪要",
            (
                "一、会商意见",
                PUMP,
                "二、任务分工",
                "任务:打井;单位:水利局;期限:7月20日",
                "任务:送水;单位:消防队 各乡镇;期限:每天",
            ),
        ),
    ),
    case(
        "通知.pdf",
        print_pdf(set_notice()),
        Seen(
            "关于做好抗旱工作的通知",
            (
                "河东县水利局文件",
                "河水利〔2022〕31号",
                "各乡镇水利站：",
                DRY,
                "一、管好水源。" + PUMP,
                "二、抓紧打井。" + DRILL,
                "河东县水利局",
                "2022年7月6日",
            ),
            "",
            "2022-07-06",
        ),
    ),
    case(
        "论文.pdf",
        print_pdf(set_paper()),
        Seen(
            "小型水库渗漏调查与加固",
            (
                "摘要：" + PAPER,
                "关键词：小型水库；渗漏；灌浆",
                "1 调查方法",
                METHOD,
                "2 调查结果",
                RESULT,
                "表1渗流量",
                "水库:石桥;水位（米）:三四;渗流量（升）:五",
                "水库:下洼;水位（米）:二八;渗流量（升）:九",
                "三座水库已经列入加固计划，明年汛前全部完工。",
            ),
            "牛文秀 祁大海",
            "2021-06",
        ),
    ),
    case(
        "渠工.epub",
        make_epub(
            {
                "cover": "<html><body><h1>渠工</h1></body></html>",
                "a": "<html><body><h2>第一章</h2><h3>开工</h3>"
                "<p>渠工聂老大<sup><a href='#n'>1</a></sup>"
                "带了三百人。</p><aside id='n'><p>1. 即聂文秀的祖父。</p></aside></body></html>",
                "b": "<html><body><h2>第二章</h2><h3>通水</h3>"
                "<p>水头到了下洼，家家放炮。</p></body></html>",
            },
            navigation='<html xmlns:epub="http://www.idpf.org/2007/ops"><body>'
            '<nav epub:type="toc"><ol><li><a href="a.xhtml">第一章 开工</a></li>'
            '<li><a href="b.xhtml">第二章 通水</a></li></ol></nav></body></html>',
        ),
        Seen(
            "第一章 开工",
            ("渠工聂老大1带了三百人。", "1. 即聂文秀的祖父。"),
            "李四",
            "2016-05-01",
        ),
        Seen("第二章 通水", ("水头到了下洼，家家放炮。",), "李四", "2016-05-01"),
    ),
    case(
        "巡堤.eml",
        write_mail(),
        Seen(
            "转发：巡堤安排",
            ("各位站长：", "巡堤安排见附件，请按时到岗。", "常有田"),
            "常有田",
            "2022-06-14",
        ),
        Seen("巡堤安排", ("日期:6月15日;值班人:聂文秀", "日期:6月16日;值班人:祁大海")),
    ),
]


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_document_nobody_looked_at_is_read_as_a_reader_sees_it(
    one: ReadingCase, tmp_path: Path
) -> None:
    assert read_as_seen(one, tmp_path) == one.seen
