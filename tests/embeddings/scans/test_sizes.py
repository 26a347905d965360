"""Sizes of lines that are measured a little differently are made equal."""

from embeddings.scans.sizes import unify_sizes


def test_lines_of_one_size_of_type_have_one_size() -> None:
    assert len(set(unify_sizes([(21.5, 9), (22.4, 30), (23.4, 12), (22.0, 9)]))) == 1
