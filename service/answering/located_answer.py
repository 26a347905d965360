"""Where in an article the answer stands: the range to quote, and the words that answer."""

from dataclasses import dataclass, replace

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.answering.quoting import find_quote
from service.answering.read_hits import ReadHit
from service.answers.answer import ShortAnswer
from service.answers.hits import Hit, Quote
from service.questions.question import Question
from service.short_answers.finder import find_short_answer

# Words that are less likely than this to be exactly the answer are not singled out.
_LEAST_LOG_PROBABILITY = -3.0


@dataclass(frozen=True, slots=True)
class LocatedAnswer:
    """The answer in a passage that was read.

    Attributes:
        words: the range of the article with the words that answer.
        log_probability: that they are exactly the answer; None if they lack the form asked for.
    """

    read: ReadHit
    words: Span
    log_probability: float | None

    @property
    def quote(self) -> Quote:
        """The sentences around the words."""
        article = self.read.article
        start, end = find_quote(article.text, self.words)
        return Quote(article.id, start, end, article.text[start:end])

    @property
    def hit(self) -> Hit:
        """The hit; its passage is extended to contain the quote."""
        hit, quote = self.read.hit, self.quote
        start, end = min(hit.passage.start, quote.start), max(hit.passage.end, quote.end)
        return replace(hit, passage=replace(hit.passage, start=start, end=end))

    def pick_short(self, n: int) -> ShortAnswer | None:
        """Return the short answer, that of source ``n``; None if it is too unsure."""
        probability, quote = self.log_probability, self.quote
        is_quoted = quote.start <= self.words.start < self.words.end <= quote.end
        if probability is None or probability < _LEAST_LOG_PROBABILITY or not is_quoted:
            return None
        return ShortAnswer(n, *self.words, self.read.article.text[slice(*self.words)])


def locate_answer(read: ReadHit, question: Question, segmenter: Segmenter) -> LocatedAnswer:
    """Return the most likely words with the form asked for, or the most likely words at all."""
    found = find_short_answer(read.hit.text, read.reading, question, segmenter)
    if found is None:
        return LocatedAnswer(read, read.locate(read.reading.find_best_span()), None)
    return LocatedAnswer(read, read.locate(found.span), found.log_probability)
