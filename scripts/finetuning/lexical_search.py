"""What the product's lexical index finds for many queries."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from embeddings.index.lexical_index import LexicalIndex, LexicalWriter
from embeddings.text.terms import load_segmenter


def search_lexically(
    passages: Sequence[str], queries: Sequence[str], depth: int
) -> Iterator[list[int]]:
    """Yield for each folded query the rows of the folded passages that it finds, best first."""
    segmenter = load_segmenter(())
    # tantivy may still be tidying its folder up when the search is over.
    with tempfile.TemporaryDirectory("wenbao-terms", ignore_cleanup_errors=True) as folder:
        writer = LexicalWriter(Path(folder) / "terms")
        for row, passage in enumerate(passages):
            writer.add(row, *segmenter.join_terms([passage]))
        writer.finish()
        index = LexicalIndex.open(Path(folder) / "terms")
        for query in queries:
            yield [row for row, _ in index.search(segmenter.terms_of_folded(query), depth)]


def load_or_make(path: Path, make: Callable[[], list[list[int]]]) -> list[list[int]]:
    """Return the rows kept at ``path``; make and keep them if there are none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(make()), encoding="utf-8")
        draft.replace(path)
    rows: list[list[int]] = json.loads(path.read_bytes())
    return rows
