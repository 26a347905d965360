"""Suggest what to ask next: made of the articles of an answer, and answered before."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.documents import Article, Span
from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter
from service.answers.answer import Answer
from service.assistant import Assistant
from service.language import Language, detect_language
from service.retrieval.filters import NO_FILTERS, Filters
from service.strictness import Strictness
from service.suggestions.candidate import Candidate
from service.suggestions.clause import find_topic, read_clauses
from service.suggestions.proposals import propose

MOST = 3
_ARTICLES = 3
_TRIED = 8  # questions that are answered to find those
_SECONDS = 1.0  # after which those that were found are enough
_REACH = 2500  # characters around what was quoted: further away, an article is about something else
_ALIKE = 0.6  # of the characters of the shorter question


@dataclass(frozen=True, slots=True)
class Told:
    """What a conversation has told already.

    Attributes:
        answer: the last answer, to which the suggestions belong.
        questions: all that were asked, as they were understood.
        filters: which articles the last one was about.
    """

    answer: Answer
    questions: Sequence[str]
    filters: Filters = NO_FILTERS


def suggest(assistant: Assistant, told: Told, is_wanted: Callable[[], bool]) -> list[str]:
    """Return up to three questions that follow the answer, each of which is answered rightly.

    Args:
        assistant: answers them.
        told: what they follow.
        is_wanted: whether somebody still waits for them.
    """
    if detect_language(told.answer.question) is Language.ENGLISH or not told.answer.quotes:
        return []
    deadline = time.monotonic() + _SECONDS
    chosen: list[Candidate] = []
    asked = list(told.questions)
    tried = 0
    for candidate in _list_candidates(assistant, told):
        is_late = bool(chosen) and time.monotonic() > deadline
        if len(chosen) == MOST or tried == _TRIED or is_late:
            break
        if not is_wanted():
            return []
        if any(_is_alike(candidate.question, other) for other in asked):
            continue
        tried += 1
        if _is_answered(assistant, candidate, told.filters):
            chosen.append(candidate)
            asked.append(candidate.question)
    return [candidate.question for candidate in chosen]


def _list_candidates(assistant: Assistant, told: Told) -> list[Candidate]:
    """Return what may be asked next, nearest to what was quoted first, each kind in turn."""
    segmenter = assistant.workspace.analyzer.segmenter
    turns: list[list[Candidate]] = []
    for article in _list_articles(told.answer, segmenter):
        quoted = [q for q in told.answer.quotes if q.article_id == article.id]
        at = quoted[0].start if quoted else 0
        near = [
            one
            for one in propose_from(article, Span(at - _REACH, at + _REACH), segmenter)
            if not any(q.start < one.place.end and one.place.start < q.end for q in quoted)
        ]
        turns.append(sorted(near, key=lambda one: abs(one.place.start - at)))
    return [candidate for candidates in turns for candidate in _mix(candidates)]


def _list_articles(answer: Answer, segmenter: Segmenter) -> list[Article]:
    """Return the articles that the answer quotes, then others about the same place."""
    found = {source.hit.article.id: source.hit.article for source in answer.sources}
    ids = {quote.article_id for quote in answer.quotes}
    quoted = [article for one, article in found.items() if one in ids]
    topics = {find_topic(article, segmenter) for article in quoted} - {""}
    others = (article for one, article in found.items() if one not in ids)
    alike = [article for article in others if find_topic(article, segmenter) in topics]
    return (quoted + alike)[:_ARTICLES]


def propose_from(article: Article, within: Span, segmenter: Segmenter) -> list[Candidate]:
    """Return the questions that a stretch of an article answers once only, in its order."""
    found = [
        candidate
        for clause in read_clauses(article, within, segmenter)
        for candidate in propose(clause, segmenter)
    ]
    answers: dict[str, set[str]] = {}
    for candidate in found:
        answers.setdefault(candidate.question, set()).add(candidate.told)
    return [one for one in found if len(answers.pop(one.question, ())) == 1]


def _mix(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield candidates so that what they ask for changes from one to the next."""
    rest = list(candidates)
    last = None
    while rest:
        following = next((one for one in rest if one.asks is not last), rest[0])
        rest.remove(following)
        last = following.asks
        yield following


def _is_alike(question: str, other: str) -> bool:
    """Return whether two questions ask nearly the same."""
    first, second = set(_pairs(question)), set(_pairs(other))
    least = min(len(first), len(second))
    return least > 0 and len(first & second) / least > _ALIKE


def _pairs(text: str) -> Iterable[str]:
    folded = fold(text).rstrip("?")
    return map(str.__add__, folded, folded[1:])


def _is_answered(assistant: Assistant, candidate: Candidate, filters: Filters) -> bool:
    """Return whether the question is answered, surely, with the words that it was made of."""
    answer = assistant.ask(candidate.question, filters=filters)
    if not answer.quotes or answer.confidence < Strictness.STRICT.threshold:
        return False
    first = answer.quotes[0]
    is_there = (
        first.article_id == candidate.article_id
        and first.start < candidate.place.end
        and candidate.place.start < first.end
    )
    words = answer.short.text if answer.short else first.text
    told = fold(candidate.told)
    return is_there and (told in fold(words) or fold(words) in told) and not answer.differing
