"""How well the words around a possible short answer agree with those of the question."""

import re
from dataclasses import dataclass
from itertools import takewhile

from embeddings.documents import Span
from embeddings.quantities.spelling import list_respellings, respell
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_sentence
from embeddings.text.terms import Segmenter
from service.questions.question import Question

_CLAUSE_END = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[。;!?\n]")
# What may stand between what is asked for and its value: 会长由, 增长了, 现有老人共计.
_BEFORE = "(?:[了为是由:,“有共达至到约]|现有|共有|共计|达到|分别|同志|每[㐀-鿿])*"
_PER_UNIT = re.compile("每[㐀-鿿]{1,2}")
_OFFICE = re.compile("(书记|支书|主任|主席|经理|会计|[㐀-鿿]长)[由为是:,]?$")
_SHORTEST, _LONGEST_NOUN, _LONGEST_PHRASE = 2, 6, 12
_PHRASE_TAGS = ("n", "a", "b", "j", "l", "vn")
_LONGEST_ATTRIBUTE = 8
_COUNTED_PEOPLE = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿余多]人$")
# 多少个停车位 is not answered by 22400人.
_THINGS = re.compile("(?:[车床座席泊仓摊]位|设施|项目|工程|小区|[厂店馆站场路桥园])$")
# 80支党员志愿者服务队
_AFTER = rf"(?:[的”]|担?任|同志)*[^\W\d]{{0,{_LONGEST_ATTRIBUTE}}}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the surroundings of a range agree with the question.

    Attributes:
        coverage: the share of the question's words that its clause has, in 0..1.
        neighbour: 1 if the word that the question asks about stands next to it (校长 in 校长裴广仁,
            增长 in 增长12.5%), -1 if another office does (组长崔立), else 0.
    """

    coverage: float
    neighbour: int


def measure_agreement(text: str, span: Span, question: Question) -> Agreement:
    """Return how the words around ``span`` in a passage agree with the question."""
    folded = fold_aligned(text)
    clause = _find_clause(folded, span)
    told = respell(folded[slice(*clause)], list_respellings(question.content))
    words = question.words
    coverage = sum(word in told for word in words) / len(words) if words else 0.0
    if stands_next(folded, span, question):
        return Agreement(coverage, 1)
    return Agreement(coverage, -1 if _has_other_office(folded, span, question) else 0)


def measure_event(text: str, span: Span, question: Question) -> float:
    """Return the share of the words for what happened that the clause of a date has, in 0..1.

    Those are the words after the interrogative (什么时候通车), else the last one before it.
    """
    start, end = question.focus.interrogative
    words = [word for word in question.words if word in question.content[end:]]
    if not words:
        before = [(question.content.rfind(word, 0, start), word) for word in question.words]
        words = [word for _, word in sorted(before)[-1:]]
    folded = fold_aligned(text)
    clause = folded[slice(*_find_clause(folded, span))]
    return sum(word in clause for word in words) / len(words) if words else 0.0


def stands_next(folded: str, span: Span, question: Question) -> bool:
    """Return whether a word that the question asks about stands next to a range."""
    return any(_is_next(folded, span, word) for word in _list_asked(question))


def names_office(question: Question) -> bool:
    """Return whether a question asks who holds an office that it names."""
    return any(_OFFICE.search(word) for word in _list_asked(question))


def holds_other_office(folded: str, span: Span, question: Question) -> bool:
    """Return whether a name stands next to another office than is asked for, and only to it.

    区长 is not answered by 处长甲; 市长、党组书记甲 has both.
    """
    if not _has_other_office(folded, span, question):
        return False
    told = folded[_find_clause(folded, span).start : span.start]
    offices = [word for word in _list_asked(question) if _OFFICE.search(word)]
    return not (any(word in told for word in offices) or stands_next(folded, span, question))


def tells_per_unit(text: str, span: Span, question: Question) -> bool:
    """Return whether the sentence of a range counts by the same unit as the question: 每户."""
    asked = _PER_UNIT.search(question.content)
    if not asked:
        return True
    sentence = fold_aligned(text[slice(*find_sentence(text, span))])
    unit = asked.group()[1:]
    return any(
        word in sentence for word in (f"每{unit[0]}", f"{unit[0]}均", f"一{unit[0]}", "平均")
    )


def counts_other(text: str, span: Span, question: Question, segmenter: Segmenter) -> bool:
    """Return whether a number counts something else than is asked for, which is told elsewhere.

    30余名志愿者 does not answer 多少名党员 where the passage speaks of 党员.
    """
    folded, head = fold_aligned(text), question.focus.head
    if _COUNTED_PEOPLE.search(folded[slice(*span)]) and _THINGS.search(head):
        return True
    after = question.focus.interrogative.end
    if len(head) < _SHORTEST or head not in folded or question.content.find(head, after) < 0:
        return False
    told = _find_noun(folded[span.end : span.end + _LONGEST_PHRASE], segmenter)
    is_asked = told in question.content or set(told) & set(head)
    return len(told) >= _SHORTEST and not is_asked


def _find_noun(following: str, segmenter: Segmenter) -> str:
    """Return the phrase of nouns and attributes that a text begins with; "" if it has none."""
    words = segmenter.tagged(following)
    phrase = list(takewhile(lambda word: word.tag.startswith(_PHRASE_TAGS), words))
    is_noun = phrase and phrase[0].tag.startswith("n")
    return "".join(word.text for word in phrase) if is_noun else ""


def _find_clause(folded: str, span: Span) -> Span:
    ends = [match.end() for match in _CLAUSE_END.finditer(folded, 0, span.start)]
    following = _CLAUSE_END.search(folded, span.end)
    return Span(ends[-1] if ends else 0, following.start() if following else len(folded))


def _list_asked(question: Question) -> list[str]:
    """Return the last word before the interrogative, and the noun that follows it."""
    before = question.content[: question.focus.interrogative.start]
    places = [
        (before.rfind(word) + len(word), word)
        for word in question.words
        if word in before and not _PER_UNIT.fullmatch(word)  # 小麦 in 小麦每斤多少钱
    ]
    office = _OFFICE.search(before.rstrip(" 是为"))  # 小学校长 may be split as 小学校, 长
    last = [office.group(1)] if office else [max(places)[1]] if places else []
    head = question.focus.head
    following = [head] if question.content.find(head, len(before)) >= 0 else []
    return [word for word in (*last, *following) if len(word) > 1]


def _is_next(folded: str, span: Span, word: str) -> bool:
    escaped = re.escape(word)
    before = folded[max(0, span.start - len(word) - 8) : span.start]
    after = folded[span.end : span.end + len(word) + _LONGEST_ATTRIBUTE]
    return bool(re.search(f"{escaped}{_BEFORE}$", before) or re.match(_AFTER + escaped, after))


def _has_other_office(folded: str, span: Span, question: Question) -> bool:
    told = _OFFICE.search(folded[max(0, span.start - _LONGEST_NOUN) : span.start])
    asked = [word for word in _list_asked(question) if _OFFICE.search(word)] if told else []
    if not told or not asked:
        return False
    return not any(told.group(1) in word or word in told.group(1) for word in asked)
