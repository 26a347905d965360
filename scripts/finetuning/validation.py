"""Whether training pays: a quick retrieval test on real questions that are not trained on."""

import gzip
import json
import random
from dataclasses import dataclass
from pathlib import Path

import torch

from embeddings.text.normalize import fold
from scripts.finetuning.examples import PASSAGE_PROMPT, QUERY_PROMPT
from scripts.finetuning.model import TextEncoder

VALIDATION_SETS = ("qbqtc_query_title", "ncp_policy_qa", "medical_qa", "gov_message_board")
_QUESTIONS = 300
_DOCUMENTS = 1000
_CHARACTERS = 200  # of a document
_DEPTH = 10
_TOGETHER = 64
_TOKENS = 128
_BEST_SCORE = 2  # qbqtc_query_title also has pairs that hardly belong together


@dataclass(frozen=True, slots=True)
class ValidationSet:
    """Questions, each with the rows of its right documents; all texts folded."""

    name: str
    documents: tuple[str, ...]
    questions: dict[str, frozenset[int]]

    @classmethod
    def read(cls, folder: Path, name: str) -> "ValidationSet":
        """Read a sample of pairs {a, b}: 300 questions a among 1,000 documents b."""
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        right: dict[str, set[str]] = {}
        for row in rows:
            if row.get("score", _BEST_SCORE) == _BEST_SCORE:
                right.setdefault(fold(row["a"]), set()).add(fold(row["b"][:_CHARACTERS]))
        draw = random.Random(name)  # noqa: S311 - a sample, not a secret
        asked = draw.sample(sorted(right), min(_QUESTIONS, len(right)))
        wanted = dict.fromkeys(text for question in asked for text in sorted(right[question]))
        others = sorted({text for texts in right.values() for text in texts} - wanted.keys())
        more = draw.sample(others, min(max(0, _DOCUMENTS - len(wanted)), len(others)))
        documents = {text: number for number, text in enumerate([*wanted, *more])}
        questions = {q: frozenset(documents[text] for text in right[q]) for q in asked}
        return cls(name, tuple(documents), questions)


def mean_reciprocal_rank(encoder: TextEncoder, one: ValidationSet) -> float:
    """Return MRR@10 by cosine alone."""
    questions = _encode(encoder, [QUERY_PROMPT + text for text in one.questions])
    documents = _encode(encoder, [PASSAGE_PROMPT + text for text in one.documents])
    depth = min(_DEPTH, len(one.documents))
    best = (questions @ documents.T).topk(depth, dim=1).indices.tolist()
    ranks = (
        next((1 / place for place, row in enumerate(rows, 1) if row in right), 0.0)
        for rows, right in zip(best, one.questions.values(), strict=True)
    )
    return sum(ranks) / len(one.questions)


def _encode(encoder: TextEncoder, texts: list[str]) -> torch.Tensor:
    encoder.bert.train(mode=False)
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    groups = [order[start : start + _TOGETHER] for start in range(0, len(order), _TOGETHER)]
    with torch.no_grad():
        parts = [encoder.encode([texts[row] for row in group], _TOKENS) for group in groups]
    return torch.cat(parts)[torch.argsort(torch.tensor(order))]
