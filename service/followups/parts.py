"""Complete one of several questions in a message with what those before it are about."""

import re
from collections.abc import Sequence

from embeddings.text.normalize import fold_aligned
from embeddings.text.terms import Segmenter
from service.answers.conversation import Turn
from service.followups.interpretation import Score
from service.followups.resolve import resolve
from service.questions.question import read_question

_NOUN_TAGS = ("n", "j", "l", "vn", "eng")
_REFERRING = re.compile(r"[他她它其这那该此]|\b(?:he|she|it|its|his|her|they|their)\b")


def complete_part(text: str, before: Sequence[Turn], segmenter: Segmenter, score: Score) -> str:
    """Return ``text`` as a standalone question, after the questions ``before`` it.

    What has a name of its own and refers to nothing stands alone. Of several readings, ``score``
    chooses the best; but it never drops a subject that the question needs. Return "" if nothing
    says what it is about: 一般能活几年.
    """
    question = read_question(text, segmenter)
    named = question.names or question.places
    if not before or (named and not _REFERRING.search(fold_aligned(text))):
        return text
    by_rules = resolve(text, before, segmenter)
    scored = resolve(text, before, segmenter, score)
    reading = scored if scored.carried_over else by_rules
    nouns = (word for word in segmenter.tagged(question.content) if word.tag.startswith(_NOUN_TAGS))
    return reading.question if reading.carried_over or any(nouns) else ""
