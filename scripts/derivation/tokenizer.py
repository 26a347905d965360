"""The Unigram tokenizer of multilingual-e5-small over any selection of its pieces."""

from collections.abc import Sequence

from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Replace, Strip
from tokenizers.normalizers import Sequence as Steps
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from scripts.derivation.bert import SPECIAL_PIECES, Piece

# What the original's table of characters does besides NFKC.
_CONTROL = Regex(r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]")
_SPACE = Regex(r"[\s\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]+")


def make_tokenizer(pieces: Sequence[Piece]) -> Tokenizer:
    """Return the tokenizer of ``pieces``, which begin with ``SPECIAL_PIECES``."""
    begin, _, end, unknown = range(len(SPECIAL_PIECES))
    tokenizer = Tokenizer(Unigram([(piece.text, piece.score) for piece in pieces], unk_id=unknown))
    tokenizer.normalizer = Steps([NFKC(), Replace(_CONTROL, ""), Replace(_SPACE, " "), Strip()])
    tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> $B </s>",
        special_tokens=[("<s>", begin), ("</s>", end)],
    )
    tokenizer.add_special_tokens(list(SPECIAL_PIECES))
    return tokenizer
