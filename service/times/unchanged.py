"""For how long nothing had changed before what an article tells: 这是十三年来首次调整起步价."""

import re
from datetime import date

from embeddings.documents import Article, Span
from embeddings.quantities.finding import find_quantities
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_sentence
from service.times.period import EVER, Period, day_before, shift_years
from service.times.validity import read_chronology

_FIRST_CHANGE = re.compile(
    r"(?:首[次度]|头一[回次]|第一次)[^,，。;；\n]{0,10}"
    r"(?:[调修][整价改订]|上调|下调|提价|涨价|降价|变动|提高|降低)"
)
_YEARS = "年"
_SINCE = re.compile("以?来")
_LENGTH_SINCE = ("年来", "年以来")


def find_unchanged(article: Article) -> Period | None:
    """Return for how long all had been as it was before the first change, which an article tells.

    It began in a year that is told (2012年以来首次调整), or so many years ago (十三年来首次调整);
    or that is not told (通车以来首次调整). Return None if the article tells of no such change.
    """
    change, chronology = _FIRST_CHANGE.search(article.text), read_chronology(article)
    if change is None or chronology.anchor is None:
        return None
    written, last = chronology.anchor, day_before(chronology.anchor.first)
    start = find_sentence(article.text, Span(*change.span())).start
    before = Span(start, change.start())
    for one in chronology.find_told_in(before):
        if _SINCE.match(article.text, one.span.end):
            return Period(one.period.first, last)
    clause = fold_aligned(article.text[slice(*before)])
    for length in find_quantities(clause):
        words = clause[slice(*length.span)]
        if length.unit.name == _YEARS and words.endswith(_LENGTH_SINCE):
            return Period(_shift(written, int(length.low)), last)
    return Period(EVER, last)


def _shift(written: Period, years: int) -> date:
    return shift_years(written, -years).first if years < written.first.year else EVER
