"""Questions that a clause of an article seems to answer, each in the words of the article."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from embeddings.text.terms import Segmenter
from service.followups.words import OFFICE, Word, split_words
from service.suggestions.candidate import Asks, Candidate
from service.suggestions.clause import DAY, Clause, find_body, find_name
from service.suggestions.counting import ask_how_many

Propose = Callable[[Clause, Segmenter], Iterator[Candidate]]

_QUOTE = r"[“「\"](?P<name>[^“”「」\"]{2,12})[”」\"]"
_NAMED = re.compile(rf"(?P<head>[^“”\"]{{4,24}}?)(?:取名为?|命名为|名为|名叫|叫做|称为|叫){_QUOTE}")
_EXPLAINED = re.compile(rf"{_QUOTE}\((?P<told>[^()]{{6,60}})")
_PERSON = re.compile(rf".*(?:{OFFICE}|主席|院士)$")
_OF_OFFICES = ("n", "j", "b", "vn")
_LONGEST_OFFICE = 16
_ITEMS = re.compile(
    r"(?P<head>[^、]{3,16}?)(?P<verb>包括|包含|涵盖|设有)了?(?P<first>[^、]{2,12})、[^、]{2,12}(?:、|和|及)"
)
_EVENTS = (
    *(
        "开通",
        "启动",
        "成立",
        "揭牌",
        "挂牌",
        "通车",
        "开工",
        "动工",
        "竣工",
        "落成",
        "开业",
        "开馆",
        "开园",
    ),
    *(
        "上线",
        "运营",
        "投入使用",
        "建成",
        "开幕",
        "闭幕",
        "举行",
        "召开",
        "奠基",
        "封顶",
        "创刊",
        "投产",
    ),
)
_EVENT = rf"(?P<event>{'|'.join(_EVENTS)})"
_THING = r"(?P<head>[^,\d“”于在]{3,18}?)"
_SMOOTHLY = r"(?:正式|顺利|全面|全线)*"
_HAPPENED = (
    re.compile(rf"(?P<told>{DAY}){_THING}{_SMOOTHLY}{_EVENT}"),
    re.compile(rf"{_THING}[于在]?(?P<told>{DAY}){_SMOOTHLY}{_EVENT}"),
    re.compile(rf"(?P<told>{DAY}).{{0,12}}?{_SMOOTHLY}{_EVENT}了(?P<head>[^,\d“”]{{4,16}})"),
)
# Nouns that may be anybody's.
_ANYBODYS = re.compile(
    r"学校|医院|公司|企业|单位|街道|社区|集团|学院|图书馆|新馆|场馆|工程|项目|活动|大会|会议|平台|中心|部门|当地|全|各|两"
    r"|[村镇县区市]里"
)


def propose(clause: Clause, segmenter: Segmenter) -> Iterator[Candidate]:
    """Yield the questions that ``clause`` seems to answer."""
    if clause.is_clear:
        for ask in _KINDS:
            for candidate in ask(clause, segmenter):
                if not _ANYBODYS.match(candidate.question):
                    yield candidate


def _ask_number(clause: Clause, _: Segmenter) -> Iterator[Candidate]:
    """新组建志愿服务队237支 becomes 中原区新组建了多少支志愿服务队?"""
    asked = ask_how_many(clause)
    if asked:
        yield _build(clause, Asks.NUMBER, *asked)


def _ask_name(clause: Clause, _: Segmenter) -> Iterator[Candidate]:
    """…平台叫“绿东播报” becomes …平台叫什么名字?"""
    match = _NAMED.search(clause.text)
    if match:
        yield _build(clause, Asks.NAME, f"{match['head']}叫什么名字?", match["name"])


def _ask_meaning(clause: Clause, _: Segmenter) -> Iterator[Candidate]:
    """“三票制”(单位推荐票、…) becomes “三票制”指的是什么?"""
    match = _EXPLAINED.search(clause.text)
    if match:
        yield _build(clause, Asks.MEANING, f"“{match['name']}”指的是什么?", match["told"][:6])


def _ask_person(clause: Clause, segmenter: Segmenter) -> Iterator[Candidate]:
    """中原区委书记王万鹏 becomes 中原区委书记是谁?"""
    words = split_words(clause.text, segmenter)
    persons = set(words.find_persons())
    for n, word in enumerate(words.words):
        if word.text not in persons:
            continue
        office = _find_office(words.words[:n], persons)
        if _PERSON.match(office) and len(office) <= _LONGEST_OFFICE:
            yield _build(clause, Asks.PERSON, f"{office}是谁?", word.text)


def _find_office(before: Sequence[Word], persons: Collection[str]) -> str:
    """Return the office, with its place or body, that ``before`` ends with; "" if it has neither.

    The name of a company may be made of any words: it must begin what is said.
    """
    whole = "".join(word.text for word in before)
    if find_body(whole):
        return whole
    start = len(before)
    while start and before[start - 1].tag.startswith(_OF_OFFICES):
        if before[start - 1].text in persons:
            break
        start -= 1
    office = "".join(word.text for word in before[start:])
    has_place = any(word.tag.startswith(("ns", "nt", "nz")) for word in before[start:])
    return office if has_place or find_name(office) else ""


def _ask_items(clause: Clause, _: Segmenter) -> Iterator[Candidate]:
    """…工程包括甲、乙和丙 becomes …工程包括哪些?"""
    match = _ITEMS.match(clause.text)
    if match:
        question = f"{match['head']}{match['verb']}哪些?"
        yield _build(clause, Asks.ITEMS, question, match["first"])


def _ask_time(clause: Clause, _: Segmenter) -> Iterator[Candidate]:
    """10月11日,石桥通车 becomes 石桥是什么时候通车的?"""
    for pattern in _HAPPENED:
        if match := pattern.fullmatch(clause.date + clause.text) or pattern.fullmatch(clause.text):
            question = f"{match['head']}是什么时候{match['event']}的?"
            yield _build(clause, Asks.TIME, question, match["told"])
            return


def _build(clause: Clause, asks: Asks, question: str, told: str) -> Candidate:
    return Candidate(question, asks, told, clause.article_id, clause.sentence)


_KINDS: tuple[Propose, ...] = (
    _ask_name,
    _ask_person,
    _ask_time,
    _ask_items,
    _ask_number,
    _ask_meaning,
)
