"""Find the short answer: the reader's most probable range with the form that is asked for."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import exp, log

from embeddings.cleaning.person_names import is_person
from embeddings.documents import Span
from embeddings.encoding.passage_reader import Reading, ScoredSpan
from embeddings.text.terms import Segmenter
from service.questions.question import Question, QuestionKind
from service.short_answers.agreement import measure_agreement, measure_event
from service.short_answers.cells import find_asked_cell
from service.short_answers.forms import find_form
from service.times.changes import asks_former, is_former, is_threshold

# How many of the most probable ranges are tried.
_TRIED = 30
# The same for a range among some, and how probable it must be among all: of several numbers, the
# reader prefers one by far.
_TRIED_AMONG = 300
_LEAST_AMONG = {QuestionKind.NUMBER: -12.0}
_LEAST = -5.0
# Kinds of which a sentence often has several: their surroundings help to choose.
_CHOSEN = (QuestionKind.NUMBER, QuestionKind.PERSON, QuestionKind.DATE)
# How much less probable a range may be than the best one, and what agreement with the question
# makes up for. On public questions on news these change nothing: they decide where sentences list.
_WIDEST = 5.0
_NEARLY, _ADDED = 0.5, 2
_COVERAGE_WEIGHT = 2.0
_NEIGHBOUR_WEIGHT = 2.0
_EVENT_WEIGHT = 3.0
_FORMER_WEIGHT = 4.0

_SHORT_NAME = 2
# The last character of a name before a verb of saying; no adverb.
_SPEAKING = re.compile(
    r"(?![也还都则就又曾在对向便才先再笑叹坦直补])[㐀-鿿](?:介绍|说(?!明)|表示|告诉|指出|强调|认为|宣布|透露|坦言)"
)

Accepts = Callable[[Span], bool]
"""Whether a range of a passage may answer."""


def accept_any(_: Span) -> bool:
    """Accept every range."""
    return True


def find_short_answer(
    text: str,
    reading: Reading,
    question: Question,
    segmenter: Segmenter,
    accepts: Accepts = accept_any,
) -> ScoredSpan | None:
    """Return the range of the passage ``text`` that answers best, or None if none has the form.

    In a row of a table it is the cell of the column that the question names, whatever its form.
    Only ranges that ``accepts`` allows are considered.
    """
    ranked = reading.rank_spans(_TRIED)
    if not ranked:
        return None
    likeliest = ranked[0]
    if (cell := find_asked_cell(text, likeliest.span, question)) and accepts(cell):
        return ScoredSpan(cell, likeliest.log_probability)
    found = _find_formed(text, ranked, question, segmenter, accepts)
    if question.kind not in _CHOSEN:
        return next(found, None)
    candidates = list(found)
    if not candidates:
        return None
    best = _choose(text, candidates, question)
    if question.kind is not QuestionKind.PERSON:
        return best
    return _complete_speaker(text, _complete_name(best, candidates))


def find_best_among(
    text: str, reading: Reading, question: Question, segmenter: Segmenter, accepts: Accepts
) -> ScoredSpan | None:
    """Return the likeliest of the ranges with the form that ``accepts`` allows, or None.

    Its probability is that among these ranges.
    """
    sums: defaultdict[Span, float] = defaultdict(float)
    least = _LEAST_AMONG.get(question.kind, _LEAST)
    for span, log_probability in reading.rank_spans(_TRIED_AMONG):
        if log_probability > least and accepts(span):
            found = find_form(text, span, question, segmenter)
            if found and accepts(found):
                sums[found] += exp(log_probability)
    if not sums:
        return None
    scores = {span: log(likely) for span, likely in sums.items()}
    if question.kind in _CHOSEN:
        scores = {span: score + _agree(text, span, question) for span, score in scores.items()}
    best = max(scores, key=lambda span: scores[span])
    return ScoredSpan(best, log(sums[best] / sum(sums.values())))


def _choose(text: str, candidates: Sequence[ScoredSpan], question: Question) -> ScoredSpan:
    """Return the mention that is most probable together with what stands around it.

    Another than the reader's first has its probability among all mentions.
    """
    least = candidates[0].log_probability - _WIDEST
    apart = _select_apart(one for one in candidates if one.log_probability >= least)
    scores = [one.log_probability + _agree(text, one.span, question) for one in apart]
    highest = scores.index(max(scores))
    if highest == 0:
        return apart[0]
    total = log(sum(map(exp, scores)))
    return ScoredSpan(apart[highest].span, scores[highest] - total)


def _select_apart(candidates: Iterable[ScoredSpan]) -> list[ScoredSpan]:
    """Return the most probable range of each mention: none that overlaps a better one."""
    apart: list[ScoredSpan] = []
    for one in candidates:
        if all(one.span.end <= a.span.start or a.span.end <= one.span.start for a in apart):
            apart.append(one)
    return apart


def _find_formed(
    text: str,
    ranked: Sequence[ScoredSpan],
    question: Question,
    segmenter: Segmenter,
    accepts: Accepts,
) -> Iterator[ScoredSpan]:
    """Yield those of the ranges, in their order, that have the form which is asked for."""
    for span, log_probability in filter(lambda one: accepts(one.span), ranked):
        if found := find_form(text, span, question, segmenter):
            yield ScoredSpan(found, log_probability)


def _agree(text: str, span: Span, question: Question) -> float:
    if question.kind is QuestionKind.DATE:
        return _EVENT_WEIGHT * measure_event(text, span, question)
    agreement = measure_agreement(text, span, question)
    score = _COVERAGE_WEIGHT * agreement.coverage + _NEIGHBOUR_WEIGHT * agreement.neighbour
    is_of_before = is_former(text, span) and not asks_former(question.text)
    return score - _FORMER_WEIGHT if is_of_before or is_threshold(text, span) else score


def _complete_speaker(text: str, best: ScoredSpan) -> ScoredSpan:
    """Return a name of two characters with the third, if a verb of saying follows: 伏生有介绍."""
    start, end = best.span
    spoken = _SPEAKING.match(text, end)
    is_short = end - start == _SHORT_NAME and is_person(text[start:end])
    return ScoredSpan(Span(start, end + 1), best.log_probability) if spoken and is_short else best


def _complete_name(best: ScoredSpan, candidates: list[ScoredSpan]) -> ScoredSpan:
    """Return the longest of the names that begin alike and are nearly as probable: 令狐冲之."""
    alike = [one for one in candidates if one.span.start == best.span.start]
    least = next(one.log_probability for one in alike if one.span == best.span) - _NEARLY
    furthest = best.span.end + _ADDED
    ends = (one.span.end for one in alike if one.log_probability >= least)
    longest = max(end for end in ends if end <= furthest)
    return ScoredSpan(Span(best.span.start, longest), best.log_probability)
