"""Find out whether the first row of a table, which nothing marks, is its header."""

import re
from collections.abc import Sequence

from embeddings.articles.content import Cells

_LONGEST_HEAD = 16  # characters
_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 2  # with fewer, only units or usual words prove a header
_SENTENCE = re.compile(r"[。；;！!？?，,]")
_NUMBER = re.compile(r"[-+±≈约]?[\d０-９][\d０-９,，.．/:：%％\-—~～]*(?:[^\d\s]{0,4})|[-—/无]")
_UNIT = re.compile(r".+[(（][^()（）]{1,8}[)）]|.+[/／][^/／]{1,4}")
_PERIOD = re.compile(
    r"\d{4}年?(?:\d{1,2}月|第?[一二三四1-4]季度|[上下]半年)?|\d{1,2}月(?:份)?|[一二三四五六七八九十]+月(?:份)?|合计|总计"
)
_WORDS = (
    "序号|编号|代码|姓名|名称|名单|性别|年龄|民族|学历|职务|职称|职责|岗位|电话|手机|联系人|联系方式|联系电话|地址|住址|地点|位置|"
    "单位|部门|机构|科室|学校|班级|企业|公司|村名|村|乡镇|街道|社区|地区|区域|片区|县|市|省|项目|事项|内容|类别|类型|种类|分类|品种|"
    "标准|要求|条件|材料|依据|流程|步骤|方式|方法|时间|日期|时限|期限|年份|年度|月份|星期|时段|班次|车次|线路|站点|起点|终点|"
    "金额|价格|单价|收入|支出|费用|数量|人数|户数|面积|产量|总数|比例|比重|占比|增长|增速|同比|环比|指标|数值|数据|结果|得分|成绩|"
    "天数|次数|亩数|个数|总额|库存|重量|长度|排名|名次|等级|级别|奖项|负责人|责任人|责任单位|牵头单位|书记|主任|组长|队长|作者|来源|标题|题目|备注|说明|状态|规格|型号|品牌|用户"
)
_USUAL = re.compile(rf".{{0,8}}(?:{_WORDS})(?:[(（].*[)）])?")


def has_header(rows: Sequence[Cells]) -> bool:
    """Return whether the first row is a header. A form, with labels beside values, has none."""
    first, body = rows[0], rows[1:]
    if len(first) < _FEWEST_COLUMNS or not body or not _could_head(first):
        return False
    if _is_form(rows):
        return False
    if any(_is_measured(place, first, body) for place in range(len(first))):
        return True
    usual = sum(map(_is_usual, first))
    if len(rows) >= _FEWEST_ROWS:
        return usual * 2 >= len(first) or _heads_numbers(first, body)
    is_wide = len(first) > _FEWEST_COLUMNS
    return usual == len(first) and (is_wide or _heads_numbers(first, body))


def _could_head(cells: Cells) -> bool:
    named = [cell for cell in cells if cell]
    blank = [place for place, cell in enumerate(cells) if not cell]
    return (
        len(named) >= _FEWEST_COLUMNS - bool(blank)
        and blank in ([], [0])
        and all(map(is_label, named))
        and len(set(named)) == len(named)
    )


def is_label(text: str) -> bool:
    """Return whether a cell could be a head: short, no sentence and no number."""
    if len(text) > _LONGEST_HEAD or _SENTENCE.search(text):
        return False
    return _PERIOD.fullmatch(text) is not None or not _NUMBER.fullmatch(text)


def _is_usual(text: str) -> bool:
    return _USUAL.fullmatch(text) is not None or _PERIOD.fullmatch(text) is not None


def _is_form(rows: Sequence[Cells]) -> bool:
    """Return whether the first column holds as many usual labels as the first row, or more."""
    column = [row[0] for row in rows[1:] if row and row[0]]
    below = sum(map(_is_usual, column))
    beside = sum(map(_is_usual, rows[0][1:]))
    return below > 0 and below * 2 >= len(column) and below >= beside


def _is_measured(place: int, first: Cells, body: Sequence[Cells]) -> bool:
    """Return whether a column of numbers has a head that tells their unit."""
    return bool(_UNIT.fullmatch(first[place])) and _is_numeric(place, body)


def _heads_numbers(first: Cells, body: Sequence[Cells]) -> bool:
    numeric = [_is_numeric(place, body) for place in range(len(first))]
    return any(numeric[1:]) and not _NUMBER.fullmatch(first[numeric.index(True)])


def _is_numeric(place: int, body: Sequence[Cells]) -> bool:
    cells = [row[place] for row in body if len(row) > place and row[place]]
    return bool(cells) and all(map(_NUMBER.fullmatch, cells))
