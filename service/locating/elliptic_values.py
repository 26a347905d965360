"""Values told with nothing but their time: 目前蓄水量1.17亿立方米,2023年底为1.05亿立方米."""

import re
from collections.abc import Iterator, Sequence

from embeddings.documents import Span
from embeddings.quantities.quantity import Quantity
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_paragraph, split_sentences
from service.questions.answer_spans import Number, find_numbers
from service.times.told_times import ToldTime

_BEFORE_TIME = re.compile(r"(?:^|[,;(、])\s?(?:而|其中|到|至|截至|自)?\s?$|[由从]\s?$")
_BETWEEN = re.compile(
    r"(?:[首再]次|一举)?(?:(?:突破|超过|越过|跨[过上]|站上)[^,;。]{1,8},)?"
    r"(?:年?[底末初]|同期|时)?(?:的|仅|只|则|还|约|才|又|已|也)*"
    r"(?:为|是|有|达到?|[升降增减][到至]|(?:增加|减少|提高|下降|上升|增长|降低)(?:到|至|为))?(?:了|约)?"
)
_AFTER = re.compile(r"\s?(?:$|[,;。)、]|[增减升降提上下到至]|左右|以上)")


def find_elliptic_values(text: str, words: Span, told: Sequence[ToldTime]) -> Iterator[Span]:
    """Yield the other numbers in the sentence of ``words`` that are told of the same subject.

    They have the same unit, and nothing but a time before them in their clause. ``told`` are the
    times of the paragraph, as ranges of ``text``.
    """
    paragraph = find_paragraph(text, words)
    sentence = next(
        (s for s in split_sentences(text, paragraph) if s.start <= words.start < s.end), None
    )
    if sentence is None:
        return
    folded = fold_aligned(text[slice(*sentence)])
    numbers = find_numbers(folded)
    own = next((n for n in numbers if _overlap(_move(n, sentence), words)), None)
    if own is None:
        return
    for number in numbers:
        is_alike = _find_unit(number) == _find_unit(own)
        if number is not own and is_alike and _has_only_time(folded, number, sentence, told):
            yield _move(number, sentence)


def _has_only_time(folded: str, number: Number, sentence: Span, told: Sequence[ToldTime]) -> bool:
    """Return whether a clause consists of a time and the number."""
    for one in told:
        start, end = one.span.start - sentence.start, one.span.end - sentence.start
        if 0 <= start < end <= number.span.start and not one.is_compared:
            before, between = folded[:start], folded[end : number.span.start]
            if _BEFORE_TIME.search(before) and _BETWEEN.fullmatch(between):
                return bool(_AFTER.match(folded, number.span.end))
    return False


def _find_unit(number: Number) -> str:
    quantity: Quantity = number.quantities[-1]
    return quantity.unit.name


def _move(number: Number, sentence: Span) -> Span:
    return Span(sentence.start + number.span.start, sentence.start + number.span.end)


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end
