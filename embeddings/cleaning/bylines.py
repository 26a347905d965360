"""Bylines: on lines of their own, at the end of a paragraph, and as bare names."""

import re

_HAN = r"\u4e00-\u9fff"
_ROLE = (
    rf"(?:本[报刊网台社]|[{_HAN}]{{2,6}}(?:报|社|网|台))?"
    rf"(?:全媒体|融媒体|首席|见习|实习|特约|特派|摄影|文字|驻[{_HAN}]{{2,4}})*"
    r"(?:记者|記者|通讯员|通訊員|评论员|評論員|撰稿人|撰稿|撰文|实习生|作者|摄影|攝影|编译|采写)"
)
_CREDIT = (
    r"(?:文\s?[/／]?\s?[图圖]|[图圖]\s?[/／]?\s?文|[文图圖摄攝]|摄影|攝影|摄影报道|攝影報導"
    r"|供图|制图|整理|报道|報道)"
)
_NAME = rf"[{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,6}})*"
_HINT = re.compile(r"记者|記者|[讯论]员|[訊論]員|作者|撰|[摄攝编采实]")
_ROLE_TOKEN = re.compile(rf"{_ROLE}[:：]?(?P<name>{_NAME})?(?:[/／]{_CREDIT})?")
_NAME_TOKEN = re.compile(rf"(?P<name>{_NAME})(?:[/／]{_CREDIT})?")
_CREDIT_TOKEN = re.compile(rf"[/／]?{_CREDIT}|[/／]")
_BETWEEN = re.compile(r"[\s、,，]+")
_BRACKETS = re.compile(r"[(（](.*)[)）]")
_TAIL = re.compile(r"(?<=[。！？!?…”」』)）])[^。！？!?…”」』]{4,80}$")
_LONGEST = 90
_MOST_NAMES = 8
_LONGEST_NAME = 4
# The one-character family names of the Baijiaxing (百家姓, 11th century), plus common ones missing
# from it.
_FAMILY = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄"
    "米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万"
    "支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松"
    "井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰"
    "从鄂索咸籍赖卓蔺屠蒙池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏"
    "柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛"
    "阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫付覃代佘尧"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華魏謝鄒蘇魯韋馬鳳貝計龐紀項閔賈婁顏鐘駱萬盧莫單龔陸榮劉龍葉鄧"
)
_COMMON_FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖董潘袁蔡蒋"
)


def is_byline(text: str) -> bool:
    """Return whether the whole line names authors after their role: 本报记者 甲乙 通讯员 丙丁."""
    if len(text) > _LONGEST or not _HINT.search(text):
        return False
    bracketed = _BRACKETS.fullmatch(text)
    tokens = _BETWEEN.split((bracketed.group(1) if bracketed else text).strip())
    return _names_people(tokens)


def _names_people(tokens: list[str]) -> bool:
    """Return whether the tokens are a role followed only by names, credits and more roles."""
    if not _ROLE_TOKEN.fullmatch(tokens[0]):
        return False
    names: list[str] = []
    for token in tokens:
        match = _ROLE_TOKEN.fullmatch(token) or _NAME_TOKEN.fullmatch(token)
        if match is None and not _CREDIT_TOKEN.fullmatch(token):
            return False
        if match is not None and match["name"] and not _CREDIT_TOKEN.fullmatch(token):
            names.append(match["name"])
    return bool(names) and 2 * sum(map(_is_person, names)) >= len(names)


def split_trailing(text: str) -> tuple[str, str]:
    """Return the paragraph without the byline at its end, and that byline, "" if none."""
    tail = _TAIL.search(text[-_LONGEST:])
    if tail is None or not is_byline(tail.group().strip()):
        return text, ""
    return text[: len(text) - len(tail.group())].rstrip(), tail.group().strip()


def is_bare_names(text: str) -> bool:
    """Return whether the line is only people's names; its position decides if it is a byline."""
    tokens = text.split(" ")
    if len(tokens) == 1:
        return len(text) < _LONGEST_NAME and _is_person(text) and text[0] in _COMMON_FAMILY
    return len(tokens) <= _MOST_NAMES and all(map(_is_person, tokens))


def _is_person(name: str) -> bool:
    return bool(_NAME_TOKEN.fullmatch(name)) and name[0] in _FAMILY
