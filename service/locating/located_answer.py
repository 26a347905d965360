"""Where in an article the answer stands: the ranges to quote, and the words that answer."""

from dataclasses import dataclass, replace

from embeddings.documents import Span
from service.answers.answer import ShortAnswer
from service.answers.hits import Hit, Quote
from service.answers.shape import AnswerKind
from service.locating.plans import is_aimed_at, is_planned
from service.locating.read_hits import ReadHit
from service.locating.shaped_quotes import find_items, find_quotes, quote_series
from service.locating.time_fit import Fit
from service.questions.question import QuestionKind
from service.times.validity import Validity

# Words that are less likely than this to be exactly the answer are not singled out.
_LEAST_LOG_PROBABILITY = -3.0


@dataclass(frozen=True, slots=True)
class LocatedAnswer:
    """The answer in a passage that was read.

    Attributes:
        words: the range of the article with the words that answer.
        log_probability: that they are exactly the answer; None if they lack the form asked for.
        shape: what kind of answer it is.
        count: how many items a list must have; None if the question does not say, 0 if the passage
            has none of what it asks for.
        series: the items that the name of a list promises, where the article tells them, or those
            below the heading that introduces them.
        is_whole: whether the words stand by themselves; part of a clause gives no reason.
        validity: when the words hold; None if nothing tells.
        fit: how that stands to the time asked about.
        date: of words that answer when without telling the date (去年12月), the ISO date they mean.
    """

    read: ReadHit
    words: Span
    log_probability: float | None
    shape: AnswerKind = AnswerKind.FACT
    count: int | None = None
    is_whole: bool = True
    series: tuple[Span, ...] = ()
    validity: Validity | None = None
    fit: Fit = Fit.FITS
    date: str = ""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The sentences around the words, and those that the shape calls for."""
        article = self.read.article
        spans = (
            quote_series(article.text, self.series)
            if self.series
            else find_quotes(article.text, self.words, self.shape)
        )
        return tuple(Quote(article.id, *span, article.text[slice(*span)]) for span in spans)

    def tells_plan(self, kind: QuestionKind) -> bool:
        """Return whether the words, a date or a number, only tell what is planned."""
        text = self.read.article.text
        if kind is QuestionKind.DATE:
            return is_planned(text, self.words)
        return kind is QuestionKind.NUMBER and is_aimed_at(text, self.words)

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
        if probability is None or probability < _LEAST_LOG_PROBABILITY or not self.is_whole:
            return None
        if self.count is not None and not self.list_items(n):
            return None
        if not self._is_quoted(self.words):
            return None
        return replace(self.take_words(n, self.words), date=self.date)

    def list_items(self, n: int) -> list[ShortAnswer]:
        """Return the items of a list, those of source ``n``; [] if their number is not right."""
        if self.shape is not AnswerKind.LIST:
            return []
        spans = [quote.span for quote in self.quotes]
        items = list(self.series) or find_items(self.read.article.text, self.words, spans)
        is_right = self.count in (None, len(items))
        return [self.take_words(n, item) for item in items] if is_right else []

    def take_words(self, n: int, span: Span) -> ShortAnswer:
        """Return the words of a range of the article, as those of source ``n``."""
        return ShortAnswer(n, *span, self.read.article.text[slice(*span)])

    def _is_quoted(self, span: Span) -> bool:
        """Return whether a range lies in the first quote."""
        first = self.quote
        return first.start <= span.start < span.end <= first.end
