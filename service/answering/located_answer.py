"""Where in an article the answer stands: the ranges to quote, and the words that answer."""

from dataclasses import dataclass, replace
from functools import cache

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.terms import Segmenter
from service.answering.defining import choose_defining
from service.answering.named_subject import names_ordinal
from service.answering.read_hits import ReadHit
from service.answering.shaped_quotes import find_items, find_quotes
from service.answering.time_fit import Fit, judge_time
from service.answers.answer import ShortAnswer
from service.answers.hits import Hit, Quote
from service.answers.shape import AnswerKind
from service.questions.answer_spans import asks_year
from service.questions.question import Question
from service.questions.shapes import find_asked_count, find_shape
from service.short_answers.finder import Accepts, accept_any, find_best_among, find_short_answer
from service.times.validity import Chronology, Validity

# Words that are less likely than this to be exactly the answer are not singled out.
_LEAST_LOG_PROBABILITY = -3.0
# By how much words with a year may be less likely than others of the same passage.
_MUCH_LESS_LIKELY = 1.5


@dataclass(frozen=True, slots=True)
class LocatedAnswer:
    """The answer in a passage that was read.

    Attributes:
        words: the range of the article with the words that answer.
        log_probability: that they are exactly the answer; None if they lack the form asked for.
        shape: what kind of answer it is.
        count: how many items a list must have; None if the question does not say.
        validity: when the words hold; None if nothing tells.
        fit: how that stands to the time asked about.
    """

    read: ReadHit
    words: Span
    log_probability: float | None
    shape: AnswerKind = AnswerKind.FACT
    count: int | None = None
    validity: Validity | None = None
    fit: Fit = Fit.FITS

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The sentences around the words, and those that the shape calls for."""
        article = self.read.article
        spans = find_quotes(article.text, self.words, self.shape)
        return tuple(Quote(article.id, *span, article.text[slice(*span)]) for span in spans)

    @property
    def quote(self) -> Quote:
        """The first of the quotes."""
        return self.quotes[0]

    @property
    def hit(self) -> Hit:
        """The hit; its passage is extended to contain the quotes."""
        hit, quotes = self.read.hit, self.quotes
        start = min(hit.passage.start, *(quote.start for quote in quotes))
        end = max(hit.passage.end, *(quote.end for quote in quotes))
        return replace(hit, passage=replace(hit.passage, start=start, end=end))

    def pick_short(self, n: int) -> ShortAnswer | None:
        """Return the short answer, that of source ``n``; None if it is too unsure.

        Of a list whose items are not as many as asked for, there is none.
        """
        probability = self.log_probability
        if probability is None or probability < _LEAST_LOG_PROBABILITY:
            return None
        if self.count is not None and not self.list_items(n):
            return None
        return self.take_words(n, self.words) if self._is_quoted(self.words) else None

    def list_items(self, n: int) -> list[ShortAnswer]:
        """Return the items of a list, those of source ``n``; [] if their number is not right."""
        if self.shape is not AnswerKind.LIST:
            return []
        spans = [quote.span for quote in self.quotes]
        items = find_items(self.read.article.text, self.words, spans)
        is_right = self.count in (None, len(items))
        return [self.take_words(n, item) for item in items] if is_right else []

    def take_words(self, n: int, span: Span) -> ShortAnswer:
        """Return the words of a range of the article, as those of source ``n``."""
        return ShortAnswer(n, *span, self.read.article.text[slice(*span)])

    def _is_quoted(self, span: Span) -> bool:
        return any(q.start <= span.start < span.end <= q.end for q in self.quotes)


def locate_answer(
    read: ReadHit, question: Question, segmenter: Segmenter, accepts: Accepts = accept_any
) -> LocatedAnswer:
    """Return the most likely words with the form asked for, or the most likely words at all.

    Words that hold for the time asked about precede others. ``accepts`` restricts the words with
    the form to some ranges of the passage.
    """
    chronology = Chronology(read.article)
    located = _locate(read, question, segmenter, accepts)
    if asks_year(question):
        located = _locate_undated(read, located)
    located = _date(located, question, chronology)
    text = fold_aligned(read.hit.text)
    is_named = names_ordinal(question, text, located.words.start - read.hit.passage.start)
    if located.fit is Fit.FITS and is_named:
        return located

    @cache
    def fits(span: Span) -> bool:
        words = read.locate(span)
        validity = chronology.find_validity(words)
        fit = judge_time(question.time, chronology, words, validity)
        return accepts(span) and fit is Fit.FITS and names_ordinal(question, text, span.start)

    return locate_among(read, question, segmenter, chronology, fits) or located


def locate_among(
    read: ReadHit,
    question: Question,
    segmenter: Segmenter,
    chronology: Chronology,
    accepts: Accepts,
) -> LocatedAnswer | None:
    """Return the most likely words with the form asked for among those that ``accepts`` allows.

    Its probability is that among these. Return None if there are no such words.
    """
    found = find_best_among(read.hit.text, read.reading, question, segmenter, accepts)
    if found is None:
        return None
    shape, count = find_shape(question), find_asked_count(question)
    located = LocatedAnswer(read, read.locate(found.span), found.log_probability, shape, count)
    return _date(located, question, chronology)


def _date(located: LocatedAnswer, question: Question, chronology: Chronology) -> LocatedAnswer:
    validity = chronology.find_validity(located.words)
    fit = judge_time(question.time, chronology, located.words, validity)
    return replace(located, validity=validity, fit=fit)


def _locate(
    read: ReadHit, question: Question, segmenter: Segmenter, accepts: Accepts
) -> LocatedAnswer:
    shape = find_shape(question)
    if shape is AnswerKind.DEFINITION and (defining := choose_defining(read, question)):
        words = read.locate(defining.span)
        return LocatedAnswer(read, words, defining.log_probability, shape)
    count = find_asked_count(question)
    found = find_short_answer(read.hit.text, read.reading, question, segmenter, accepts)
    if found is None:
        words = read.locate(read.reading.find_best_span())
        return LocatedAnswer(read, words, None, shape, count)
    words = read.locate(found.span)
    return LocatedAnswer(read, words, found.log_probability, shape, count)


def _locate_undated(read: ReadHit, located: LocatedAnswer) -> LocatedAnswer:
    """Return the most likely words for a year, if they are much more likely than those with one."""
    [best] = read.reading.rank_spans(1)
    probability = located.log_probability
    if probability is not None and best.log_probability - probability <= _MUCH_LESS_LIKELY:
        return located
    return replace(located, words=read.locate(best.span), log_probability=None)
