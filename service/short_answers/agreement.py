"""How well the words around a possible short answer agree with those of the question."""

import re

from embeddings.documents import Span
from embeddings.quantities.spelling import list_respellings, respell
from embeddings.text.normalize import fold_aligned
from service.questions.question import Question

_CLAUSE_END = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[。;!?\n]")
# What may stand between what is asked for and its value: 会长由, 增长了, 现有老人共计.
_BEFORE = "(?:[了为是由:,“有共达至到约]|现有|共有|共计|达到|分别|同志)*"
_AFTER = "(?:[的”]|担?任|同志)*"


def measure_agreement(text: str, span: Span, question: Question) -> tuple[float, bool]:
    """Return how the clause of ``span`` in a passage agrees with the question.

    That is the share of the question's words which the clause has, and whether the word that the
    question asks about stands next to ``span``: 校长 in 校长裴广仁, 增长 in 增长12.5%.
    """
    folded = fold_aligned(text)
    clause = _find_clause(folded, span)
    told = respell(folded[slice(*clause)], list_respellings(question.content))
    words = question.words
    coverage = sum(word in told for word in words) / len(words) if words else 0.0
    return coverage, any(_stands_next(folded, span, word) for word in _list_asked(question))


def _find_clause(folded: str, span: Span) -> Span:
    ends = [match.end() for match in _CLAUSE_END.finditer(folded, 0, span.start)]
    following = _CLAUSE_END.search(folded, span.end)
    return Span(ends[-1] if ends else 0, following.start() if following else len(folded))


def _list_asked(question: Question) -> list[str]:
    """Return the last word before the interrogative, and the noun that follows it."""
    before = question.content[: question.focus.interrogative.start]
    places = [(before.rfind(word) + len(word), word) for word in question.words if word in before]
    last = [max(places)[1]] if places else []
    head = question.focus.head
    following = [head] if question.content.find(head, len(before)) >= 0 else []
    return [word for word in (*last, *following) if len(word) > 1]


def _stands_next(folded: str, span: Span, word: str) -> bool:
    escaped = re.escape(word)
    before = folded[max(0, span.start - len(word) - 8) : span.start]
    after = folded[span.end : span.end + len(word) + 4]
    return bool(re.search(f"{escaped}{_BEFORE}$", before) or re.match(_AFTER + escaped, after))
