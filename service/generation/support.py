"""Check whether the passages that a generated sentence cites support it."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from embeddings.documents import Span
from embeddings.index.analyzer import Analyzer
from embeddings.text.normalize import fold
from embeddings.text.sentences import split_statements
from service.answers.answer import Sentence
from service.answers.hits import Hit
from service.generation.claims import split_claims
from service.generation.numbers import find_numbers, find_stated_numbers

_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》\n]{2,30})[”\"」』》]")
_NUMBER = re.compile(r"[\d.,%零〇一二两三四五六七八九十百千万亿点]+|百分(?:之.*)?")
_NUMERAL = re.compile("(?:百分之)?[零〇一二两三四五六七八九十百千万亿点]{2,}")
_HAN_RUN = re.compile(r"[㐀-鿿]+")
_NAME_TAGS = ("nr", "ns", "nt", "nz", "en")
# Chosen on public Chinese reading comprehension questions combined with right and wrong answers
# into sentences (scripts/measure_support.py). The cosine adds little to shared words: a logistic
# model gives it a fifth of their weight.
_THRESHOLD = 0.6
_COSINE_WEIGHT = 0.2
_LONGEST_UNKNOWN_RUN = 5


def check_sentences(
    text: str, dropped: Collection[int], hits: Mapping[int, Hit], analyzer: Analyzer
) -> tuple[Sentence, ...]:
    """Return the sentences of ``text``, each with whether its citations support it.

    A sentence without citations, or with a dropped one, is not supported.

    Args:
        text: the answer; every ``[n]`` in it is a key of ``hits``.
        dropped: the offsets where citations of passages that do not exist were removed.
        hits: the passages by number.
        analyzer: provides words and vectors.
    """
    return tuple(
        Sentence(
            *claim.span,
            claim.citations,
            supported=bool(claim.citations)
            and not any(claim.span.start < at <= claim.span.end for at in dropped)
            and is_supported(
                claim.text, [_build_evidence(hits[n]) for n in claim.citations], analyzer
            ),
        )
        for claim in split_claims(text)
    )


def is_supported(text: str, passages: Sequence[str], analyzer: Analyzer) -> bool:
    """Return whether ``passages`` together support ``text``, judging by words alone.

    They must contain every number, name and quoted word, enough of the other words, and no long
    run of characters may be absent from them. Negation and who did what to whom are not understood.
    """
    folded, evidence = fold(text), "\n".join(map(fold, passages))
    if not (
        find_stated_numbers(folded) <= find_numbers(evidence)
        and all(name in evidence for name in _find_names(folded, analyzer))
        and _measure_unknown_run(folded, evidence) <= _LONGEST_UNKNOWN_RUN
    ):
        return False
    first, *others = analyzer.encode_passages([text, *passages])
    cosine = max(float(first @ other) for other in others)
    return (
        _measure_coverage(_extract_words(text, analyzer), evidence) + _COSINE_WEIGHT * cosine
        >= _THRESHOLD
    )


def find_evidence(text: str, hit: Hit, analyzer: Analyzer) -> Span:
    """Return the statement of ``hit`` that shares the most words with ``text``."""
    words, article = _extract_words(text, analyzer), hit.article.text
    spans = split_statements(article, Span(hit.passage.start, hit.passage.end))
    return max(
        spans, key=lambda span: _measure_coverage(words, fold(article[span.start : span.end]))
    )


def _build_evidence(hit: Hit) -> str:
    """Return the passage with its title, byline, date and heading."""
    article = hit.article
    date = "".join(map("".join, zip(article.publication_date.split("-"), "年月日", strict=False)))
    return "\n".join(
        (article.title, article.publication_byline, date, hit.passage.heading, hit.text)
    )


def _find_names(folded: str, analyzer: Analyzer) -> Iterator[str]:
    yield from _QUOTED.findall(folded)
    for word in analyzer.segmenter.tagged(folded):
        if word.tag[:2] in _NAME_TAGS and len(word.text) > 1:
            yield word.text


def _extract_words(text: str, analyzer: Analyzer) -> list[str]:
    """Return the distinct words that carry meaning: no single characters, no numbers."""
    words = dict.fromkeys(analyzer.segmenter.terms(text).words)
    return [word for word in words if len(word) > 1 and not _NUMBER.fullmatch(word)]


def _measure_coverage(words: Sequence[str], folded: str) -> float:
    """Return the share of ``words`` that occur in the text; 1 without words."""
    return sum(word in folded for word in words) / len(words) if words else 1.0


def _measure_unknown_run(folded: str, evidence: str) -> int:
    """Return the length of the longest run of Chinese characters with no pair in ``evidence``.

    Numerals are ignored, because their values are compared.
    """
    longest = 0
    for run in _HAN_RUN.findall(_NUMERAL.sub(" ", folded)):
        known = [first + second in evidence for first, second in pairwise(run)]
        marks = (
            " " if before or after else "x"
            for before, after in zip([False, *known], [*known, False], strict=True)
        )
        longest = max(longest, *map(len, "".join(marks).split(" ")))
    return longest
