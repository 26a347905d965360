"""The items of a list whose introduction is a heading: one short line each."""

from embeddings.documents import Article, Span
from embeddings.text.sentences import find_paragraph, split_paragraphs

_FEWEST, _MOST = 2, 30
_LONGEST_ITEM = 60
_ENDS = ("。", "：", ":", "！", "？", "!", "?")


def find_listed_lines(article: Article, answer: Span) -> tuple[Span, ...]:
    """Return the lines between two headings if all are short and ``answer`` is in one of them.

    Return () if one of them is a sentence, or if there is only one.
    """
    above = [heading.end for heading in article.headings if heading.end <= answer.start]
    if not above:
        return ()
    below = (heading.start for heading in article.headings if heading.start >= answer.end)
    section = Span(above[-1], next(below, len(article.text)))
    lines = [line for line in split_paragraphs(article.text, section) if line.start < line.end]
    if not _FEWEST <= len(lines) <= _MOST or find_paragraph(article.text, answer) not in lines:
        return ()
    return tuple(lines) if all(_is_item(article.text, line) for line in lines) else ()


def _is_item(text: str, line: Span) -> bool:
    return line.end - line.start <= _LONGEST_ITEM and not text.endswith(_ENDS, *line)
