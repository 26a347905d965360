"""The short answer: the words of a quote that answer by themselves, chosen by a learned model.

Every span that could be it is measured against the question, and a linear model over the
measurements chooses, like the logistic regression of Rajpurkar et al. 2016 (SQuAD,
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
"""Kind → name of the feature → weight."""
# From here on a name in quotation marks stands beside the noun that is asked for, as in
# “长征”主题: it is taken, and of several the one nearest to the question's words.
_BESIDE = 0.4
SHORT_KINDS = tuple(kind for kind in QuestionKind if kind is not QuestionKind.ANY)
"""The kinds of questions that want a short answer: all but statements."""


def find_short_answer(quote: str, query_terms: QueryTerms, segmenter: Segmenter) -> Span | None:
    """Return the words of ``quote`` that answer best, or None where none could."""
    kind = query_terms.question.kind
    if kind not in SHORT_KINDS:
        return None
    tokens = tokenize(quote, segmenter)
    spans = find_candidates(quote, tokens, kind)
    if not spans:
        return None
    columns = measure_spans(quote, tokens, spans, query_terms)
    beside = (columns["named_near"] >= _BESIDE) & (columns["asked_all"] == 0)
    if kind is QuestionKind.NAME and beside.any():
        scores = np.where(beside, columns["near_words"], -1)
    else:
        scores = score_columns(_weights()[kind], columns)
    return spans[int(np.argmax(scores))]


@cache
def _weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
