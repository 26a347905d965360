"""Sizes of lines that are measured a little differently are made equal, others are kept apart."""

from embeddings.scans.sizes import unify_sizes


def test_lines_of_one_size_of_type_have_one_size() -> None:
    assert len(set(unify_sizes([(21.5, 9), (22.4, 30), (23.4, 12), (22.0, 9)]))) == 1


def test_subtitle_in_larger_type_keeps_its_size() -> None:
    *text, subtitle = unify_sizes([(21.5, 400), (22.3, 900), (23.2, 300), (24.9, 11)])
    assert len(set(text)) == 1
    assert subtitle == 24.9
