"""What a question asks for: its kind, the unit or noun it names, and the words that bind it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from embeddings.normalize import fold
from embeddings.terms import Segmenter, TaggedWord


class Kind(StrEnum):
    """What kind of answer a question wants."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    NAME = "name"
    LIST = "list"
    REASON = "reason"
    MANNER = "manner"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    Attributes:
        text: as asked.
        kind: what kind of answer it wants.
        units: for a number, the measure words it may carry; () when the question names none.
        words: the folded content words in order, without the words that only ask.
        content: the folded question with everything that only asks replaced by spaces.
    """

    text: str
    kind: Kind
    units: tuple[str, ...]
    words: tuple[str, ...]
    content: str


MEASURES = (
    "平方公里|平方米|立方米|公里|千米|厘米|毫米|公斤|千克|小时|分钟|人次|户次|大类|大项|小项|个月"
    "|周年|亿元|万元|美元|[个名位人条项次户家所座支件篇处场套辆台块张份本部册期届批组队类种岁年月天日周"
    "元米吨亩里度层级倍门只头棵株间栋幢片颗句字页步点期轮班站枚封首道员区县市镇村]"
)
_MONEY = ("元", "万元", "亿元", "亿", "万", "美元")
_LENGTH = ("米", "公里", "千米", "厘米", "平方米", "里")
_DURATION = ("年", "个月", "月", "天", "日", "小时", "分钟", "周")
_RATE = ("%", "成", "倍", "百分点")

# The first pattern that is found decides. Order matters: 哪几个 asks for names, 几个 for a number.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (Kind.REASON, r"为什么|为何|为啥|什么原因|原因是|缘故|何以"),
        (Kind.DATE, r"什么时候|什么时间|何时|哪一?[天年日月周]|几[月号点时]|何年|日期"),
        (Kind.LIST, r"哪[些几两二三四五六七八九十]|有什么|包括什么|包含什么|分别|什么内容"),
        (Kind.NUMBER, r"多少|几(?!乎)|多[久大高长宽远重深厚快]|百分之"),
        (Kind.PERSON, r"谁|哪[一]?位|何人|什么人|(?:书记|[长员者师授理官家])(?:是|叫)(?:什么|哪)"),
        (Kind.MANNER, r"怎么样?|如何|怎样|什么(?:方式|办法|方法|途径|措施)|通过什么"),
        (Kind.NAME, r"叫什么|叫做什么|名字|名称|称为|哪|什么|何"),
    )
)
_ASKING = re.compile(
    r"请问|请告诉我|告诉我|想知道|为什么|为何|为啥|什么时候|什么时间|何时|什么|怎么样|怎么|怎样|如何"
    r"|多少|多[久大高长宽远重深](?:时间|年纪|岁数)?|几(?!乎)|哪[一几两二三四五六七八九十]?[个位家所座条项名种天年些里儿]?"
    r"|谁|吗|呢|呀|吧|[??!!。]|叫做|叫|名字|名称|分别|一共|总共|共有|一下|百分之|是不是|有没有"
)
# Parts of speech that bind nothing: particles, prepositions, pronouns, conjunctions, adverbs, …
_EMPTY_TAGS = ("u", "p", "c", "r", "y", "e", "x", "w", "d", "f", "zg", "o")
_EMPTY_WORDS = frozenset("的了是在有和与为对到被把从向以于个名位条项次家要给会能做用请这那其")


def read_question(text: str, segmenter: Segmenter) -> Question:
    """Return what ``text`` asks for."""
    folded = fold(text)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(folded)), Kind.ANY)
    content = _ASKING.sub(lambda match: " " * len(match.group()), folded)
    units = _units(folded) if kind is Kind.NUMBER else ()
    return Question(text, kind, units, _content_words(segmenter.tagged(content)), content)


def _units(folded: str) -> tuple[str, ...]:
    named = re.search(rf"(?:多少|几)({MEASURES})", folded)
    if named:
        return (named.group(1),)
    for pattern, units in (
        (r"多[大少]?(?:年纪|岁)|年龄|几岁", ("岁",)),
        (r"多久|多长时间|时间多长|期限", _DURATION),
        (r"多[高长宽远深厚]", _LENGTH),
        (r"率|比例|占比|百分|下降|上升|增长|提高", _RATE),
        (r"钱|资金|投资|经费|金额|收入|费用|产值|价格|奖金|补贴|成本|总额", _MONEY),
        (r"面积", ("平方米", "平方公里", "亩")),
    ):
        if re.search(pattern, folded):
            return units
    return ()


def _content_words(tagged: Iterable[TaggedWord]) -> tuple[str, ...]:
    words = (
        word.text
        for word in tagged
        if word.text.strip()
        and not word.tag.startswith(_EMPTY_TAGS)
        and word.text not in _EMPTY_WORDS
    )
    return tuple(dict.fromkeys(words))
