"""Find the short answer: the words of a quote that answer by themselves, by a learned model.

Each candidate span is measured against the question, and a linear model over the features
chooses one, like the logistic regression of Rajpurkar et al. 2016 (SQuAD,
arXiv:1606.05250). Fitted by scripts/train_short_answers.py.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.linear_model import score_columns
from service.questions.query_terms import QueryTerms
from service.questions.question import QuestionKind
from service.short_answers.candidates import find_candidates, tokenize
from service.short_answers.features import measure_spans

WEIGHTS = Path(__file__).with_name("weights.json")
"""Kind → feature name → weight."""
# From this value on, a name in quotation marks is adjacent to the noun asked for, as in “长征”主题.
# It is chosen without the model; among several, the one nearest to the question's words.
_ADJACENT = 0.4
SHORT_KINDS = tuple(kind for kind in QuestionKind if kind is not QuestionKind.ANY)
"""The kinds of questions that have a short answer: all but statements."""


def find_short_answer(quote: str, query_terms: QueryTerms, segmenter: Segmenter) -> Span | None:
    """Return the words of ``quote`` that answer best, or None if none can."""
    kind = query_terms.question.kind
    if kind not in SHORT_KINDS:
        return None
    tokens = tokenize(quote, segmenter)
    spans = find_candidates(quote, tokens, kind)
    if not spans:
        return None
    columns = measure_spans(quote, tokens, spans, query_terms)
    adjacent = (columns["named_near"] >= _ADJACENT) & (columns["asked_all"] == 0)
    if kind is QuestionKind.NAME and adjacent.any():
        scores = np.where(adjacent, columns["near_words"], -1)
    else:
        scores = score_columns(_load_weights()[kind], columns)
    return spans[int(np.argmax(scores))]


@cache
def _load_weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
