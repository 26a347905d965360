"""Split a message with several questions: 汝河路街道有多少党员?书记是谁?"""

import re
from itertools import pairwise

from embeddings.text.normalize import fold_aligned
from embeddings.text.terms import Segmenter
from service.language import Language, detect_language
from service.questions.sides import split_sides

_PIECE = re.compile(r"[^?!。;,\n]+(?:[?!。;,\n]+|$)")
_ASKS = re.compile(
    r"什么|啥|谁(?![都也知])|哪(?![怕])|多少|(?<![这那前后近好头每十])几(?![乎何十百千万]|[^,]{0,4}[中里内间]$)|怎么|怎样|如何|为何|何[时地处]"
    r"|(?<![很更最不])多[久大高长宽远重深](?!的)|吗$|是不是|是否|有没有"
)
# What asks only whether the rest is so, and what puts a question off.
_TAG = re.compile(
    r"\s*(?:是|对|好|行|可以|真的|是真的|有|没错)[吗么]|\s*(?:是不是|对不对|好不好|有没有)(?:这回事|啊|呀|呢)?"
)
_ANY = re.compile(r"不管|无论|不论|任何|随便|凡是")
# The end of a question that is not the last.
_ENDED = re.compile(r"\?\s*\w")
# A question may quote others, which are not asked.
_QUOTED = re.compile(r"[“「『《][^”」』》]*[?,。!][^”」』》]*[”」』》]")
_ENGLISH_BREAK = re.compile(
    r"\?\s+(?=\w)|(?:,|;)?\s+and\s+(?=(?:who|whom|when|where|why|how|what|which)\b)|;\s+",
    re.IGNORECASE,
)
_ENGLISH_ASKS = re.compile(
    r"\s*(?:(?:in|on|at|for|to|by|with|from) )?(?:who|whom|whose|when|where|why|how|what|which"
    r"|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_FEWEST_CHARACTERS = 3
_MOST = 3
_LONGEST = 200
_EDGES = " \t\n,.;?!，。；？！、"


def split_questions(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """Return the two or three questions that ``text`` consists of, in order; () if it is only one.

    A clause that asks nothing belongs to the question after it. The later questions may lack what
    the first is about.
    """
    folded = fold_aligned(text)
    if len(text) > _LONGEST or _QUOTED.search(folded):
        return ()
    if not _ENDED.search(folded) and split_sides(text, segmenter):
        return ()  # 甲和乙谁多,各是多少 compares two sides
    is_english = detect_language(text) is Language.ENGLISH
    parts = _split_english(text) if is_english else _split_chinese(text)
    questions = tuple(part.strip(_EDGES) for part in parts)
    long_enough = all(len(question) >= _FEWEST_CHARACTERS for question in questions)
    return questions if 1 < len(questions) <= _MOST and long_enough else ()


def _split_chinese(text: str) -> list[str]:
    """Return the questions; only one if a clause that asks nothing comes after them."""
    starts, asked, is_open = [0], False, False
    for piece in _PIECE.finditer(fold_aligned(text)):
        is_open = not _asks(piece.group().strip(_EDGES))
        if asked:
            starts.append(piece.start())
        asked = not is_open
    if is_open:
        return [text]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _asks(piece: str) -> bool:
    return bool(_ASKS.search(piece)) and not (_TAG.fullmatch(piece) or _ANY.search(piece))


def _split_english(text: str) -> list[str]:
    parts = _ENGLISH_BREAK.split(text.strip())
    return parts if all(_ENGLISH_ASKS.match(part) for part in parts) else [text]
