"""Answer a question by way of others: first who holds an office, then what is asked of them."""

from collections.abc import Callable
from dataclasses import replace

from embeddings.cleaning.person_names import is_person
from embeddings.text.normalize import fold_without_spaces
from embeddings.text.terms import Segmenter
from service.answering.several_answers import AnsweredPart, join_answers
from service.answers.answer import Answer
from service.questions.steps import HeldOffice, find_held_office, split_total

# How sure the answer to each step must be, 0-100.
_SURE = 50

Ask = Callable[[str], Answer]
"""Answers a question that stands by itself."""


def answer_in_steps(text: str, ask: Ask, segmenter: Segmenter, limit: int) -> Answer | None:
    """Return the answer that needs those to other questions, told with it; None if one lacks."""
    if office := find_held_office(text):
        return _answer_about_holder(text, office, ask, limit)
    parts = [AnsweredPart(side.name, ask(side.question)) for side in split_total(text, segmenter)]
    is_told = all(_is_sure(one.answer) for one in parts)
    return join_answers(text, parts, limit) if parts and is_told else None


def _answer_about_holder(text: str, office: HeldOffice, ask: Ask, limit: int) -> Answer | None:
    holder = ask(office.question)
    if not _is_sure(holder) or holder.short is None or not is_person(holder.short.text):
        return None
    name = holder.short.text
    question = office.ask_of(name)
    told = ask(question)
    if not (_is_sure(told) and _mentions(told, name)):
        return None
    parts = [AnsweredPart(question, told), AnsweredPart(office.question, holder)]
    joined = join_answers(text, parts, limit)
    return replace(joined, short=joined.items[0].words) if joined and joined.items else None


def _is_sure(answer: Answer) -> bool:
    return answer.answered and answer.short is not None and answer.confidence >= _SURE


def _mentions(answer: Answer, name: str) -> bool:
    """Return whether the quoted article names the person."""
    article = answer.sources[0].hit.article
    return fold_without_spaces(name) in fold_without_spaces(f"{article.title}{article.text}")
