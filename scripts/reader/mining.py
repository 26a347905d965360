"""Hard negatives: passages that have a question's words but do not answer it."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from scripts.finetuning.lexical_search import load_or_make, search_lexically
from scripts.reader.examples import ReadingSet

Mined = list[list[int]]
"""For each question of a set, rows of passages, best first."""

_DEPTH = 30
_KEPT = 10


def load_mined(data: ReadingSet, folder: Path, report: Callable[[str], None]) -> Mined:
    """Return what is kept in ``folder``; search if that was not done for these texts."""

    def search() -> Mined:
        report(f"searching for {len(data.questions)} questions of {data.name}")
        return mine(data)

    return load_or_make(folder / f"{data.name}-{_digest(data)}.json", search)


def mine(data: ReadingSet) -> Mined:
    """Return up to 10 of the 30 passages that the lexical index finds first for each question.

    Of its own document they are those that are silent.
    """
    passages = data.passages
    texts = [f"{passage.context}\n{passage.text}" for passage in passages]
    queries = [question.text for question in data.questions]
    mined = []
    for question, rows in zip(
        data.questions, search_lexically(texts, queries, _DEPTH), strict=True
    ):
        silent = set(question.silent)
        kept = (row for row in rows if passages[row].document != question.document or row in silent)
        mined.append(list(kept)[:_KEPT])
    return mined


def _digest(data: ReadingSet) -> str:
    parts = (
        [[p.context, p.text] for p in data.passages],
        [[q.text, q.silent] for q in data.questions],
    )
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=8).hexdigest()
