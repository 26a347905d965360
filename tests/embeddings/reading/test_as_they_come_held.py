"""More documents as they really come, which nobody looked at while the reading was written."""

import base64
from pathlib import Path

import pytest

from tests.support.documents import make_epub
from tests.support.office import make_pptx, make_xlsx, shape
from tests.support.reading_cases import ReadingCase, Seen, case, read_as_seen
from tests.support.word import make_word, p, r, tbl, tc, tr

NAVIGATION = (
    '<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol>'
    '<li><a href="zero.xhtml">序</a></li><li><a href="one.xhtml">卷一 渡口</a></li>'
    "</ol></nav></body></html>"
)
SUBJECT = base64.b64encode("水渠何时动工".encode("gb2312")).decode()
CASES = [
    case(
        "简报.md",
        "# 春耕简报\n\n**石桥村**\n\n已翻地`1200`亩。\n\n| 村 | 亩数 | 户数 |\n| - | :-: | -: |\n"
        "| 石桥 | 1200 | 86 |\n| 下洼 | 800 | 54 |\n\n![晒场](a.png)\n",
        Seen(
            "春耕简报",
            (
                "石桥村",
                "已翻地1200亩。",
                "村:石桥;亩数:1200;户数:86",
                "村:下洼;亩数:800;户数:54",
                "晒场",
            ),
        ),
    ),
    case(
        "须知.md",
        "# 入园须知\n\n* 不得攀折花木\n* 不得投喂动物\n\n+ 开园：八点\n+ 闭园：十八点\n",
        Seen(
            "入园须知",
            ("不得攀折花木", "不得投喂动物", "开园：八点", "闭园：十八点"),
        ),
    ),
    case(
        "换行.md",
        "# 水库简介\n\n石桥水库建于一九五八年，库容三千二百万立方米，\n灌溉农田六万亩，"
        "是全县最大的水库，\n由县水利局管理。\n",
        Seen(
            "水库简介",
            (
                "石桥水库建于一九五八年，库容三千二百万立方米，"
                "灌溉农田六万亩，是全县最大的水库，由县水利局管理。",
            ),
        ),
    ),
    case(
        "公示.html",
        "<html><head><meta charset=gbk><title>低保公示-青石镇人民政府</title></head><body>"
        "<h2>低保公示</h2><p>发布日期：2021-09-18 浏览次数：25次</p><table><tr><th>姓名</th>"
        "<th>金额(元)</th>"
        "</tr><tr><td>牛文秀</td><td>560</td></tr></table><p>公示期七天，监督电话2200118。</p></body></html>",
        Seen(
            "低保公示",
            ("姓名:牛文秀;金额(元):560", "公示期七天，监督电话2200118。"),
            "",
            "2021-09-18",
        ),
        encoding="gbk",
    ),
    case(
        "分行.html",
        "<html><head><title>渡口</title></head><body><div>渡口在城南三里，两岸人家以摆渡为生。<br/>"
        "民国十九年改建石桥。<br/><br/>桥长九丈。</div></body></html>",
        Seen(
            "渡口",
            ("渡口在城南三里，两岸人家以摆渡为生。", "民国十九年改建石桥。", "桥长九丈。"),
        ),
    ),
    case(
        "清单.html",
        "<html><body><h1>办证清单</h1><ul><li>身份证<ul><li>原件</li><li>复印件两份</li></ul></li>"
        "<li>照片</li></ul></body></html>",
        Seen("办证清单", ("身份证", "原件", "复印件两份", "照片")),
    ),
    case(
        "旧书.epub",
        make_epub(
            {
                "zero": "<html><body><p>这部书写了十年。</p></body></html>",
                "one": "<html><body><p>渡口的老艄公姓聂。</p></body></html>",
            },
            navigation=NAVIGATION,
        ),
        Seen("序", ("这部书写了十年。",), "李四", "2016-05-01"),
        Seen("卷一 渡口", ("渡口的老艄公姓聂。",), "李四", "2016-05-01"),
    ),
    case(
        "通知.txt",
        "河东县人民政府办公室\n关于做好防火工作的通知\n河政办〔2022〕17号\n\n各乡镇人民政府：\n"
        "现将有关事项通知如下。\n一、压实责任。各村书记为第一责任人。\n二、备足物资。每村储备水泵两台。\n\n"
        "河东县人民政府办公室\n2022年3月8日\n",
        Seen(
            "河东县人民政府办公室关于做好防火工作的通知",
            (
                "河政办〔2022〕17号",
                "各乡镇人民政府：",
                "现将有关事项通知如下。",
                "一、压实责任。各村书记为第一责任人。",
                "二、备足物资。每村储备水泵两台。",
                "河东县人民政府办公室",
            ),
            "",
            "2022-03-08",
        ),
    ),
    case(
        "歌谣.txt",
        "采莲歌\n\n江南可采莲，莲叶何田田。\n鱼戏莲叶东，鱼戏莲叶西。\n",
        Seen("采莲歌", ("江南可采莲，莲叶何田田。", "鱼戏莲叶东，鱼戏莲叶西。")),
    ),
    case(
        "纪要.txt",
        "村民代表会议纪要\n时间：2023年4月2日\n地点：村部二楼\n\n会议由祁大海主持，三十六名代表到会，议定了\n"
        "今年修渠的事，每户出工三天，不能出工的每天\n交五十元。会议还议定了集体林地的承包办法，\n承包期十年，每亩八十元。\n",
        Seen(
            "村民代表会议纪要",
            (
                "时间：2023年4月2日",
                "地点：村部二楼",
                "会议由祁大海主持，三十六名代表到会，议定了今年修渠的事，每户出工三天，"
                "不能出工的每天交五十元。会议还议定了集体林地的承包办法，承包期十年，每亩八十元。",
            ),
        ),
    ),
    case(
        "稿库.csv",
        '编号;题目;稿件内容;记者\n7;早市搬迁;"早市搬到新华里。\n摊位一百九十个。";鞠成林\n',
        Seen("早市搬迁", ("早市搬到新华里。", "摊位一百九十个。"), "鞠成林"),
    ),
    case(
        "稿件.json",
        '[{"title": "夜校开课", "text": ["工人夜校开课。", "学员七十八名。'
        '"], "date": "2023年9月1日"}]',
        Seen("夜校开课", ("工人夜校开课。", "学员七十八名。"), "", "2023-09-01"),
    ),
    case(
        "考勤.xlsx",
        make_xlsx(
            {
                "一月": [["姓名", "天数"], ["牛文秀", 21], ["祁大海", 19]],
                "二月": [["姓名", "天数"], ["牛文秀", 18]],
            }
        ),
        Seen("考勤 一月", ("姓名:牛文秀;天数:21", "姓名:祁大海;天数:19")),
        Seen("考勤 二月", ("姓名:牛文秀;天数:18",)),
    ),
    case(
        "讲稿.pptx",
        make_pptx(
            [
                shape("水库安全", "title") + shape("一查坝体\n二查闸门", "body"),
                shape("谢谢", "body"),
            ]
        ),
        Seen("水库安全", ("一查坝体", "二查闸门", "谢谢")),
    ),
    case(
        "章程.docx",
        make_word(
            p("合作社章程", '<w:pStyle w:val="Title"/>')
            + p("第一章　总则")
            + p("第一条　为发展生产，制定本章程。")
            + p(
                r("社员")
                + "<w:del>"
                + "<w:r><w:delText>三十</w:delText></w:r>"
                + "</w:del>"
                + "<w:ins>"
                + r("四十")
                + "</w:ins>"
                + r("户。")
            )
            + tbl(
                tr("职务", "姓名"),
                tr(tc("理事长"), tc("祁大海")),
                tr(tc("监事"), tc("白玉芬")),
            ),
            {
                "styles": '<w:style w:type="paragraph" w:styleId="Title">'
                '<w:name w:val="Title"/></w:style>'
            },
        ),
        Seen(
            "合作社章程",
            (
                "第一章 总则",
                "第一条 为发展生产，制定本章程。",
                "社员四十户。",
                "职务:理事长;姓名:祁大海",
                "职务:监事;姓名:白玉芬",
            ),
        ),
    ),
    case(
        "回信.eml",
        f"Subject: 回复：=?gb2312?B?{SUBJECT}?=\r\n"
        "From: =?utf-8?B?5LqR5bCP6I23?= <yun@example.com>\r\n"
        "Date: Mon, 6 Sep 2021 08:00:00 +0800\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n来信收到，水渠下月动工。\r\n\r\n>"
        " 请问水渠何时动工？\r\n",
        Seen(
            "回复：水渠何时动工",
            ("来信收到，水渠下月动工。", "> 请问水渠何时动工？"),
            "云小荷",
            "2021-09-06",
        ),
    ),
]


@pytest.mark.parametrize("one", CASES, ids=lambda one: one.name)
def test_document_nobody_looked_at_is_read_as_a_reader_sees_it(
    one: ReadingCase, tmp_path: Path
) -> None:
    assert read_as_seen(one, tmp_path) == one.seen
