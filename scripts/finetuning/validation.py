"""Whether training pays: a quick retrieval test on questions that are not trained on."""

import random

import torch

from embeddings.documents import Article
from embeddings.text.normalize import fold
from scripts.benchmarks.benchmark import Benchmark
from scripts.finetuning.examples import Example, ExampleSet, Passage
from scripts.finetuning.model import TextEncoder
from scripts.finetuning.sources import cut
from scripts.finetuning.token_set import TokenSet

_QUESTIONS = 400
_DOCUMENTS = 2000
_CHARACTERS = 2500  # of a document
_PASSAGES = 4  # of a document
_DEPTH = 10


def sample_bench(bench: Benchmark) -> ExampleSet:
    """Return up to 400 questions with one right document, among up to 2,000 documents."""
    draw = random.Random(bench.name)  # noqa: S311 - a sample, not a secret
    asked = [query for query in bench.queries if len(query.right) == 1]
    asked = draw.sample(asked, min(_QUESTIONS, len(asked)))
    wanted = {key for query in asked for key in query.right}
    others = [document.id for document in bench.documents if document.id not in wanted]
    more = draw.sample(others, min(max(0, _DOCUMENTS - len(wanted)), len(others)))
    kept = wanted.union(more)
    passages: list[Passage] = []
    rows = {}
    for number, document in enumerate(one for one in bench.documents if one.id in kept):
        article = Article("", "", document.title, "", "", document.text[:_CHARACTERS])
        rows[document.id] = len(passages)
        passages += [Passage(text, number) for text in cut(article)[:_PASSAGES]]
    examples = [Example(fold(query.text), rows[next(iter(query.right))]) for query in asked]
    return ExampleSet(bench.name, tuple(passages), tuple(examples))


def mean_reciprocal_rank(encoder: TextEncoder, data: TokenSet) -> float:
    """Return MRR@10 of the right documents; a document is as near as its nearest passage."""
    cosines = encoder.encode_all(data.questions) @ encoder.encode_all(data.passages).T
    documents = torch.from_numpy(data.documents).to(encoder.device)
    right = documents[torch.from_numpy(data.right).to(encoder.device)]
    best = torch.full((len(cosines), int(documents.max()) + 1), -2.0, device=encoder.device)
    best.scatter_reduce_(1, documents.expand(len(cosines), -1), cosines, "amax")
    ranks = 1 + (best > best.gather(1, right[:, None])).sum(dim=1)
    return float(torch.where(ranks <= _DEPTH, 1 / ranks, 0.0).mean())
