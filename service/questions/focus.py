"""Find the focus of a question: its interrogative, and the noun that names what it asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.documents import Span
from embeddings.text.terms import TaggedWord

_INTERROGATIVE = re.compile(
    r"(?:百分之|第)?(?:多少|几(?!乎))|哪[一二两三四五六七八九十几些]?|什么|啥|谁|何(?=[时人年处地])|为何|怎么?样?|咋|如何"
    r"|多(?=[久大高长宽远重深])"
)
_NOUN_TAGS = ("n", "j", "vn", "l", "b", "eng", "q")


@dataclass(frozen=True, slots=True)
class Focus:
    """What a question asks for (Moldovan et al. 2000, "question focus").

    Attributes:
        interrogative: its range in the folded question; empty and at the end if there is none.
        head: the noun it asks for (书记 in 区委书记是谁, 社区 in 哪个社区), or "".
    """

    interrogative: Span
    head: str


NO_FOCUS = Focus(Span(0, 0), "")
"""That of a question whose focus is not read."""


def find_focus(folded: str, tagged: Sequence[tuple[int, TaggedWord]]) -> Focus:
    """Return the focus of a folded question; ``tagged`` are its content words with offsets."""
    match = _INTERROGATIVE.search(folded)
    interrogative = Span(*match.span()) if match else Span(len(folded), len(folded))
    following = [(at, word) for at, word in tagged if at >= interrogative.end]
    preceding = [word for at, word in tagged if at < interrogative.start and _is_noun(word)]
    head = ""
    for (at, word), limit in zip(
        following, [interrogative.end + 3, *_compute_limits(following)], strict=False
    ):
        if at > limit or not _is_noun(word):
            break
        head = word.text
    return Focus(interrogative, head or (preceding[-1].text if preceding else ""))


def _compute_limits(tagged: Sequence[tuple[int, TaggedWord]]) -> list[int]:
    return [at + len(word.text) for at, word in tagged]


def _is_noun(word: TaggedWord) -> bool:
    return word.tag.startswith(_NOUN_TAGS)
