"""What a question is about: its topic, what it counts, and the attribute it asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.documents import Span
from service.followups.words import OFFICE, Word, Words

# Attributes have a value and belong to a subject, whatever the collection is about.
_MEASURED_ATTRIBUTE = (
    r".*(?:面积|人口|投资|金额|造价|价格|费用|经费|收入|产值|成本|预算|人数|数量|总数|总量|总额|总长|次数|全长"
    r"|长度|宽度|高度|深度|重量|年龄|岁数|年纪|[^效]率|比例|占比|时间|日期|期限|地点|地址|位置|电话|号码|原因"
    r"|目的|名字|名称|用户数|内容|主题|口号|gdp)"
)
MEASURED_ATTRIBUTE = re.compile(_MEASURED_ATTRIBUTE)
# So do offices, but the holder of one can also be the topic: 惠济区委书记.
ATTRIBUTE = re.compile(rf"{_MEASURED_ATTRIBUTE}|.*(?:{OFFICE}|作者|主办方|c[eft]o)")
# Clause openers and punctuation that are not part of what the question is about.
_LEADING = re.compile(
    r"(?:请问|请告诉我|告诉我|我想知道|想知道|你知道|那么|那(?![里儿边个些位家次场项种座条])|其中的?|还有|另外|此外"
    r"|对了|然后|接着|顺便问一?下?|再问一?下?|好的?|谢谢|[,,、。??!!\s])+"
)
_CUTTING = frozenset("把将为给向对被由与和跟同")
_LOCATING = frozenset("在从到于以")
_LIGHT = re.compile(r"[dyupcx]|ad|zg")
_HELPING = re.compile("到|成|出|在|为|达|要|能|会|可以|需要|想|去|来|于")
_ADVERBS = re.compile("一共|总共|共|共有|专门|成功|大约|约|目前|先后|分别|新|总计|累计|今年")
_MEASURED_BY = re.compile("占地|建筑|平均|总|年度|人均|常住|注册|建设|绿化|计划|浏览")
_CLOSING = frozenset('”」』》")）)')
_TAILS = re.compile(r"[\s,,。??!!呢吗嘛呀啊吧]+$")
_TOPIC_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Phrases:
    """The parts of a question; a missing part is an empty range.

    Attributes:
        words: the question.
        interrogative: the first interrogative: 多少个, 谁.
        topic: the noun phrase the question is about.
        attribute: what the question asks of the topic: 面积 in "…的面积是多少".
        counted: the noun phrase after the interrogative: 党组织 in "多少个党组织".
    """

    words: Words
    interrogative: Span
    topic: Span
    attribute: Span
    counted: Span

    @property
    def has_interrogative(self) -> bool:
        """Whether the question has an interrogative."""
        return self.interrogative.end > self.interrogative.start

    @property
    def has_attribute(self) -> bool:
        """Whether the question asks for an attribute."""
        return self.attribute.end > self.attribute.start

    @property
    def has_counted(self) -> bool:
        """Whether the question names what it counts."""
        return self.counted.end > self.counted.start


def parse(words: Words) -> Phrases:
    """Return the parts of a question."""
    start = find_leading_end(words)
    interrogative = next(
        (span for span in words.find_interrogatives() if span.start >= start), None
    )
    end = find_tail_start(words.folded)
    if interrogative is None:
        topic = _find_noun_phrase(words, start, end)
        return Phrases(words, Span(end, end), topic, Span(end, end), Span(end, end))
    left = _find_phrase_before(words, start, interrogative.start)
    counted = _find_counted(words, interrogative.end, end)
    attribute = Span(interrogative.start, interrogative.start)
    if left.end > left.start:
        topic, attribute = _split_attribute(words, left, interrogative)
    elif words.text[start : interrogative.start].strip():
        topic = Span(start, start)  # a predicate without a subject
    else:
        topic = _find_topic_after(words, interrogative, counted)
    return Phrases(words, interrogative, _shorten(words, topic), attribute, counted)


def find_leading_end(words: Words) -> int:
    """Return where the question starts, after words such as 那, 还有, 请问."""
    match = _LEADING.match(words.folded)
    return match.end() if match else 0


def find_tail_start(folded: str) -> int:
    """Return where the closing particles and punctuation start."""
    match = _TAILS.search(folded)
    return match.start() if match else len(folded)


def _find_phrase_before(words: Words, start: int, end: int) -> Span:
    """Return the noun phrase before the interrogative, without its predicate."""
    inside = [word for word in words.select(Span(start, end)) if word.text.strip()]
    whole = len(inside)
    _drop_predicate(inside)
    of = max((n for n, word in enumerate(inside) if word.tag == "uj"), default=-1)
    stop = next((n for n in range(1, len(inside)) if _starts_predicate(inside, n, of)), len(inside))
    if len(inside) == whole:  # 接待游客多少人次: the verb comes before what is counted
        verbs = (n for n in range(max(1, of + 1), stop) if _is_verb(inside[n]))
        stop = next((n for n in verbs if not _is_compound(inside, n)), stop)
    phrase = inside[:stop]
    while phrase and phrase[-1].tag in {"d", "zg"}:
        phrase.pop()
    if not phrase or phrase[0].tag == "p":
        return Span(start, start)
    return Span(phrase[0].span.start, phrase[-1].span.end)


def _drop_predicate(inside: list[Word]) -> None:
    """Remove particles, adverbs and a verb from the end, and any verb before 的是 or 到."""
    has_verb = after_particle = after_existential = False
    while inside:
        last = inside[-1]
        if after_particle or (
            _is_verb(last) and not (has_verb and not _HELPING.fullmatch(last.text))
        ):
            # Whatever its tag, a word before 了 or 于 is a verb: 管理/vn 了.
            has_verb |= not _HELPING.fullmatch(last.text)
        elif last.tag == "uj":
            if after_existential:
                inside.pop()
                return  # 集中开工的 有几个项目
            has_verb = False
        elif (
            not (_LIGHT.match(last.tag) or _ADVERBS.fullmatch(last.text))
            or last.text in _CLOSING
            or re.search(r"\d|年", last.text)
        ):
            return
        inside.pop()
        after_existential = last.text in {"有", "共有"}
        after_particle = last.tag in {"ul", "ug"} or last.text in {"于", "自"}


def _is_verb(word: Word) -> bool:
    return word.tag == "v" and word.text != "站"  # 高铁/n 站/v


def _is_compound(inside: Sequence[Word], n: int) -> bool:
    """Return whether the verb ``n`` is part of a noun: 演讲/v 比赛/vn."""
    return n + 1 < len(inside) and inside[n + 1].tag == "vn"


def _starts_predicate(inside: list[Word], n: int, of: int) -> bool:
    """Return whether the predicate starts at word ``n``; 的 at ``of`` makes a clause a modifier."""
    word = inside[n]
    if not any(before.tag[0] in "nabjlt" for before in inside[:n]):
        return False
    if word.tag == "p" and word.text in _CUTTING:
        return True
    next_tag = inside[n + 1].tag if n + 1 < len(inside) else ""
    return n > of and (
        (word.tag == "p" and word.text in _LOCATING) or (word.tag[0] == "v" and next_tag == "ul")
    )


def _split_attribute(words: Words, left: Span, interrogative: Span) -> tuple[Span, Span]:
    """Split "A的B是多少" into topic A and attribute B; "A开通的B" is one topic."""
    inside = words.select(left)
    none = Span(left.end, left.end)
    if not _asks_value(words, interrogative):
        return left, none
    for n in range(len(inside) - 1, 0, -1):
        if inside[n].tag == "uj" and inside[n - 1].tag != "v":
            return Span(left.start, inside[n].span.start), Span(inside[n].span.end, left.end)
    for n in range(len(inside) - 1, -1, -1):
        tail = words.extract(Span(inside[n].span.start, left.end))
        if MEASURED_ATTRIBUTE.fullmatch(tail.lower()):
            while n and (_MEASURED_BY.fullmatch(inside[n - 1].text) or inside[n - 1].tag == "b"):
                n -= 1  # noqa: PLW2901
            return Span(left.start, inside[n].span.start), Span(inside[n].span.start, left.end)
    last = inside[-1]
    bare = words.text[left.end : interrogative.start].strip() in {"", "是"}
    bare = bare and words.folded.startswith("多少", interrogative.start)
    if bare and len(inside) > 1 and last.tag in {"n", "vn"} and len(last.text) > 1:
        return Span(left.start, last.span.start), last.span  # 青山水库 库容 多少
    return left, none


def _asks_value(words: Words, interrogative: Span) -> bool:
    """Return whether it asks for a value (多少, 多少万元, 什么), not a count (多少个) or name."""
    if re.search(r"叫做?|称为|称作|名为|指的?是?$", words.folded[: interrogative.start]):
        return False
    asks = words.folded[interrogative.start : interrogative.end]
    return not re.search(r"[个名位人户家条项件支次场座所篇套组批]$|谁|哪|叫", asks)


def _find_topic_after(words: Words, interrogative: Span, counted: Span) -> Span:
    """Return the topic of a question that starts with its interrogative: 为什么二七区要…."""
    if re.match(
        r"为|怎|如何|什么时|何时|多", words.folded[interrogative.start : interrogative.end]
    ):
        return counted
    rest = [name for name in words.names if name.start >= counted.end]
    if rest:
        return rest[0]
    end = find_tail_start(words.folded)
    following = words.select(Span(counted.end, end))
    first = next((word.span.start for word in following if word.tag[0] in "nbjlrtm"), end)
    return _find_noun_phrase(words, first, end)


def _find_counted(words: Words, start: int, end: int) -> Span:
    """Return the noun phrase after an interrogative, which may end inside a word: 多少 个村."""
    found = _find_noun_phrase(words, start, end)
    inside = any(word.span.start < start < word.span.end for word in words.words)
    return Span(start, found.end) if inside and found.end > start else found


def _find_noun_phrase(words: Words, start: int, end: int) -> Span:
    """Return the noun phrase at the start of a range."""
    inside = [word for word in words.select(Span(start, end)) if word.text.strip()]
    while inside and inside[0].tag[0] in "updy":
        inside.pop(0)
    of = max((n for n, word in enumerate(inside) if word.tag == "uj"), default=-1)
    stop = next(
        (n for n in range(len(inside)) if n > of and _ends_noun_phrase(inside[n])), len(inside)
    )
    phrase = inside[:stop]
    if not phrase or (phrase[-1].tag == "uj" and phrase[-1] is inside[-1]):  # 什么时候通车的
        return Span(start, start)
    return Span(phrase[0].span.start, phrase[-1].span.end)


def _ends_noun_phrase(word: Word) -> bool:
    return word.tag in {"v", "p", "d", "r", "y", "x", "ul"} or word.text in {"是", "有"}


def _shorten(words: Words, topic: Span) -> Span:
    """Shorten a long topic to its last name or nothing, because the page displays it in a chip."""
    if topic.end - topic.start <= _TOPIC_CHARACTERS:
        return topic
    inside = [name for name in words.names if topic.start <= name.start < topic.end]
    return inside[-1] if inside else Span(topic.start, topic.start)
