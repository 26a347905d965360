"""Bylines: on lines of their own, at the end of a paragraph, and as bare names."""

import re

from embeddings.cleaning.person_names import (
    HAN,
    NAME,
    is_common_person,
    is_person,
    is_surely_person,
)

_MEDIUM = (
    rf"(?:本[报刊网台社]|[{HAN}]{{2,8}}(?:报|社|网|台|传媒|融媒体?(?:中心)?)"
    rf"|[{HAN}]{{2,6}}(?=[融全]媒))"
)
POST = (
    r"(?:记者|記者|通讯员|通訊員|评论员|評論員|撰稿人|撰稿|撰文|实习生|作者"
    r"|摄影|攝影|编译|采写)"
)
_RANK = rf"(?:全媒体|融媒体?(?:中心)?|首席|见习|实习|特约|特派|摄影|文字|驻[{HAN}]{{2,4}})"
ROLE = rf"(?:作者|{_MEDIUM}?{_RANK}*{POST})"
CREDIT = (
    r"(?:文\s?[/／]?\s?[图圖]|[图圖]\s?[/／]?\s?文|[文图圖摄攝]|摄影|攝影|摄影报道|攝影報導"
    r"|供图|制图|整理|报道|報道)"
)
_OTHERS = (
    r"(?:责任编辑|责编|编辑|审核|校对|排版|设计|美编|制图|监制|主编|统筹|策划|初审|复审"
    r"|终审|出品|来源)"
)
_MARK = "[□◎●○■◆◇▲△☉⊙★☆]"
_SURE_MARKS = "□◎"  # others are the bullets of lists, too
_COLON = "[:：|｜]"
_HINT = re.compile(
    rf"记者|記者|[讯论]员|[訊論]員|作者|撰|[摄攝编采实]|[文图圖]\s?[/／:：|｜]|{_MARK}"
)
_ROLE_TOKEN = re.compile(rf"{ROLE}(?:{_COLON}|[/／])?(?P<name>{NAME})?(?:[/／]?{CREDIT})?")
_CREDITED_TOKEN = re.compile(rf"{CREDIT}(?:{_COLON}|[/／])(?P<name>{NAME})?")
_NAME_TOKEN = re.compile(rf"(?P<name>{NAME})(?:[/／]{CREDIT})?")
_CREDIT_TOKEN = re.compile(rf"[/／]?{CREDIT}|[/／]")
_BETWEEN = re.compile(r"[\s、,，]+")
_AROUND_COLON = re.compile(rf"\s?({_COLON}|[/／])\s?")
_BRACKETS = re.compile(r"[(（](.*)[)）]")
_TAIL = re.compile(r"(?<=[。！？!?…”」』)）])[^。！？!?…”」』]{4,80}$")
_OTHER_PEOPLE = re.compile(rf"\s*{_OTHERS}\s?{_COLON}\s?{NAME}(?:[、\s]{NAME}(?!\s?{_COLON}))*")
_LEADING_MARK = re.compile(rf"\s*{_MARK}\s*")
_OFFICE = re.compile(
    rf"[{HAN}、]{{2,24}}(?:长|书记|主任|主席|委员|代表|主编|教授|研究员|秘书)\s(?P<name>{NAME})"
)
_ENGLISH = re.compile(
    r"(?:(?:Story |Words |Text )?[Bb]y:?|BY) (?:[A-Z][\w.'’-]+)(?: (?:and |& )?[A-Z][\w.'’-]+){1,5}"
)
_LONGEST = 90
_MOST_NAMES = 8
_LONGEST_NAME = 4


def is_byline(text: str) -> bool:
    """Return whether the whole line names authors after their role: 本报记者 甲乙 通讯员 丙丁."""
    if len(text) > _LONGEST or not _HINT.search(text):
        return False
    return _names_people(_split(_OTHER_PEOPLE.sub("", text)))


def read_byline(text: str) -> str:
    """Return the authors that a byline names, as printed, without bullets and without editors."""
    return _OTHER_PEOPLE.sub("", _LEADING_MARK.sub("", text, count=1)).strip(" |｜") or text


def is_signature(text: str) -> bool:
    """Return whether the line can only be a byline if it stands directly below a headline.

    ◎甲乙 文/图, 甲乙 丙丁, 甲乙 文 丙丁 图, 某县人民政府县长 甲乙, By Jane Doe.
    """
    if len(text) > _LONGEST:
        return False
    if _ENGLISH.fullmatch(text):
        return True
    office = _OFFICE.fullmatch(text)
    if office is not None:
        return is_person(office["name"])
    tokens = _split(text)
    names = [token for token in tokens if not _CREDIT_TOKEN.fullmatch(token)]
    bare = [match["name"] for token in names if (match := _NAME_TOKEN.fullmatch(token))]
    if not names or len(bare) < len(names) or len(names) > _MOST_NAMES:
        return False
    announced = len(names) < len(tokens) or text[0] in _SURE_MARKS
    return all(map(is_person, bare)) and (
        announced or 2 * sum(map(is_surely_person, bare)) >= len(bare)
    )


def is_marked(text: str) -> bool:
    """Return whether the line begins with a sign that bylines bear: □, ◎, ●."""
    return _LEADING_MARK.match(text) is not None


def _split(text: str) -> list[str]:
    """Return the words of a line, without brackets around it and a bullet before it."""
    text = _LEADING_MARK.sub("", text, count=1)
    bracketed = _BRACKETS.fullmatch(text)
    text = _AROUND_COLON.sub(r"\1", (bracketed.group(1) if bracketed else text).strip(" |｜"))
    return _join_single(_BETWEEN.split(text))


def _join_single(tokens: list[str]) -> list[str]:
    """Join names of two characters that print spaces: 郭 旺."""
    if len(tokens) == len("".join(tokens)) == 2:  # noqa: PLR2004 - two tokens of one character
        return ["".join(tokens)]
    return tokens


def _names_people(tokens: list[str]) -> bool:
    """Return whether the tokens are a role followed only by names, credits and more roles."""
    if not (_ROLE_TOKEN.fullmatch(tokens[0]) or _CREDITED_TOKEN.fullmatch(tokens[0])):
        return False
    names: list[str] = []
    for token in tokens:
        match = (
            _ROLE_TOKEN.fullmatch(token)
            or _CREDITED_TOKEN.fullmatch(token)
            or _NAME_TOKEN.fullmatch(token)
        )
        if match is None and not _CREDIT_TOKEN.fullmatch(token):
            return False
        if match is not None and match["name"] and not _CREDIT_TOKEN.fullmatch(token):
            names.append(match["name"])
    return bool(names) and 2 * sum(map(is_person, names)) >= len(names)


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
        return len(text) < _LONGEST_NAME and is_common_person(text)
    return len(tokens) <= _MOST_NAMES and all(map(is_person, tokens))
