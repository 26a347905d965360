"""Which pieces of a multilingual tokenizer Chinese and English texts need."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from tokenizers import Tokenizer

from scripts.derivation.bert import SPECIAL_PIECES, Bert, Piece
from scripts.derivation.tokenizer import make_tokenizer

_HAN = re.compile("[\u3400-\u9fff]")
_OTHER_LETTERS = re.compile(r"[^\W\d_\u3400-\u9fffA-Za-z▁]")
# Latin-1 signs, general punctuation, currencies, Chinese punctuation.
_SIGN = re.compile("[\xa1-\xbf\u2010-\u205e\u20a0-\u20bf\u3001-\u303f]")
_FEWEST = 5  # occurrences
_CHUNK = 2_000  # texts


def select_pieces(
    bert: Bert, texts: Iterable[str], words: Sequence[str], prompts: Sequence[str] = ()
) -> Bert:
    """Return ``bert`` with the pieces that Chinese, ``texts``, ``words`` and ``prompts`` use.

    The English ``words`` are looked up as they are and capitalised.
    """
    tokenizer = make_tokenizer(bert.pieces)
    counts = count_pieces(tokenizer, texts)
    capitalised = [word.capitalize() for word in words]
    wanted = count_pieces(tokenizer, [*words, *capitalised, *prompts])
    return bert.keep_pieces(choose_pieces(bert.pieces, counts, wanted.keys()))


def count_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[str]:
    """Return how often ``texts`` use each piece."""
    counts: Counter[str] = Counter()
    remaining = iter(texts)
    while chunk := list(islice(remaining, _CHUNK)):
        for encoding in tokenizer.encode_batch(chunk, add_special_tokens=False):
            counts.update(encoding.tokens)
    return counts


def choose_pieces(
    pieces: Sequence[Piece], counts: Mapping[str, int], wanted: Collection[str] = ()
) -> list[int]:
    """Return the rows to keep, in their order.

    Kept are the special pieces, single ASCII characters and common signs, Han characters with at
    most punctuation, digits and Latin letters beside them, whatever occurs five times in
    ``counts``, and ``wanted``.
    """
    special = range(len(SPECIAL_PIECES))
    rest = range(len(SPECIAL_PIECES), len(pieces))
    used = {piece for piece, count in counts.items() if count >= _FEWEST}.union(wanted)
    return [
        *special,
        *(row for row in rest if pieces[row].text in used or _is_basic(pieces[row].text)),
    ]


def _is_basic(piece: str) -> bool:
    if _HAN.search(piece):
        return not _OTHER_LETTERS.search(piece)
    body = piece.removeprefix("▁")
    return len(body) <= 1 and (body.isascii() or _SIGN.fullmatch(body) is not None)
