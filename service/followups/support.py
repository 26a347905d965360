"""Measure how well the collection answers a reading of a question."""

from embeddings.text.normalize import fold_aligned
from embeddings.text.terms import Segmenter
from service.answers.answer import Answer
from service.followups.interpretation import Support
from service.questions.question import read_question


def measure_support(answer: Answer, segmenter: Segmenter) -> Support:
    """Return what the answer to a reading says about it."""
    articles = [source.hit.article for source in answer.sources[:1]]
    text = "".join(fold_aligned(article.title + article.text) for article in articles)
    names = read_question(answer.question, segmenter).names
    return Support(answer.confidence, all(name in text for name in names), text)
