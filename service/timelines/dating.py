"""Date the sentences of one article, and select those that make a timeline."""

from collections.abc import Sequence

from embeddings.documents import Article
from service.timelines.sentences import Sentence
from service.timelines.timeline import TimelineEntry
from service.times.validity import Basis, read_chronology

_MOST = 6  # entries of an article
# They date the whole article: one sentence is enough for it.
_OF_ARTICLE = (Basis.TITLE, Basis.DATE)


def date_sentences(article: Article, sentences: Sequence[Sentence]) -> list[TimelineEntry]:
    """Return the first of ``sentences`` for each time that they tell of, in their order.

    What only the article's date or title tells of is said by the first sentence alone.
    """
    chronology = read_chronology(article)
    entries: list[TimelineEntry] = []
    for n, sentence in enumerate(sentences):
        if len(entries) == _MOST:
            break
        validity = chronology.find_validity(sentence.span)
        if validity is None or (n and validity.basis in _OF_ARTICLE):
            continue
        if all(validity.period != one.period for one in entries):
            entries.append(TimelineEntry(article, *sentence, validity))
    return entries
