"""Ask questions as the product does, whatever the confidence: examples for fitting it."""

from dataclasses import dataclass

from embeddings.text.normalize import fold_without_spaces
from scripts.answers.held_out_questions import AskedQuestion
from scripts.benchmarks.collection import Collection
from service.answering.confidence import (
    ConfidenceFeatures,
    lacks_form,
    measure_confidence_features,
)
from service.locating.locate import locate_answer
from service.locating.read_hits import READ_HITS, read_hits
from service.locating.rendering import choose_rendering
from service.questions.question import read_question
from service.retrieval.search import retrieve
from service.workspace.question_reader import QuestionReader


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question and the features of its best answer.

    Attributes:
        right: whether the quote shows an accepted answer and is from the right article.
    """

    asked: AskedQuestion
    features: ConfidenceFeatures
    right: bool


def answer(
    asked: AskedQuestion, collection: Collection, reader: QuestionReader
) -> AnsweredQuestion | None:
    """Answer one question; None if it is declined whatever the weights."""
    segmenter = collection.analyzer.segmenter
    question = read_question(asked.text, segmenter)
    found = retrieve(question, collection.snapshot, collection.library, READ_HITS).ranked
    read = read_hits(
        lambda _: question.read_text, found[:READ_HITS], reader, render=choose_rendering(question)
    )
    if not read:
        return None
    best = locate_answer(read[0], question, segmenter)
    if lacks_form(best, question):
        return None
    shown = fold_without_spaces(best.quote.text)
    right = asked.accepts(shown) and best.read.article.id == asked.article
    return AnsweredQuestion(asked, measure_confidence_features(best, question, read), right)
