"""A question as words with their positions, and what the words alone reveal."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.terms import Segmenter
from service.questions.question import MEASURES

# The rest of a question is what the user knows. 几乎 (almost) is no interrogative.
_INTERROGATIVE = re.compile(
    rf"百分之(?:多少|几)|第几(?:{MEASURES})?|(?:多少|几(?!乎))[万亿]?(?:{MEASURES}|钱)?"
    r"|为什么|为何|为啥|怎么样?|怎样|如何|咋样?"
    r"|(?:什么|何)(?:时候|时间|时|地方|名字|名称|原因|样|人)?|多[久大高长宽远重深](?:时间)?"
    rf"|哪(?:[里儿些年天月]|[一几两二三四五六七八九十]?(?:{MEASURES})|[几两三])?|谁"
)
_PERSON_TAGS = ("nr", "nrfg")
# Offices held by one person.
OFFICE = r"书记|支书|主任|负责人|总经理|创始人|董事长|[部局处科厅市区县省镇乡村校院会组队站]长"
# What may directly follow a person's name. Before other nouns the tag is mostly wrong: 楼宇/nr.
_TITLE = re.compile(rf".*(?:{OFFICE}|同志|老师|教授|先生|女士|医生)")
# What follows a name and belongs to it.
_NAME_ENDING = re.compile(
    r"[省市县区镇乡村路街]|街道办?|办事处|社区|大道|公司|集团|大学|学院|中学|小学|医院|广场|公园"
)
_BODIES = ("公司", "集团", "大学", "学院", "中学", "小学", "医院", "银行", "报", "社", "局", "厅")
# Before these an unknown word is a name, whatever its tag: 棉纺/b 路/n.
_ROAD_ENDING = re.compile(r"[镇乡路街]|街道办?|大道")
# A fragment that ends like this is a name, whether or not the dictionary knows it.
NAME_LIKE = re.compile(
    r"[㐀-鿿]{2,8}(?<![全本各农城])(?:[省市县区镇乡村路街]|街道|社区|公司|集团|大学|学院|医院|银行|中学"
    r"|小学|图书馆|博物馆|水库|公园|广场)"
)
# Rare place names are tagged as nouns: 金水区/n.
_PLACE = re.compile(r"[㐀-鿿]{2,}(?:[省市县镇乡村路]|(?<![发业民宅城范验贸税])区|街道)")
_QUOTED = re.compile(r"[“「『《\"][^”」』》\"]{1,40}[”」』》\"]")
_DATE = re.compile(
    r"(?:\d{2,4}|[一二三四五六七八九十〇零]{2,4})年(?:代|上半年|下半年)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?"
    r"|\d{1,2}月(?:份|\d{1,2}[日号])?|[今去前明]年|[上下]半年|第[一二三四]季度"
)
# International business terms; they name a kind of thing, not an instance of it.
_COMMON_LATIN = frozenset(("ceo", "cfo", "cto", "gdp", "cpi", "app", "ipo", "logo", "wifi", "kpi"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word as printed, its part of speech, and its range in the question."""

    text: str
    tag: str
    span: Span


@dataclass(frozen=True, slots=True)
class Words:
    """A question, split into words.

    Attributes:
        text: as printed.
        folded: the same, folded character by character, so offsets are valid in both.
        words: in order, without gaps.
        names: the places, persons, bodies and quoted names, in order.
    """

    text: str
    folded: str
    words: tuple[Word, ...]
    names: tuple[Span, ...]

    def extract(self, span: Span) -> str:
        """Return the text of ``span`` as printed, stripped."""
        return self.text[span.start : span.end].strip()

    def select(self, span: Span) -> list[Word]:
        """Return the words that start inside ``span``."""
        return [word for word in self.words if span.start <= word.span.start < span.end]

    def find_interrogatives(self) -> list[Span]:
        """Return the interrogatives, in order."""
        return [Span(*match.span()) for match in _INTERROGATIVE.finditer(self.folded)]

    def find_dates(self) -> list[Span]:
        """Return the dates and years, in order."""
        return [Span(*match.span()) for match in _DATE.finditer(self.folded)]

    def find_persons(self) -> list[str]:
        """Return the names of people, in order."""
        return [
            word.text
            for word in self.words
            if word.tag in _PERSON_TAGS and any(word.span == name for name in self.names)
            if not _NAME_ENDING.match(self.folded[word.span.end - 1 : word.span.end + 1])
            if not _NAME_ENDING.match(self.folded[word.span.end :])
        ]


def split_words(text: str, segmenter: Segmenter) -> Words:
    """Return ``text`` as words: as printed, with the tags of the folded text."""
    folded = fold_aligned(text)
    words = tuple(_tag_words(text, folded, segmenter))
    return Words(text, folded, words, tuple(_find_names(folded, words)))


def _tag_words(text: str, folded: str, segmenter: Segmenter) -> Iterator[Word]:
    start = 0
    for tagged in segmenter.tagged(folded):
        end = start + len(tagged.text)
        yield Word(text[start:end], tagged.tag, Span(start, end))
        start = end


def _find_names(folded: str, words: Sequence[Word]) -> Iterator[Span]:
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(folded)]
    yield from quoted
    quoted_end = quoted[-1].end if quoted else 0
    n = 0
    while n < len(words):
        end = _find_name_end(words, n)
        if end is None or words[n].span.start < quoted_end:
            n += 1
            continue
        first = _find_name_start(words, n)
        yield Span(words[first].span.start, words[end - 1].span.end)
        n = end


def _find_name_end(words: Sequence[Word], n: int) -> int | None:
    """Return the index of the word after the name that starts at word ``n``; None if none does."""
    following = words[n + 1].text if n + 1 < len(words) else ""
    if not _is_name(words, n) and not (
        _ROAD_ENDING.fullmatch(following) and _may_start_name(words[n])
    ):
        return None
    end = n + 1
    while end < len(words) and (
        _NAME_ENDING.fullmatch(words[end].text)
        or _is_name(words, end)
        or _continues_latin(words, end)
    ):
        end += 1
    return end


def _continues_latin(words: Sequence[Word], n: int) -> bool:
    """Return whether word ``n`` belongs to the Latin name before it: Sam Altman, GPT-4."""
    if not words[n - 1].text.isascii() or not words[n].text.isascii():
        return False
    around = [word.tag for word in words[n - 1 : n + 2]]
    return around == ["eng", "x", "eng"] or bool(re.fullmatch(r"[-.\d]+", words[n].text))


def _is_name(words: Sequence[Word], n: int) -> bool:
    word = words[n]
    if word.tag == "eng":
        return word.text.lower() not in _COMMON_LATIN
    if word.tag == "nt":  # 党组织/nt is a kind of body, 某某集团/nt is a particular one
        return any(word.text.endswith(ending) for ending in _BODIES)
    if word.tag in _PERSON_TAGS:
        return _stands_alone(words[n + 1 : n + 2])
    if word.tag[0] == "n" and _PLACE.fullmatch(word.text) and word.text[0] not in "全各本新":
        return True
    return word.tag in {"ns", "nrt"} and len(word.text) > 1  # nz is mostly a common word


def _stands_alone(following: Sequence[Word]) -> bool:
    if not following or not following[0].tag.startswith(("n", "vn", "j")):
        return True
    return bool(_NAME_ENDING.fullmatch(following[0].text) or _TITLE.fullmatch(following[0].text))


def _may_start_name(word: Word) -> bool:
    return word.tag[0] in "abjnz" and not _NAME_ENDING.fullmatch(word.text)


def _find_name_start(words: Sequence[Word], n: int) -> int:
    """Add what the dictionary split off a name's front: 绿/a 东村/ns 街道, 西流/n 湖/ns."""
    before = words[n - 1] if n else None
    if before is None or not _may_start_name(before):
        return n
    short = len(before.text) == 1 or len(words[n].text) == 1
    return n - 1 if short and words[n].tag != "eng" else n
