"""Where a name with a middle dot ends: 阿依古丽·买合木提 in 阿依古丽·买合木提接任院长."""

import re

from embeddings.documents import Span
from embeddings.text.middle_dots import MIDDLE_DOTS
from embeddings.text.terms import Segmenter

_HAN = r"\u4e00-\u9fff"
_LAST_PART = re.compile(rf"(?<=[{_HAN}][{MIDDLE_DOTS}])[{_HAN}]+")
_LONGEST_PART = 8
# What the syllables of Uyghur, Kazakh, Mongolian, Tibetan and European names are written with, as
# far as jieba leaves them as words of their own; none of them begins a clause behind a name.
_SYLLABLES = frozenset(
    "阿艾巴拜别布达代丹德迪都顿多尔丰夫嘎盖格古哈罕汗合吉加江杰金卡坎克库拉莱兰勒里丽力利林龙卢鲁伦罗"
    "洛马买麦曼玛米木姆穆娜南尼努诺帕皮普其恰切热仁日荣茹萨赛森莎山什斯苏索塔泰坦特提田图吐瓦旺维沃西"
    "夏肖雅延耶伊依因永尤玉扎珠孜宗"
)
_NAME_TAGS = ("nr", "ns", "nz")


def complete_dotted_name(text: str, span: Span, segmenter: Segmenter) -> Span:
    """Return ``span`` with all of the last part of its name, if it has a middle dot.

    The name goes on with words that are names, and with syllables that are no words: jieba knows
    few such names, but it knows the word that follows them.
    """
    parts = [match for match in _LAST_PART.finditer(text, span.start) if match.start() <= span.end]
    if not parts or parts[-1].end() < span.end:  # no dot, or the range goes on behind the name
        return span
    start = parts[-1].start()
    end = start + _measure_part(text[start : start + _LONGEST_PART + 2], segmenter)
    return Span(span.start, max(span.end, min(end, parts[-1].end())))


def _measure_part(following: str, segmenter: Segmenter) -> int:
    """Return how many characters at the start of ``following`` belong to the name."""
    length = 0
    for word in segmenter.tagged(following):
        is_syllable = len(word.text) == 1 and word.text in _SYLLABLES
        if length and not (is_syllable or word.tag.startswith(_NAME_TAGS)):
            break
        length += len(word.text)
    return length if length <= _LONGEST_PART else 0
