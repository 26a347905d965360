"""References to parts of a law or rule in a question: 养犬办法第十条第二款, 第3章."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from embeddings.quantities.numerals import read_numeral
from embeddings.text.normalize import fold_aligned


class Level(IntEnum):
    """The parts of a law, from the largest to the smallest."""

    BOOK = 0
    CHAPTER = 1
    SECTION = 2
    ARTICLE = 3
    PARAGRAPH = 4
    ITEM = 5


LEVELS = {
    "编": Level.BOOK,
    "章": Level.CHAPTER,
    "节": Level.SECTION,
    "条": Level.ARTICLE,
    "款": Level.PARAGRAPH,
    "项": Level.ITEM,
}
NUMERAL = r"(?:\d{1,4}|[零〇一二两三四五六七八九十百千]{1,8})"
"""A pattern for the numbers of articles, in folded text."""


class Part(NamedTuple):
    """One part of a law: 第二十条之一 is the article 20, inserted 1."""

    level: Level
    number: int
    inserted: int = 0


Place = tuple[Part, ...]
"""A part of a law inside others, the largest first: 第十条第二款."""


@dataclass(frozen=True, slots=True)
class StatuteReference:
    """What a question refers to in a law or rule.

    Attributes:
        law: the folded name of the law; "" if the question does not name it.
        places: the parts, in order; all of a range (第三条至第五条).
        asks_content: whether the question asks what they say, and nothing else.
    """

    law: str
    places: tuple[Place, ...]
    asks_content: bool


# 民法典1042条: the number may follow the name of a law at once.
_FIRST = r"(?:第\s?|(?<=[法典例定则程度范约])(?=\d+条))"
_PART = rf"{_FIRST}[(]?\s?{NUMERAL}\s?[)]?\s?[编章节条款项](?:之[一二三四五六七八九十](?![十百]))?"
_PLACE = rf"{_PART}(?:\s?的?\s?{_PART})*"
_ONE_PLACE = re.compile(_PLACE)
_REFERENCE = re.compile(rf"{_PLACE}(?:\s?(?:[、,和与及]|以及|至|到|-|—)\s?{_PLACE})*")
_PARTS = re.compile(
    rf"{_FIRST}[(]?\s?(?P<number>{NUMERAL})\s?[)]?\s?(?P<level>[编章节条款项])"
    r"(?:之(?P<inserted>[一二三四五六七八九十])(?![十百]))?"
)
_RANGE = re.compile(r"\s?[至到—-]\s?")
_LONGEST_RANGE = 10
_COURTESY = re.compile(
    r"^(?:请问|请|麻烦|帮我|给我|告诉我|我?想知道|我?想?看看|查[询找]?一?下?|列出|念一?下|[,:\s])+"
)
_LINK = re.compile(r"(?:[的中里,:]|里面|当中|之中|规定的)+$")
# 违反第八条 and 符合第八条 are told by other articles, which cite it.
_CITING = re.compile(r"(?:违反|触犯|符合|不符|违背|适用|引用|提到)[^,]*$")
_ACCORDING = re.compile(r"^(?:根据|按照?|依据|依照?|依|在|对于?|关于)")
_NAME = re.compile(
    r"^《?(?P<name>[^《》,。?!]{2,40}?)》?(?:\([^()]*\))?(?:的?(?:规定|条文|正文|总则|附则))?$"
)
_VERSION = re.compile(
    r"^(?:\d{4}年)?(?:新?修[订正]|颁布|施行|实施|通过|新版|旧版|最新|现行)*的?(?=.)"
)
_AMENDED = re.compile(
    r"(?:(?:于|在)?\d{4}年)?(?:新?修[订正改]|颁布|施行|实施|通过)(?:以后|之后|后|版)?的?[,]?$"
)
_THIS = re.compile(r"^[这那该本此](?:部|个|项|份)?(?:法律?|条例|办法|规定|制度|章程)?$")
_ENGLISH_LEVELS = {"article": Level.ARTICLE, "chapter": Level.CHAPTER, "section": Level.SECTION}
_ENGLISH = re.compile(r"\b(?P<level>article|chapter|section)\s+(?P<number>\d{1,4})\b")
_HAN_NAME = re.compile(r"[一-鿿]{2,40}")
_ASKS_ENGLISH_CONTENT = re.compile(
    r"(?:please\s+)?(?:what(?:'s|\s+is|\s+does)|quote|show|give|tell\s+me)\s.*"
    r"(?:say|state|provide|stipulate|require|mean|content|text|chapter|article|section|\W)\W*$"
)
_CONTENT = re.compile(
    r"(?:的|地|具体|主要|全部|完整|详细|原文|全文|条文|正文|标题|题目|内容|规定|要求|表述|意思|说法"
    r"|是|为|写|讲|说|谈|指|有|叫|都|又|各|分别|到底|究竟|了|过|着|些|怎么样?|怎样|如何|什么|啥"
    r"|哪些|哪|几|方面|事情?|一下|请|吗|呢|呀|啊|吧|如下|介绍|给我|我|看看?|念|读|查|[?!。,:\s])*"
)


def read_statute_reference(question: str) -> StatuteReference | None:
    """Return what ``question`` refers to in a law or rule; None if it refers to none.

    第二条 alone may count other things (第二条跑道): it refers to a law if the question names one,
    or asks only what it says.
    """
    folded = fold_aligned(question)
    if english := _ENGLISH.search(folded):
        return _read_english(folded, english)
    match = _REFERENCE.search(folded)
    if match is None:
        return None
    before = _COURTESY.sub("", folded[: match.start()])
    if _CITING.search(before):
        return None
    asks_content = bool(_CONTENT.fullmatch(folded, match.end()))
    law = _find_law(before)
    places = tuple(_list_places(folded, *match.span()))
    is_article = bool(places) and places[0][0].level <= Level.ARTICLE
    if law is None or not (asks_content or (law and is_article)):
        return None
    return StatuteReference(law, places, asks_content)


def _read_english(folded: str, match: re.Match[str]) -> StatuteReference | None:
    """Return what an English question refers to in a law with a Chinese name."""
    named = _HAN_NAME.search(folded)
    part = Part(_ENGLISH_LEVELS[match["level"]], int(match["number"]))
    asks_content = bool(_ASKS_ENGLISH_CONTENT.match(folded))
    return StatuteReference(named.group(), ((part,),), asks_content) if named else None


def _find_law(before: str) -> str | None:
    """Return the name of the law that stands before a reference, "" if none does.

    None if something else stands there.
    """
    plain = _LINK.sub("", _ACCORDING.sub("", before.strip()).strip())
    if not plain or _THIS.match(plain):
        return ""
    named = _NAME.match(_AMENDED.sub("", plain))
    return _VERSION.sub("", named["name"].strip()) if named else None


def _list_places(folded: str, start: int, end: int) -> Iterator[Place]:
    """Yield the places that are referred to; those of a range one by one."""
    previous: tuple[Place, int] | None = None
    for match in _ONE_PLACE.finditer(folded, start, end):
        place = tuple(_read_parts(folded, *match.span()))
        if previous and _RANGE.fullmatch(folded, previous[1], match.start()):
            yield from _fill(previous[0], place)
        yield _inherit(previous[0], place) if previous else place
        previous = (place, match.end())


def _read_parts(folded: str, start: int, end: int) -> Iterator[Part]:
    for match in _PARTS.finditer(folded, start, end):
        inserted = match["inserted"]
        yield Part(
            LEVELS[match["level"]],
            int(read_numeral(match["number"]).low),
            int(read_numeral(inserted).low) if inserted else 0,
        )


def _inherit(former: Place, place: Place) -> Place:
    """Return 第三款 after 第十条第二款 as 第十条第三款."""
    if place[0].level <= former[0].level:
        return place
    return (*(part for part in former if part.level < place[0].level), *place)


def _fill(first: Place, last: Place) -> Iterator[Place]:
    """Yield what lies between the ends of a range."""
    *above, begin = first
    end = last[-1]
    if begin.level is end.level and 0 < end.number - begin.number <= _LONGEST_RANGE:
        for number in range(begin.number + 1, end.number):
            yield (*above, Part(begin.level, number))
