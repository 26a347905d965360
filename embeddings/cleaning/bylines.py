"""Who wrote it: bylines on lines of their own, at the end of a paragraph, and bare names."""

import re

_HAN = r"\u4e00-\u9fff"
_ROLE = (
    rf"(?:本[报刊网台社]|[{_HAN}]{{2,6}}(?:报|社|网|台|电视台))?"
    r"(?:全媒体|融媒体|首席|见习|实习|特约|特派|摄影|文字|驻[一-龥]{2,4})*"
    r"(?:记者|通讯员|通讯員|記者|通訊員|评论员|評論員|撰稿人|特约撰稿|撰稿|撰文|实习生|作者|摄影|攝影|编译|采写)"
)
_CREDIT = r"(?:文\s?[/／]?\s?[图圖]|[图圖]\s?[/／]?\s?文|文|[图圖]|摄|攝|摄影|攝影|摄影报道|攝影報導|供图|制图|整理|报道|報道)"
_NAME = rf"[{_HAN}]{{1,4}}(?:·[{_HAN}]{{1,6}})*"
_ROLE_TOKEN = re.compile(rf"(?P<role>{_ROLE})[:：]?(?P<name>{_NAME})?(?:[/／]{_CREDIT})?")
_NAME_TOKEN = re.compile(rf"{_NAME}(?:[/／]{_CREDIT})?")
_CREDIT_TOKEN = re.compile(rf"[/／]?{_CREDIT}|[/／]")
_BETWEEN = re.compile(r"[\s、,，]+")
_BRACKETS = re.compile(r"[(（](.*)[)）]")
_TAIL = re.compile(r"(?<=[。！？!?…”」』)）])[^。！？!?…”」』]{4,80}$")
_LONGEST = 90
_MOST_NAMES = 8
# The two hundred most common family names and the usual double ones.
_FAMILY = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟"
    "姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文"
    "洪樊兰施牛鲁葛邢安齐庞伍殷翟倪聂章梅盛童宁辛冉蔺景宗柯查卞桑岳祁毕申解鲍凌温耿焦柳霍路俞单丛巩娄裴蔚卜"
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮葉蘇呂盧鐘譚陸賈鄒閻龍賀顧龔萬錢嚴湯喬賴蘭魯龐齊聶寧"
)


def is_byline(text: str) -> bool:
    """Tell whether the whole line names authors after at least one role: 本报记者 甲乙 通讯员 丙丁."""
    if len(text) > _LONGEST or not any(
        role in text
        for role in ("记者", "员", "員", "記者", "作者", "撰", "摄", "攝", "编译", "采写", "实习生")
    ):
        return False
    bracketed = _BRACKETS.fullmatch(text)
    tokens = _BETWEEN.split((bracketed.group(1) if bracketed else text).strip())
    return _names_people([token for token in tokens if token])


def _names_people(tokens: list[str]) -> bool:
    """Tell whether the tokens are roles, names and credits, a role first (or a name with its credit)."""
    roles = names = 0
    for token in tokens:
        role = _ROLE_TOKEN.fullmatch(token)
        if role and (roles or names == 0 or role["name"] is None):
            roles += 1
            names += role["name"] is not None and _is_person(role["name"])
            if role["name"] and not _is_person(role["name"]):
                return False
        elif _CREDIT_TOKEN.fullmatch(token):
            continue
        elif _NAME_TOKEN.fullmatch(token):
            names += 1
        else:
            return False
    return roles > 0 and names > 0 and bool(_ROLE_TOKEN.fullmatch(tokens[0]))


def split_trailing(text: str) -> tuple[str, str]:
    """Return the paragraph without the byline at its end, and that byline ("" when it has none)."""
    tail = _TAIL.search(text[-_LONGEST:])
    if tail is None or not is_byline(tail.group().strip()):
        return text, ""
    return text[: len(text) - len(tail.group())].rstrip(), tail.group().strip()


def is_bare_names(text: str) -> bool:
    """Tell whether the line is nothing but names of people. Only its place can tell that it is a byline."""
    tokens = text.split(" ")
    return len(tokens) <= _MOST_NAMES and all(
        len(token) > 1 and _is_person(token) for token in tokens
    )


def _is_person(name: str) -> bool:
    return bool(_NAME_TOKEN.fullmatch(name)) and len(name) <= 4 and name[0] in _FAMILY
