"""Headings by the size and the weight of their type, and by their numbers."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from embeddings.cleaning.characters import ends_sentence, is_label, is_numbered, starts_item
from embeddings.layout.paragraphs import PrintedParagraph
from embeddings.layout.typography import LARGER, Typography

_LONGEST = 80  # characters of a headline in large type
_LONGEST_BOLD = 40  # of one that is only heavier than the text, or only numbered
_CLEARLY_LARGER = 1.25
_SAME = 0.06  # share by which sizes of one level may differ
_CHAPTER = re.compile(
    r"第[一二三四五六七八九十百千零〇两\d]{1,6}[编編篇卷章节節](?:\s|$|[\u3400-\u9fff])|附\s*[则則录錄件](?:\s|$|[一二三四五六七八九十\d：:])"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇两\d]{1,6}[条條]")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、")
_ENDS = "。；;，,、"


def rank_headings(
    paragraphs: Sequence[PrintedParagraph], texts: Sequence[str], typography: Typography
) -> list[int]:
    """Return the level of each paragraph as a heading: 1 is in the largest type, 0 is none.

    Headings that are only bold, or only numbered, rank below those in larger type.
    """
    sizes = _group_sizes(
        paragraph.size
        for paragraph, text in zip(paragraphs, texts, strict=True)
        if _is_large_headline(paragraph, text, typography)
    )
    levels = []
    for paragraph, text in zip(paragraphs, texts, strict=True):
        if _is_large_headline(paragraph, text, typography):
            levels.append(_find_level(paragraph.size, sizes))
        elif _is_bold_headline(paragraph, text, typography) or is_chapter_heading(text):
            levels.append(len(sizes) + 1)
        else:
            levels.append(0)
    return _add_sections(texts, levels, len(sizes) + 2)


def _group_sizes(sizes: Iterable[float]) -> list[float]:
    groups: list[float] = []
    for size in sorted(set(sizes), reverse=True):
        if not groups or size < groups[-1] * (1 - _SAME):
            groups.append(size)
    return groups


def _find_level(size: float, sizes: Sequence[float]) -> int:
    return next(
        (level for level, of in enumerate(sizes, start=1) if size >= of * (1 - _SAME)), len(sizes)
    )


def _is_large_headline(paragraph: PrintedParagraph, text: str, typography: Typography) -> bool:
    if paragraph.table or not text or len(text) > _LONGEST:
        return False
    if paragraph.size < LARGER * typography.size or text[-1] in _ENDS:
        return False
    return paragraph.size >= _CLEARLY_LARGER * typography.size or not ends_sentence(text)


def _is_bold_headline(paragraph: PrintedParagraph, text: str, typography: Typography) -> bool:
    if not typography.bold_stands_out or not paragraph.bold or paragraph.table:
        return False
    if not text or len(text) > _LONGEST_BOLD or paragraph.size < typography.size * (1 - _SAME):
        return False
    return not ends_sentence(text) and text[-1] not in _ENDS


def is_chapter_heading(text: str) -> bool:
    """Return whether the text is the number and the name of a chapter, and nothing else."""
    return bool(_CHAPTER.match(text)) and len(text) <= _LONGEST_BOLD and is_label(text)


def _add_sections(texts: Sequence[str], levels: Sequence[int], level: int) -> list[int]:
    """Return the levels with those of 一、…: labels above text; several in a row are a list."""
    labels = {
        place
        for place, text in enumerate(texts)
        if _SECTION.match(text) and is_label(text) and len(text) <= _LONGEST_BOLD
    }
    heads = {
        place
        for place, below in pairwise(range(len(texts)))
        if place in labels and below not in labels and texts[below]
    }
    if len(heads) < len(labels):
        heads = set()
    return [
        level if not ranked and place in heads else ranked for place, ranked in enumerate(levels)
    ]


def is_article_of_law(text: str) -> bool:
    """Return whether the text begins with the number of an article: 第三条."""
    return _ARTICLE.match(text) is not None


def may_be_title(text: str) -> bool:
    """Return whether a heading may be the title of a document: it is not numbered."""
    return not is_numbered(text) and not starts_item(text)
