"""Which documents a reader is not trained on."""

from scripts.reader.examples import ReadingSet


def is_held_out(document: int, every: int) -> bool:
    """Return whether the questions on a document, counted from 0, are held out."""
    return document % every == 0


def hold_out(data: ReadingSet, every: int) -> tuple[ReadingSet, ReadingSet]:
    """Return ``data`` without the questions on each ``every``-th document, and these."""
    kept = tuple(one for one in data.questions if not is_held_out(one.document, every))
    rest = tuple(one for one in data.questions if is_held_out(one.document, every))
    return ReadingSet(data.name, data.passages, kept), ReadingSet(data.name, data.passages, rest)
