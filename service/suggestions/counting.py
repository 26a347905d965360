"""Questions for a number: 新组建志愿服务队237支 becomes 中原区新组建了多少支志愿服务队?"""

import re
from collections.abc import Iterable, Sequence

from embeddings.text.terms import TaggedWord
from service.questions.question import MEASURES
from service.suggestions.clause import Clause, begins_with_doubtful_name, find_name

_NUMBER = rf"(?P<number>\d[\d,.]*[万亿]*)[余多]?(?P<unit>{MEASURES})"
_AT_THE_END = re.compile(
    rf"(?P<head>[^\d]{{3,22}}?)(?:近|约|逾|超过|突破|达到|达|为|共计|共)*{_NUMBER}"
)
_BEFORE_THINGS = re.compile(
    rf"(?P<head>[^\d]{{2,22}}?)了?(?:近|约|逾|超过)?{_NUMBER}(?P<thing>[㐀-鿿]{{2,14}})"
)
# A number in a row, an order, a share of something or a comparison says less than it seems to.
_VAGUE = re.compile(r"第$|[、和与及或至到比较]$|增[加长]|提高|下降|减少|上升|同|之$|均$|各$|每")
_TIMES = re.compile(r"[年月日号天时点分秒]|岁|周|小时|世纪|个月|年代|℃|%")
_MEASURED = re.compile(
    r"(?:总?投资(?:额|总额)?|造价|全长|总长度?|长度|[高宽深厚]度|面积|占地|总量|产[值量]|收入|人口|总额|容量|库容|跨度|里程|水深)$"
)
# What a number counts, as against what it measures: 多少支志愿服务队, but 道路多少平方米.
_COUNTERS = tuple("个支场家篇期次项条部册份台套座所处件起批辆艘名位盏棵张本间宗")
_RESULTS = ("到", "出", "成", "完")
_KINDS_OF = ("各类", "各种", "各级", "相关", "有关", "等")
_EMPTY_VERBS = re.compile(
    r"(?:涉及|实现|占|[有是为达]|达到|[拥共设]有|超过|包括|位于|距离|参与|参加|成为|属于|等于|相当于|获得|进行|让|使|用|到)"
)
_ADVERBS = re.compile(r"(?:新|共|已|已经|累计|先后|共计|成功|免费|连续|主动|积极|集中|全面|每年)+")
_NOUNS = ("n", "j", "l", "x")
_LINKS = re.compile("[还又也]")
_NO_SUBJECTS = ("p", "c", "r", "d", "v", "m")
_NO_THINGS = ("p", "c", "r", "d", "u")
_LEAST = 2


def ask_how_many(clause: Clause) -> tuple[str, str] | None:
    """Return the question for the number in ``clause``, and the number with its unit."""
    match = _AT_THE_END.fullmatch(clause.text) or _BEFORE_THINGS.fullmatch(clause.text)
    if not match or _TIMES.search(match["unit"]) or _VAGUE.search(match["head"]):
        return None
    if begins_with_doubtful_name(clause.text, clause.words):
        return None
    words = _take(clause.words, 0, len(match["head"]))
    told = clause.text[match.start("number") : match.end("unit")]
    verb = next((n for n, word in enumerate(words) if _is_verb(word)), None)
    if verb is None:
        is_measure = _MEASURED.search(match["head"]) and find_name(match["head"])
        return (f"{match['head']}多少{match['unit']}?", told) if is_measure else None
    start = _find_beginning(words[:verb], clause.subject)
    following = words[verb + 1 :]
    if thing := match.groupdict().get("thing"):
        following += _take(clause.words, len(clause.text) - len(thing), len(clause.text))
    asked = _ask_of(words[verb].text, following, match["unit"], has_things_last=bool(thing))
    return (f"{start}{asked}?", told) if start and asked else None


def _find_beginning(before: Sequence[TaggedWord], subject: str) -> str:
    """Return what the question begins with, given what stands before the verb; "" if unknown."""
    told = _LINKS.sub("", _join(before))
    if find_name(told):
        return "" if before[0].tag.startswith(_NO_SUBJECTS) else told
    return subject + told if subject and (not told or _ADVERBS.fullmatch(told)) else ""


def _ask_of(verb: str, following: Sequence[TaggedWord], unit: str, *, has_things_last: bool) -> str:
    """Return the words from the verb on, asking how many; "" if they say too little."""
    end = 0
    while end < len(following) and _is_part_of_verb(following[end]):
        end += 1
    verb = (verb + _join(following[:end])).removesuffix("了")
    things = [word for word in following[end:] if word.text not in _KINDS_OF]
    thing = _join(things)
    nouns = (*_NOUNS, "vn") if unit in _COUNTERS else _NOUNS
    has_thing = len(thing) >= _LEAST and things[-1].tag.startswith(nouns)
    has_more = any(_is_verb(word) or word.tag.startswith(_NO_THINGS) for word in things)
    if not has_thing or has_more or _MEASURED.search(thing) or _EMPTY_VERBS.fullmatch(verb):
        return ""
    if unit in _COUNTERS or has_things_last:
        return f"{verb}{'' if verb.endswith(_RESULTS) else '了'}多少{unit}{thing}"
    return f"{verb}{thing}多少{unit}"


def _is_verb(word: TaggedWord) -> bool:
    return word.tag.startswith("v") and word.tag != "vn"


def _is_part_of_verb(word: TaggedWord) -> bool:
    return word.tag.startswith("u") or word.text in _RESULTS


def _take(words: Iterable[TaggedWord], start: int, end: int) -> list[TaggedWord]:
    """Return the words that lie in a range of their text."""
    taken, at = [], 0
    for word in words:
        if start <= at and at + len(word.text) <= end:
            taken.append(word)
        at += len(word.text)
    return taken


def _join(words: Iterable[TaggedWord]) -> str:
    return "".join(word.text for word in words)
