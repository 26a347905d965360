"""Turns on their way into the store and back: without the text of articles, and with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from embeddings.library.library import Library
from service.answers.answer import Answer
from service.answers.conversation import SourceReference, Turn
from service.conversations.choices import NO_CHOICES, Choices
from service.conversations.packed_answer import (
    list_packed_articles,
    pack_answer,
    read_packed_choices,
    unpack_answer,
)
from service.retrieval.regions import locate


@dataclass(frozen=True, slots=True)
class PastTurn:
    """A stored turn, with what the articles contain now.

    Attributes:
        answer: None in turns stored before whole answers were.
        choices: what was chosen when it was asked.
    """

    turn: Turn
    answer: Answer | None = None
    choices: Choices = NO_CHOICES

    @property
    def is_incomplete(self) -> bool:
        """Whether articles that it was based on have been deleted or changed since."""
        return self.answer is not None and self.answer.dropped > 0


def tell_answer(turn: Turn, answer: Answer) -> Turn:
    """Return ``turn`` with the texts of its answer."""
    references = tuple(
        SourceReference(
            source.hit.article.id,
            source.hit.passage.id,
            source.hit.article.title,
            source.hit.article.source,
            *span,
        )
        for source in answer.sources
        for span in source.highlights
    )
    displayed = answer.text if answer.answered else ""
    short = answer.short.text if answer.short else ""
    return replace(turn, answer=displayed, short=short, sources=references)


def pack_turn(turn: Turn, answer: Answer, choices: Choices = NO_CHOICES) -> Turn:
    """Return ``turn`` as it is stored: without text of articles."""
    return replace(turn, answer="", short="", sources=(), reply=pack_answer(answer, choices))


def recall(turns: Sequence[Turn], library: Library) -> list[PastTurn]:
    """Return stored turns with their answers, as far as the articles still contain them."""
    ids = {one for turn in turns if turn.reply for one in list_packed_articles(turn.reply)}
    articles = {article.id: article for article in library.articles.containing([], list(ids))}
    recalled = []
    for turn in turns:
        if not turn.reply:
            recalled.append(PastTurn(turn))
            continue
        answer = unpack_answer(turn.reply, turn.interpreted, articles)
        answer = replace(answer, sources=locate(answer.sources, library))
        choices = read_packed_choices(turn.reply)
        recalled.append(PastTurn(tell_answer(turn, answer), answer, choices))
    return recalled
