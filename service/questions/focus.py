"""The focus of a question: where it asks, and the noun that names what is wanted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.documents import Span
from embeddings.text.terms import TaggedWord

_INTERROGATIVE = re.compile(
    r"(?:百分之|第)?(?:多少|几(?!乎))|哪[一二两三四五六七八九十几些]?|什么|谁|何(?=[时人年处地])|为何|怎么?样?|如何"
    r"|多(?=[久大高长宽远重深])"
)
_NOUN_TAGS = ("n", "j", "vn", "l", "b", "eng", "q")


@dataclass(frozen=True, slots=True)
class Focus:
    """What a question asks for (Moldovan et al. 2000, "question focus").

    Attributes:
        asked: where its interrogative stands in the folded question; at the end when it has none.
        head: the noun that names what is wanted (书记 in 区委书记是谁, 社区 in 哪个社区), or "".
    """

    asked: Span
    head: str


def find_focus(folded: str, tagged: Sequence[tuple[int, TaggedWord]]) -> Focus:
    """Return the focus of a folded question; ``tagged`` are its content words and their places."""
    match = _INTERROGATIVE.search(folded)
    asked = Span(*match.span()) if match else Span(len(folded), len(folded))
    following = [(at, word) for at, word in tagged if at >= asked.end]
    preceding = [word for at, word in tagged if at < asked.start and _is_noun(word)]
    head = ""
    for (at, word), limit in zip(following, [asked.end + 3, *_ends(following)], strict=False):
        if at > limit or not _is_noun(word):
            break
        head = word.text
    return Focus(asked, head or (preceding[-1].text if preceding else ""))


def _ends(tagged: Sequence[tuple[int, TaggedWord]]) -> list[int]:
    return [at + len(word.text) for at, word in tagged]


def _is_noun(word: TaggedWord) -> bool:
    return word.tag.startswith(_NOUN_TAGS)
