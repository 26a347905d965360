"""The tokenizer of the static encoder: a Unigram model whose pieces are the frequent words.

Its Viterbi path under log word frequencies is what jieba's dictionary pass computes. So it segments
like jieba, but without jieba, from the one file that sentence-transformers loads.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Lowercase
from tokenizers.normalizers import Sequence as Steps
from tokenizers.pre_tokenizers import Punctuation

from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter
from scripts.training.pairs import read_pairs

UNKNOWN = "<unk>"
_LONGEST = 8  # characters; longer words are rare, and their parts carry as much meaning
_COMMON = 20  # a character seen this often is a piece of its own


def count_words(paths: Sequence[Path]) -> Counter[str]:
    """Return the word frequencies of the data sets, each distinct text counting once."""
    with ProcessPoolExecutor() as pool:
        return sum(pool.map(_count_file, paths), start=Counter())


def _count_file(path: Path) -> Counter[str]:
    segmenter = Segmenter()
    texts = {text for pair in read_pairs([path]) for text in (pair.a, pair.b)}
    words: Counter[str] = Counter()
    for text in texts:
        words.update(segmenter.words(fold(text)))
    return words


def make_tokenizer(words: Counter[str], size: int) -> Tokenizer:
    """Return a tokenizer of ``size`` pieces: the common characters, then the most frequent words.

    White space and punctuation are not pieces: they become ``<unk>``, whose vector is zero.
    """
    known = Counter({word: n for word, n in words.items() if _is_word(word)})
    total = sum(known.values())
    pieces = [*_common_characters(known), *(word for word, _ in known.most_common())]
    chosen = list(dict.fromkeys(pieces))[: size - 1]
    scores = [(word, math.log(max(known[word], 1) / total)) for word in chosen]
    scores.sort(key=lambda piece: (-piece[1], piece[0]))
    tokenizer = Tokenizer(Unigram([(UNKNOWN, 0.0), *scores], unk_id=0, byte_fallback=False))
    tokenizer.normalizer = Steps([NFKC(), Lowercase()])
    tokenizer.pre_tokenizer = Punctuation(behavior="removed")
    return tokenizer


def _common_characters(words: Counter[str]) -> Iterable[str]:
    characters: Counter[str] = Counter()
    for word, n in words.items():
        for character in word:
            characters[character] += n
    return (character for character, n in characters.most_common() if n >= _COMMON)


def _is_word(word: str) -> bool:
    """Return whether ``word`` is short and consists of letters and numbers only."""
    return len(word) <= _LONGEST and all(unicodedata.category(c)[0] in "LN" for c in word)
