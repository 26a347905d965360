"""Complete one of several questions in a message with what those before it are about."""

import re
from collections.abc import Iterator, Sequence

from embeddings.text.normalize import fold_aligned
from embeddings.text.terms import Segmenter
from service.answers.answer import Answer
from service.answers.conversation import Turn
from service.followups.interpretation import Interpretation, Score
from service.followups.resolve import resolve
from service.questions.question import read_question

_NOUN_TAGS = ("n", "j", "l", "vn", "eng")
_REFERRING = re.compile(r"[他她它其这那该此]|\b(?:he|she|it|its|his|her|they|their)\b")


def complete_part(
    text: str, before: Sequence[Turn], segmenter: Segmenter, score: Score
) -> Interpretation | None:
    """Return ``text`` as a standalone question, after the questions ``before`` it.

    What has a name of its own and refers to nothing stands alone. Of several readings, ``score``
    chooses the best; but it never drops a subject that the question needs. Return None if
    nothing says what it is about: 一般能活几年.
    """
    question = read_question(text, segmenter)
    refers = _REFERRING.search(fold_aligned(text)) is not None
    if not before or ((question.names or question.places) and not refers):
        return Interpretation(text)
    by_rules = resolve(text, before, segmenter)
    if refers and by_rules.carried_over:
        return by_rules
    scored = resolve(text, before, segmenter, score)
    reading = scored if scored.carried_over else by_rules
    has_topic = any(_list_nouns(question.content, segmenter))
    return reading if reading.carried_over or has_topic else None


def tells_of(answer: Answer, subject: str, segmenter: Segmenter) -> bool:
    """Return whether the article that is quoted mentions every noun of a carried-over subject."""
    article = answer.sources[0].hit.article
    text = fold_aligned(f"{article.title}\n{article.text}")
    return all(noun in text for noun in _list_nouns(fold_aligned(subject), segmenter))


def _list_nouns(folded: str, segmenter: Segmenter) -> Iterator[str]:
    for word in segmenter.tagged(folded):
        if word.tag.startswith(_NOUN_TAGS) and len(word.text) > 1:
            yield word.text
