"""What a data set teaches: questions, each with the passage that should be found. No IO."""

from dataclasses import dataclass

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
    """

    name: str
    passages: tuple[Passage, ...]
    examples: tuple[Example, ...]
    prompt: str = PASSAGE_PROMPT
