"""Questions made of headlines: a number, a name or a place becomes an interrogative."""

import re
from collections.abc import Iterator

from embeddings.text.terms import Segmenter

_NUMBER = re.compile(r"\d[\d.,]*(?=[^\d.,%\s])")
_ASKED = {"nr": "谁", "ns": "哪里", "nt": "哪个单位"}
_QUESTION_CHARACTERS = (6, 60)


def make_clozes(title: str, text: str, segmenter: Segmenter) -> Iterator[tuple[str, str]]:
    """Yield headlines with a piece replaced by an interrogative, and the piece."""
    shortest, longest = _QUESTION_CHARACTERS
    if not shortest <= len(title) <= longest:
        return
    for match in _NUMBER.finditer(title):
        if re.search(rf"(?<![\d.,]){re.escape(match.group())}(?![\d.,])", text):
            yield f"{title[: match.start()]}多少{title[match.end() :]}", match.group()
    start = 0
    for word in segmenter.tagged(title):
        asked, end = _ASKED.get(word.tag), start + len(word.text)
        if asked and len(word.text) > 1 and word.text in text:
            yield f"{title[:start]}{asked}{title[end:]}", word.text
        start = end
