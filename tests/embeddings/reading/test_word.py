"""Word documents: all text that Word shows and only that, once and in order."""

from pathlib import Path

import pytest

from embeddings.documents import Article, Origin
from embeddings.reading.formats.word.number_formats import format_number
from embeddings.reading.formats.word.self_check import find_loss
from embeddings.reading.formats.word.styles import Styles
from embeddings.reading.formats.xml_tree import parse_xml
from embeddings.reading.read import read
from embeddings.reading.results import Extent, ReadingWarning
from tests.support.word import level, make_word, numbered, p, r, tbl, tc, tr

LEAD = p("镇里昨日公布安排。")


def read_word(folder: Path, body: str, **parts: str) -> list[str]:
    """Return the lines of the only article; nothing else may be reported but its extent."""
    path = folder / "甲.docx"
    core = parts.pop("core", "")
    path.write_bytes(make_word(body, parts, core))
    [article, *others] = read(path, path.name)
    assert isinstance(article, Article)
    assert all(isinstance(item, Extent) for item in others)
    return article.text.split("\n")


def read_article(folder: Path, body: str, core: str = "", **parts: str) -> Article:
    path = folder / "甲.docx"
    path.write_bytes(make_word(body, parts, core))
    article = next(read(path, path.name))
    assert isinstance(article, Article)
    return article


def test_text_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('电话3188。')}{p('找老郑。')}</w:txbxContent>"
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{box}</wps:txbx>'
        f"</mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    body = LEAD + p(r("值班表") + drawn + r("见右。")) + p("完。")
    assert read_word(tmp_path, body) == [
        "镇里昨日公布安排。",
        "值班表见右。",
        "电话3188。",
        "找老郑。",
        "完。",
    ]


def test_text_box_that_only_older_versions_show_is_read(tmp_path: Path) -> None:
    drawn = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback><v:textbox>'
        f"<w:txbxContent>{p('旧框。')}</w:txbxContent></v:textbox></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert read_word(tmp_path, LEAD + p(r("看框。") + drawn)) == [
        "镇里昨日公布安排。",
        "看框。",
        "旧框。",
    ]


def test_insertions_are_in_and_deletions_out(tmp_path: Path) -> None:
    changed = (
        r("时间改为")
        + "<w:del><w:r><w:delText>七时</w:delText></w:r></w:del>"
        + f"<w:ins>{r('八时')}</w:ins><w:moveFrom>{r('旧址')}</w:moveFrom>"
        + f"<w:moveTo>{r('在新址')}</w:moveTo>"
        + r("。")
    )
    gone = tr("甲", "乙", properties="<w:del/>") + tr("丙", "丁")
    body = LEAD + p(changed) + tbl(gone)
    assert read_word(tmp_path, body) == ["镇里昨日公布安排。", "时间改为八时在新址。", "丙 | 丁"]


def test_paragraph_whose_mark_was_deleted_runs_into_the_next(tmp_path: Path) -> None:
    body = LEAD + p("大桥全长", "<w:rPr><w:del/></w:rPr>") + p("三公里。")
    assert read_word(tmp_path, body) == ["镇里昨日公布安排。", "大桥全长三公里。"]


def test_content_controls_smart_tags_and_fields_show_their_text(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("十二")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    inner = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{r('水务站')}</w:sdtContent></w:sdt>"
        f"<w:smartTag>{r('5月8日')}</w:smartTag><w:fldSimple>{r('共')}</w:fldSimple>{field}"
        f"<w:hyperlink>{r('户')}</w:hyperlink>{r('停水。')}"
    )
    block = (
        f"<w:sdt><w:sdtContent>{p('联系编研科。')}{tbl(tr('电话', '3188'))}</w:sdtContent></w:sdt>"
    )
    assert read_word(tmp_path, LEAD + p(inner) + block) == [
        "镇里昨日公布安排。",
        "水务站5月8日共十二户停水。",
        "联系编研科。",
        "电话 | 3188",
    ]


def test_field_over_several_paragraphs_shows_its_result(tmp_path: Path) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = LEAD + p(begin + r("第一节")) + p("第二节") + p(end + r("正文。"))
    assert read_word(tmp_path, body) == ["镇里昨日公布安排。", "第一节", "第二节", "正文。"]


def test_notes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    refers = p(
        r("书院始建") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("不详。")
        + '<w:r><w:endnoteReference w:id="2"/></w:r>'
    )  # fmt: skip
    notes = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    notes += f'<w:footnote w:id="2">{p("据县志卷四。")}</w:footnote>'
    ends = f'<w:endnote w:id="2">{p("又见碑记。")}</w:endnote>'
    lines = read_word(tmp_path, LEAD + refers + p("今存。"), footnotes=notes, endnotes=ends)
    assert lines == ["镇里昨日公布安排。", "书院始建不详。", "据县志卷四。", "又见碑记。", "今存。"]


def test_ruby_shows_its_base_and_hidden_text_nothing(tmp_path: Path) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('shè')}</w:rt><w:rubyBase>{r('歙')}</w:rubyBase></w:ruby></w:r>"
    body = LEAD + p(ruby + r("县。") + r("批注", "<w:vanish/>"))
    assert read_word(tmp_path, body) == ["镇里昨日公布安排。", "歙县。"]


def test_automatic_numbers_are_part_of_the_text(tmp_path: Path) -> None:
    lists = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "第%1章")}'
        f"{level(1, 'chineseCounting', '（%2）')}{level(2, 'decimal', '%2.%3')}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "●")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = LEAD + numbered("总则") + numbered("适用。", 1, 1) + numbered("细目。", 1, 2)
    body += numbered("例外。", 1, 1) + numbered("附则") + numbered("施行。", 1, 1)
    body += numbered("圆点。", 2) + numbered("另起。", 3, 1)
    assert read_word(tmp_path, body, numbering=lists)[1:] == [
        "第一章 总则",
        "（一）适用。",
        "一.1 细目。",
        "（二）例外。",
        "第二章 附则",
        "（一）施行。",
        "圆点。",
        "（五）另起。",
    ]


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (10, "chineseCounting", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCounting", "一百零五"),
        (110, "chineseCounting", "一百一十"),
        (3, "chineseLegalSimplified", "叁"),
        (4, "decimalEnclosedCircle", "④"),
        (5, "ideographTraditional", "戊"),
        (9, "upperRoman", "IX"),
        (28, "lowerLetter", "bb"),
        (7, "unheard of", "7"),
    ],
)
def test_number_is_written_as_word_writes_it(number: int, style: str, text: str) -> None:
    assert format_number(number, style) == text


def test_merged_cells_count_for_each_row_they_cover(tmp_path: Path) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = tbl(
        tr("片区", "村名", "户数(户)"),
        tr(tc("东片", down), "石桥", "36"),
        tr(tc("", on), "下洼", "21"),
        tr(tc("合计", '<w:gridSpan w:val="2"/>'), "57"),
    )
    assert read_word(tmp_path, LEAD + rows)[1:] == [
        "片区:东片;村名:石桥;户数(户):36",
        "片区:东片;村名:下洼;户数(户):21",
        "片区:合计;户数(户):57",
    ]


def test_header_over_two_rows_is_read_together(tmp_path: Path) -> None:
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    marked = "<w:tblHeader/>"
    rows = tbl(
        tr(tc("村名", down), tc("收入", wide), properties=marked),
        tr(tc("", on), "上半年", "下半年", properties=marked),
        tr("枣林", "二十万", "三十万"),
    )
    assert read_word(tmp_path, LEAD + rows)[1:] == [
        "村名:枣林;收入 上半年:二十万;收入 下半年:三十万"
    ]


def test_table_in_a_table_is_read_in_its_place(tmp_path: Path) -> None:
    inner = tbl(tr("合作社", "分红(元)"), tr("金穗", "1260"))
    rows = tbl(tr("项目", tc(p("见下表") + inner + "<w:p/>"), "备注甲"), tr("其他", "无", "乙"))
    assert read_word(tmp_path, LEAD + rows)[1:] == [
        "项目 | 见下表",
        "合作社:金穗;分红(元):1260",
        "备注甲",
        "其他 | 无 | 乙",
    ]


def test_frame_of_one_cell_is_no_table(tmp_path: Path) -> None:
    body = LEAD + tbl(tr(tc(p("第一段。") + p("第二段。"))))
    assert read_word(tmp_path, body)[1:] == ["第一段。", "第二段。"]


CENTRED = '<w:jc w:val="center"/>'
STALE = (
    '<c:p xmlns:c="c" xmlns:d="d"><d:title>旧模板</d:title><d:creator>李四</d:creator>'
    "<c:created>2009-05-06T00:00:00Z</c:created></c:p>"
)


def test_title_is_the_centred_line_and_properties_come_last(tmp_path: Path) -> None:
    body = p(r("青石镇人民政府文件", '<w:sz w:val="72"/>'), CENTRED) + p("青政〔2022〕7号", CENTRED)
    body += p(r("关于做好防汛工作", '<w:sz w:val="44"/>'), CENTRED)
    body += p(r("的通知", '<w:sz w:val="44"/>'), CENTRED) + p("各村委会:") + LEAD
    article = read_article(tmp_path, body, STALE)
    assert article.title == "关于做好防汛工作的通知"
    assert (article.byline, article.byline_origin) == ("李四", Origin.DOCUMENT_PROPERTY)
    assert (article.date, article.publication_date) == ("2009-05-06", "")
    assert "青政〔2022〕7号" in article.text


def test_title_of_the_properties_counts_if_none_is_printed(tmp_path: Path) -> None:
    assert read_article(tmp_path, LEAD + p("再续一段。"), STALE).title == "旧模板"


def test_headings_come_from_styles_and_outline_levels(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="c"/><w:name w:val="自定"/>'
        '</w:style><w:style w:type="paragraph" w:styleId="c"><w:name w:val="底"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    body = (
        LEAD + p("总则", '<w:pStyle w:val="a1"/>') + p("甲。") + p("细则", '<w:pStyle w:val="b"/>')
    )
    body += p("乙。") + p("附则", '<w:outlineLvl w:val="0"/>') + p("丙。")
    article = read_article(tmp_path, body, styles=styles)
    headings = [article.text[heading.start : heading.end] for heading in article.headings]
    assert headings == ["总则", "细则", "附则"]


def test_strict_documents_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(make_word(LEAD + p("第二段。"), is_strict=True))
    [article] = read(path, path.name)
    assert isinstance(article, Article)
    assert article.text == "镇里昨日公布安排。\n第二段。"


def test_self_check_names_what_is_missing() -> None:
    deleted = p(f"<w:del>{r('丁')}</w:del>")
    body = parse_xml(f'<w:body xmlns:w="w">{p("甲乙丙。")}{deleted}</w:body>'.encode())
    assert find_loss(body, Styles.read(None), ["甲丙", "。乙"]) == ""
    assert find_loss(body, Styles.read(None), ["甲丙。"]) == "乙"


def test_loss_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(make_word(LEAD + "<w:r><w:t>游离的字</w:t></w:r>"))
    results = list(read(path, path.name))
    [warning] = [item for item in results if isinstance(item, ReadingWarning)]
    assert warning.text.startswith(
        "4 characters that Word shows were not read, among them “游离的字”"
    )
