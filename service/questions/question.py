"""Read what a question asks for: the kind of answer, its unit, and the content words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, pairwise

from embeddings.documents import Span
from embeddings.quantities.units import build_unit_pattern, list_senses, list_units
from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter, TaggedWord
from service.language import Language, detect_language
from service.names.place_offices import split_offices
from service.questions import english
from service.questions.focus import NO_FOCUS, Focus, find_focus
from service.questions.kinds import FORMED_KINDS, PERSONS, QuestionKind
from service.questions.times import AskedTime, read_asked_time, remove_time

__all__ = [
    "FORMED_KINDS",
    "MEASURES",
    "Question",
    "QuestionKind",
    "read_question",
]


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question.

    Attributes:
        text: as asked.
        kind: what kind of answer it asks for.
        units: for a number, the measure words it may have; () if the question implies none.
        words: the folded content words in order, without interrogative words.
        names: the words that name a particular person, place or organisation, or are not Chinese.
        places: names joined with their ending (惠济 + 区), and words that have one (人民医院).
        attributes: the words that are neither names nor the ending of one.
        content: the folded question with interrogative words replaced by spaces.
        focus: its interrogative, and the noun that names what it asks for.
        language: the language it was asked in.
        time: the time it is about; None if it names none.
    """

    text: str
    kind: QuestionKind
    units: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[str, ...]
    attributes: tuple[str, ...]
    content: str
    focus: Focus
    language: Language = Language.CHINESE
    time: AskedTime | None = None

    @property
    def read_text(self) -> str:
        """What passages are read with.

        It is the question without its time, which is compared with theirs. A year that is asked for
        may be that of the article: such a question is read as any for a time, or as a statement.
        """
        text = remove_time(self.text, self.time) if self.time else self.text
        if self.kind is not QuestionKind.DATE:
            return text
        return _WHICH_YEAR.sub("什么时候", _IN_WHICH_YEAR.sub("", text))

    @property
    def asks_order(self) -> bool:
        """Whether it asks for a place in an order: 第几次."""
        return _ASKS_ORDER.search(self.text) is not None

    @property
    def searched_text(self) -> str:
        """What to search for by words: an English question's common words match by chance."""
        return self.content if self.language is Language.ENGLISH else self.text


MEASURES = build_unit_pattern()
"""A pattern for units and measure words in folded text."""

# 几十年, 这几天, 几乎 and 十几个 state a number instead of asking for one.
_HOW_MANY = r"(?<![这那前后近好头每十])几(?![乎十百千万])"
_ASKS_ORDER = re.compile("第(?:几|多少)")
HOW_CHANGED = (
    r"(?:怎么样?|怎样|如何)(?:一步一?步|一点一?点|逐[年步渐]|慢慢)?地?"
    r"(?:[上下]?涨|[上下]?降|[上下]?升|增长?|减少?|变多|变少|[上下][去来]|变化)[上下]?[去来]?的"
    r"|(?:[数人户产销]量|人数|户数|价格?|[学税运话旅杂报]?费|工资|工钱|收入|面积|亩产|[^师学]生?率|钱)"
    r"[^,，]{0,6}(?:怎么样?|怎样|如何)变(?:化|动)?(?:的|过来)?"
)
"""A pattern for questions of how a number changed over the years: 学费是怎么涨的."""
# The first pattern that matches decides. Order matters: 哪几个 asks for names, 几个 for a number.
_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            QuestionKind.PLACE,
            r"(?<!有)几(?:楼|号(?:楼|院|馆|厅|室|窗|门|线|车)|单元)|[在到去住]几(?:层|栋|幢|座|室)",
        ),
        (QuestionKind.REASON, r"为什么|为何|为啥|(?:什么|啥)原因|原因是|缘故|何以"),
        (
            QuestionKind.DATE,
            r"(?:什么|啥)时[候间]|何时|哪一?[天年日月周]|几[月号点时]|何年|日期",
        ),
        (
            QuestionKind.LIST,
            r"哪[些几两二三四五六七八九十]|有(?:什么|啥)|包[括含](?:什么|啥)|分别|什么内容|都(?:是|叫)(?:什么|啥|谁)|些(?:什么|啥)",
        ),
        (
            QuestionKind.NUMBER,
            rf"多少|{_HOW_MANY}|{HOW_CHANGED}|多[久大高长宽远重深厚快]|百分之|(?:什么|啥)(?:价|行情)",
        ),
        (
            QuestionKind.PERSON,
            r"谁|哪一?位|何人|(?:什么|啥)人|(?:书记|[长员者师授理官家])(?:是|叫)(?:什么|啥|哪)",
        ),
        (
            QuestionKind.PLACE,
            r"哪[里儿]|(?:什么|啥)地方|何[处地]|[在到去]哪(?!一?[个种项家款])|籍贯|地址"
            r"|哪一?[个座]?(?:城市|省|市|县|区|镇|乡|村|街道|国|地|州|岛)",
        ),
        (QuestionKind.MANNER, r"怎么样?|咋|如何|怎样|(?:什么|啥)(?:方式|办法|方法|途径|措施)"),
        (QuestionKind.NAME, r"叫什么|叫做什么|名字|名称|称为|哪|什么|啥|何"),
    )
)
_INTERROGATIVE_WORDS = re.compile(
    rf"(?:多少|{_HOW_MANY})(?:(?!钱){MEASURES})?|百分之"
    r"|请问|请告诉我|告诉我|想知道|为什么|为何|为啥|(?:什么|啥)时[候间]|何时|什么|啥|怎么样|怎么|咋|怎样|如何"
    r"|多[久大高长宽远重深](?:时间)?|谁|吗|呢|呀|吧|[?!。]"
    r"|哪[一几两二三四五六七八九十]?[个位家所座条项名种天年些里儿]?"
    r"|叫做|叫|名字|名称|分别|一共|总共|共有|一下|是不是|有没有"
)
_ASKED_UNIT = re.compile(rf"(?:多少|{_HOW_MANY})[万亿]*(?!钱)({MEASURES})")
_GENERAL_MEASURES = ("个", "人", "元")  # 多少个人, 多少人员
_LONGEST_BEGUN = 3  # characters that may follow a measure word in the same word
_LEAST_FREQUENCY = 200  # of a word; jieba makes up rare ones: 条路
# 收入增长多少 may be answered in % or in 元.
_ASKS_CHANGE = re.compile(
    "(?:增长|上涨|涨|下降|下跌|减少|增加|提高|上升|降低|提升|(?<!最)[高低多少])[了出]?多少(?!钱)"
)
_DIMENSION_WORDS = tuple(
    (re.compile(pattern), unit)
    for pattern, unit in (
        (r"占[^,]{0,12}多少$|占[^,]{0,12}的多少|率|比例|之比|比是|配比|占比|百分|几分之", "%"),
        (r"多大(?:年纪|岁数|年龄|了)|[年他她]多大|年龄多|高龄", "岁"),
        (r"多久|多长时间|时间多长|期限", "年"),
        (r"面积", "亩"),
        (r"多[高长宽远深厚]", "米"),
        (r"多重", "吨"),
        (r"门诊量|接诊量|客流量?|人流量|接待量|客运量|到访量", "人次"),
        (
            r"钱|投资|经费|金额|(?<!务)收入|费用|收费|票价|产值|价格|[什么啥]价|奖金|补贴|成本|资金|预算|经济损失|罚款|工资|[月年]薪|租金",
            "元",
        ),
    )
)
# Parts of speech without content: particles, prepositions, pronouns, conjunctions, adverbs, …
_EMPTY_TAGS = re.compile(r"[upcrywdfox]|zg|e$")
_NAME_TAGS = ("nr", "ns", "nt", "nz", "eng")
_PLACE = re.compile(r"[㐀-鿿]{2,}(?:[省市县区镇乡村路]|街道)")
_NAME_ENDING = re.compile(
    r"街道|社区|[区县市镇乡村路局]|公司|集团|大学|学院|中学|小学|医院|党委|党工委"
)
_PLACE_ENDING = re.compile(r"街道|社区|[区县市镇乡村路局院馆校站]")
_BODY_ENDING = re.compile(r"公司|集团|大学|学院|中学|小学|医院")
_PLACE_WORD = re.compile(
    r"[㐀-鿿]{2,}(?:街道|社区|[区县市镇乡村路局院馆]|公司|集团|大学|学院|中学|小学|医院)"
)
_WHICH_YEAR = re.compile(r"哪一?年|何年")
_IN_WHICH_YEAR = re.compile(r"(?:发生)?是?在?(?:哪一?年|何年)(?:的事情?)?[?？。]?$")
_EMPTY_WORDS = frozenset("的了是在有和与为对到被把从向以于个名位条项次家要给会能做用请这那其")


def read_question(text: str, segmenter: Segmenter, today: date | None = None) -> Question:
    """Return what ``text``, asked ``today``, asks for; 去年 means nothing if no day is given."""
    is_english = detect_language(text) is Language.ENGLISH
    read = _read_english_question if is_english else _read_chinese_question
    return replace(read(text, segmenter), time=read_asked_time(text, today))


def _read_chinese_question(text: str, segmenter: Segmenter) -> Question:
    folded = fold(text)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(folded)), QuestionKind.ANY)
    content = _INTERROGATIVE_WORDS.sub(lambda match: " " * len(match.group()), folded)
    units = _find_units(folded, segmenter) if kind is QuestionKind.NUMBER else ()
    segmented = segmenter.tagged(content)
    content_words = tuple(_select_content_words(segmented))
    tagged = [word for _, word in content_words]
    words = tuple(dict.fromkeys(word.text for word in tagged))
    names = tuple(dict.fromkeys(word.text for word in tagged if _is_name(word)))
    cut = split_offices(segmented, segmenter.frequency)
    places = tuple(dict.fromkeys(_find_places(cut)))
    attributes = tuple(_find_attributes(tagged))
    focus = find_focus(folded, content_words)
    return Question(text, kind, units, words, names, places, attributes, content, focus)


def _read_english_question(text: str, segmenter: Segmenter) -> Question:
    """Return what an English ``text`` asks for; it may hold Chinese names.

    Only these, and what is certainly a name (G20), must occur in an article that answers.
    """
    folded = fold(text)
    kind = english.find_english_kind(folded)
    units = english.find_english_units(folded) if kind is QuestionKind.NUMBER else ()
    content = english.blank_stop_words(folded)
    segmented = segmenter.tagged(content)
    tagged = [word for _, word in _select_content_words(segmented)]
    names = [word.text for word in tagged if _is_name(word) and word.tag != "eng"]
    return Question(
        text=text,
        kind=kind,
        units=units,
        words=tuple(dict.fromkeys(word.text for word in tagged)),
        names=tuple(dict.fromkeys((*names, *english.list_particular(text)))),
        places=tuple(dict.fromkeys(_find_places(segmented))),
        attributes=(),
        content=content,
        focus=NO_FOCUS,
        language=Language.ENGLISH,
    )


def _find_units(folded: str, segmenter: Segmenter) -> tuple[str, ...]:
    """Return the units an answer may have: the measure word asked for, or a whole dimension."""
    measure = _ASKED_UNIT.search(folded)
    if measure and _is_measure(folded, Span(*measure.span(1)), segmenter):
        return list_comparable(measure.group(1))
    if _ASKS_CHANGE.search(folded):
        return ()
    for pattern, unit in _DIMENSION_WORDS:
        if pattern.search(folded):
            return list_comparable(unit)
    return ()


def _is_measure(folded: str, span: Span, segmenter: Segmenter) -> bool:
    """Return whether a measure word is a word, and not the beginning of one: 多少门诊, 多少家庭."""
    start, end = span
    if folded[start:end] in _GENERAL_MEASURES:
        return True
    first = segmenter.tagged(folded[start : end + _LONGEST_BEGUN])[0]
    is_common = segmenter.frequency(first.text) >= _LEAST_FREQUENCY and first.tag != "r"  # 多少本书
    return len(first.text) <= end - start or not is_common


def list_comparable(unit: str) -> tuple[str, ...]:
    """Return the units of all dimensions that ``unit`` has; of a measure word, those like it."""
    measured = [sense.dimension for sense in list_senses(unit) if not sense.is_counting]
    if measured:
        return tuple(dict.fromkeys(chain.from_iterable(map(list_units, measured))))
    return PERSONS if unit in PERSONS else (unit,)


def _is_name(word: TaggedWord) -> bool:
    return word.tag in _NAME_TAGS or bool(_PLACE.fullmatch(word.text))


def _find_places(segmented: Sequence[TaggedWord]) -> Iterator[str]:
    """Yield the places and bodies named by two words, as jieba splits them, or by one.

    Two words name a body (公司, 医院) only if a name precedes them.
    """
    start = TaggedWord(" ", "x")
    words = (start, start, *segmented)
    for preceding, (before, word) in zip(words, pairwise(words[1:]), strict=False):
        ending = _PLACE_ENDING.fullmatch(word.text) or (
            _is_name(preceding) and _BODY_ENDING.fullmatch(word.text)
        )
        is_noun = before.tag.startswith(("n", "j", "eng"))
        if ending and is_noun and not _PLACE_ENDING.fullmatch(before.text):
            yield before.text + word.text
        elif word.tag.startswith("n") and _PLACE_WORD.fullmatch(word.text):
            yield word.text


def _find_attributes(tagged: Iterable[TaggedWord]) -> Iterator[str]:
    after_name = False
    for word in tagged:
        in_name = _is_name(word) or (after_name and bool(_NAME_ENDING.fullmatch(word.text)))
        if not in_name:
            yield word.text
        after_name = in_name


def _select_content_words(tagged: Iterable[TaggedWord]) -> Iterator[tuple[int, TaggedWord]]:
    """Yield the words with content, each with its offset."""
    start = 0
    for word in tagged:
        empty = _EMPTY_TAGS.match(word.tag) or word.text in _EMPTY_WORDS
        if word.text.strip() and not empty:
            yield start, word
        start += len(word.text)
