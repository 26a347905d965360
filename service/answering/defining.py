"""Choose, among the words that may answer who or what something is, those that define it."""

import re

from embeddings.encoding.passage_reader import ScoredSpan
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import split_sentences
from service.answering.read_hits import ReadHit
from service.questions.question import Question
from service.questions.shapes import find_defined

_TRIED = 30


def choose_defining(read: ReadHit, question: Question) -> ScoredSpan | None:
    """Return the most probable words of the passage whose sentence names what is to be defined."""
    subject = find_defined(question)
    text = fold_aligned(read.hit.text)
    sentences = list(split_sentences(text))
    named = [s for s in sentences if subject and subject in text[s.start : s.end]]
    copula = re.compile(rf"{re.escape(subject)}[”》」)]*(?:\([^)]*\))?(?:是|系|为|,|即|指)")
    defining = [s for s in named if copula.search(text, *s)] or named
    for scored in read.reading.rank_spans(_TRIED):
        start, end = scored.span
        if any(s.start <= start < end <= s.end for s in defining):
            return scored
    return None
