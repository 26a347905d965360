"""What comes out of a file: articles, and the parts of it that could not become one."""

from dataclasses import dataclass

from embeddings.documents import Article


@dataclass(frozen=True, slots=True)
class PartFailure:
    """A part of a file that could not be read; the other parts were.

    Attributes:
        part: what it is called within its file: ``row 17``, ``一月/甲.pdf``, ``甲.jsonl row 17``.
        reason: what is wrong with it and what to do, a sentence or two.
    """

    part: str
    reason: str


Read = Article | PartFailure
