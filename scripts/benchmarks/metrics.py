"""How good ranked lists are, by ir-measures. Relevance is binary; ranks below 10 count nothing."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import ir_measures
import numpy as np
from ir_measures import RR, Qrel, R, ScoredDoc, nDCG

from scripts.benchmarks.bootstrap import FloatArray

_MEASURES = {"MRR@10": RR @ 10, "R@1": R @ 1, "R@5": R @ 5, "R@10": R @ 10, "nDCG@10": nDCG @ 10}
METRICS = tuple(_MEASURES)


def score(ranked: Sequence[Sequence[str]], right: Sequence[AbstractSet[str]]) -> FloatArray:
    """Return ``(queries, metrics)`` values of ``METRICS``, each in 0..1.

    ``ranked`` holds the distinct documents that each query found, best first, ``right`` its
    relevant ones.
    """
    qrels = [Qrel(str(n), document, 1) for n, ids in enumerate(right) for document in ids]
    run = [
        ScoredDoc(str(n), document, -float(rank))
        for n, documents in enumerate(ranked)
        for rank, document in enumerate(documents)
    ]
    columns = {measure: column for column, measure in enumerate(_MEASURES.values())}
    values = np.zeros((len(ranked), len(columns)))
    for result in ir_measures.iter_calc(list(columns), qrels, run):
        values[int(result.query_id), columns[result.measure]] = result.value
    return values
