"""Say why a question is declined: nothing matches, another subject, or the detail is not told."""

from collections.abc import Sequence

from embeddings.documents import Article
from embeddings.quantities.spelling import contains
from embeddings.text.normalize import fold_aligned
from service.answering.named_subject import list_names, list_numbers
from service.answers.answer import Reason
from service.answers.hits import Hit
from service.language import Language
from service.questions.query_terms import QueryTerms, measure_coverage
from service.questions.question import Question

# Below this confidence, nothing that was read has to do with a question in another language.
_UNRELATED = 10
_FEWEST_WORDS = 3


def shares_words(query_terms: QueryTerms, hits: Sequence[Hit]) -> bool:
    """Return whether any of ``hits`` has anything of the question, which may be English."""
    if _is_english_sentence(query_terms.question):
        return bool(hits)
    return any(
        measure_coverage(terms, fold_aligned(f"{hit.article.title}\n{hit.text}"))
        for hit in hits
        for terms in (query_terms.words, query_terms.bigrams)
    )


def find_decline_reason(query_terms: QueryTerms, hits: Sequence[Hit], percent: int) -> Reason:
    """Return why ``hits`` do not answer the question; ``percent`` is the best confidence."""
    is_related = (
        percent >= _UNRELATED if query_terms.question.language is Language.ENGLISH else True
    )
    if not (is_related and shares_words(query_terms, hits)):
        return Reason.NO_MATCH
    question = query_terms.question
    articles = list({hit.article.id: hit.article for hit in hits}.values())
    texts = [f"{_fold(article)}\n{article.publication_date}" for article in articles]
    is_known = all(any(name in text for text in texts) for name in list_names(question)) and all(
        any(contains(text, number) for text in texts) for number in list_numbers(question)
    )
    return Reason.NOT_TOLD if is_known else Reason.OTHER_SUBJECT


def _is_english_sentence(question: Question) -> bool:
    """Return whether the question has words of which no Chinese article has any."""
    return question.language is Language.ENGLISH and len(question.text.split()) >= _FEWEST_WORDS


def _fold(article: Article) -> str:
    return fold_aligned(f"{article.title}\n{article.text}")
