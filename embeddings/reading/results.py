"""The results of reading a file: articles, and the parts that could not be read."""

from dataclasses import dataclass

from embeddings.documents import Article


@dataclass(frozen=True, slots=True)
class PartFailure:
    """A part of a file that could not be read; the other parts were.

    Attributes:
        part: its name within the file: ``row 17``, ``一月/甲.pdf``, ``甲.jsonl row 17``.
        reason: what is wrong and what to do, in a sentence or two.
    """

    part: str
    reason: str


Read = Article | PartFailure
