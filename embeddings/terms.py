"""Terms: what the lexical index knows a text by. The only module that imports jieba.

Three granularities are kept side by side. Words carry meaning; character bigrams find the names
that a dictionary cuts apart (绿东播报, 一辩一评一票决); single characters still match when a word
is abbreviated (城管 for 城市管理). Their BM25 scores are summed: on public Chinese retrieval sets
the sum is about two points of MRR@10 better than words alone.
"""

import hashlib
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

import jieba
import jieba.posseg

from embeddings.errors import UnreadableFileError
from embeddings.normalize import fold

_RUN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003134f〇]+|[a-z0-9]+(?:[.'+#-][a-z0-9]+)*%?")
_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003134f〇]")
# Raised when ``Segmenter.terms`` makes other terms of the same text: indexes are then rebuilt.
_TERMS_VERSION = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text, folded, in order, with repetitions."""

    words: tuple[str, ...]
    bigrams: tuple[str, ...]
    characters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaggedWord:
    """A word with its part of speech in jieba's tag set (ICTCLAS: n noun, v verb, m number …)."""

    text: str
    tag: str


class Segmenter:
    """Chinese word segmentation with jieba's dictionary and the owner's own words."""

    def __init__(self, user_words: Iterable[str] = ()) -> None:
        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.initialize()
        words = sorted({fold(word) for word in user_words})
        for word in words:
            self._tokenizer.add_word(word)
        self.fingerprint = f"{_TERMS_VERSION} jieba {version('jieba')} {_digest(words)}"
        self._tagger = jieba.posseg.POSTokenizer(self._tokenizer)

    def terms(self, text: str) -> Terms:
        """Return the terms of ``text``; punctuation and white space make none."""
        words: list[str] = []
        bigrams: list[str] = []
        characters: list[str] = []
        for match in _RUN.finditer(fold(text)):
            run = match.group()
            if not _HAN.match(run):
                words.append(run)
                continue
            words.extend(self._tokenizer.cut_for_search(run))
            bigrams.extend(first + second for first, second in pairwise(run))
            characters.extend(run)
        return Terms(tuple(words), tuple(bigrams), tuple(characters))

    def words(self, text: str) -> list[str]:
        """Cut ``text`` as it stands into words; joined again they give ``text``."""
        return list(self._tokenizer.cut(text))

    def tagged(self, text: str) -> list[TaggedWord]:
        """Cut ``text`` as it stands into words with their parts of speech."""
        return [TaggedWord(pair.word, pair.flag) for pair in self._tagger.cut(text)]

    def frequency(self, word: str) -> int:
        """Return how often jieba's dictionary saw ``word`` in general Chinese; 0 when unknown."""
        return int(self._tokenizer.FREQ.get(word) or 0)


def _digest(words: list[str]) -> str:
    return hashlib.blake2b("\n".join(words).encode(), digest_size=8).hexdigest()


def read_user_words(path: Path) -> tuple[str, ...]:
    """Return the words of a UTF-8 list: one a line, ``#`` starts a comment.

    Raises:
        UnreadableFileError: the file is not there or is not UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = "the user word list must be a UTF-8 text file, one word a line"
        raise UnreadableFileError(str(path), f"{message} ({error})") from error
    words = (line.partition("#")[0].strip() for line in lines)
    return tuple(word for word in words if word)
