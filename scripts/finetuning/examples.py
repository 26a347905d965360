"""What a data set teaches: questions, each with the passage that should be found. No IO."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "


@dataclass(frozen=True, slots=True)
class Passage:
    """A folded text that can be found, and the number of the document that it comes from."""

    text: str
    document: int


@dataclass(frozen=True, slots=True)
class Example:
    """A folded question.

    Attributes:
        query: the question, folded.
        right: row of the passage that it should find.
        siblings: rows of passages of the same document that do not answer it.
    """

    query: str
    right: int
    siblings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleSet:
    """One data set.

    Attributes:
        prompt: what the encoder is given before each passage.
        mined: whether its examples get hard negatives from the lexical index. Among paraphrases
            too many of them would say the same.
    """

    name: str
    passages: tuple[Passage, ...]
    examples: tuple[Example, ...]
    prompt: str = PASSAGE_PROMPT
    mined: bool = True


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step learns from.

    Attributes:
        queries: with their prompt.
        passages: with their prompt; passage ``i`` belongs to query ``i``, hard negatives follow.
        ignored: for each query, whether each passage says nothing about it: it has the right
            passage's document or text, or belongs to an equal question.
    """

    queries: list[str]
    passages: list[str]
    ignored: list[list[bool]]


def make_batch(
    data: ExampleSet, examples: Sequence[Example], negatives: Sequence[int | None]
) -> Batch:
    """Return the batch of ``examples`` and their hard negatives, rows of passages or None."""
    count = len(examples)
    owners = [*range(count), *compress(range(count), (row is not None for row in negatives))]
    rows = [example.right for example in examples] + [row for row in negatives if row is not None]
    passages = [data.passages[row] for row in rows]

    def is_ignored(one: int, place: int) -> bool:
        if owners[place] == one:
            return False
        right, other = passages[one], passages[place]
        same = right.document == other.document or right.text == other.text
        return same or (place < count and examples[one].query == examples[place].query)

    return Batch(
        [QUERY_PROMPT + example.query for example in examples],
        [data.prompt + passage.text for passage in passages],
        [[is_ignored(one, place) for place in range(len(rows))] for one in range(count)],
    )
