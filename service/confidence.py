"""How sure an answer is, and whether that is sure enough."""

import math
from collections.abc import Sequence
from operator import attrgetter, mul

from embeddings.normalize import fold_aligned
from service.answering import Judged
from service.evidence import Evidence, Features
from service.nouns import Reason
from service.questions import Question

THRESHOLD = 50
# A logistic model over the features of the best window: 1 when it stands in the article that
# answers, 0 when nothing in the collection does. Fitted on public Chinese reading comprehension
# questions, each asked of its own collection, of a foreign one, and of its own with the right
# article taken out; the intercept leans towards answering.
_WEIGHTS = Features(
    words=1.2,
    bigrams=0.9,
    characters=1.1,
    context_words=1.7,
    context_bigrams=1.2,
    semantic=1.0,
    retrieval=0.0,
    form=0.0,
    proximity=0.0,
)
_VECTORS_WEIGHT = 1.0
_INTERCEPT = -2.4
# What the fitting questions hardly hold, and people ask: the right name with an attribute that the
# article does not give, another name, another unit. However well the other words fit, such an
# answer is wrong, so these are set by hand.
_UNBOUND_PENALTY = 2.0
_ATTRIBUTE_PENALTY = 1.2
_FORM_PENALTY = 1.5
_values = attrgetter(*Features.__dataclass_fields__)


def confidence(question: Question, judged: Sequence[Judged]) -> int:
    """Return 0-100: how likely the best evidence answers."""
    if not judged:
        return 0
    evidence = judged[0].evidence
    score = (
        _INTERCEPT
        + sum(map(mul, _values(_WEIGHTS), _values(evidence.features)))
        + _VECTORS_WEIGHT * evidence.window.hit.scores.vectors
        - _UNBOUND_PENALTY * _unbound_names(question, evidence)
        - _ATTRIBUTE_PENALTY * _lacks_attribute(question, evidence)
        - _FORM_PENALTY * (1 - evidence.features.form)
    )
    return round(100 / (1 + math.exp(-score)))


def decline_reason(percent: int, judged: Sequence[Judged]) -> Reason | None:
    """Return why the answer is withheld, or None when it is given."""
    if not judged or judged[0].evidence.features.context_bigrams == 0:
        return Reason.NO_MATCH
    return None if percent >= THRESHOLD else Reason.WEAK_MATCH


def _unbound_names(question: Question, evidence: Evidence) -> int:
    """Count the names of the question that the article never mentions."""
    article = evidence.window.hit.article
    text = fold_aligned(article.title + article.text)
    return sum(name not in text for name in question.names)


def _lacks_attribute(question: Question, evidence: Evidence) -> bool:
    """Tell whether nothing of what is asked about the names stands in the window's context."""
    context = evidence.window.context + evidence.window.folded
    return not any(word in context for word in question.attributes)
