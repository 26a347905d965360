"""Say why a question is declined: nothing matches, another subject, or the detail is not told."""

import re
from collections.abc import Sequence

from embeddings.documents import Article
from embeddings.text.normalize import fold_aligned
from service.answers.answer import Reason
from service.answers.hits import Hit
from service.questions.query_terms import QueryTerms, measure_coverage

# A year that an article must mention; an approximate year is not required.
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?=年)(?!年(?:前后|左右))")
# A sentence in English shares no words with the articles that answer it.
_ENGLISH = re.compile(r"[a-z']+(?: [a-z']+){2}")


def shares_words(query_terms: QueryTerms, hits: Sequence[Hit]) -> bool:
    """Return whether any of ``hits`` has anything of the question, which may be English."""
    if _ENGLISH.search(query_terms.question.content):
        return bool(hits)
    return any(
        measure_coverage(terms, fold_aligned(f"{hit.article.title}\n{hit.text}"))
        for hit in hits
        for terms in (query_terms.words, query_terms.bigrams)
    )


def find_decline_reason(query_terms: QueryTerms, hits: Sequence[Hit]) -> Reason:
    """Return why ``hits`` do not answer the question."""
    if not shares_words(query_terms, hits):
        return Reason.NO_MATCH
    question = query_terms.question
    articles = list({hit.article.id: hit.article for hit in hits}.values())
    texts = [fold_aligned(f"{article.title}\n{article.text}") for article in articles]
    names = {*question.names, *question.places}
    is_known = all(any(name in text for text in texts) for name in names) and all(
        any(map(_is_told_of, [year] * len(articles), articles, texts))
        for year in _YEAR.findall(question.content)
    )
    return Reason.NOT_TOLD if is_known else Reason.OTHER_SUBJECT


def _is_told_of(year: str, article: Article, text: str) -> bool:
    return year in text or year in article.date
