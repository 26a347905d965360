"""Split text into the terms of the lexical index. The only module that imports jieba.

There are three granularities. Words carry meaning; character bigrams find names that a dictionary
splits (绿东播报, 一辩一评一票决); single characters still match when a word is abbreviated (城管
for 城市管理). Their BM25 scores are summed: on public Chinese retrieval sets the sum is about two
points of MRR@10 better than words alone.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.metadata import version
from itertools import chain, groupby
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
import numpy as np
from numpy.typing import NDArray

from embeddings.errors import UnreadableFileError
from embeddings.text.fast_segmenter import RJIEBA_VERSION, FastSegmenter
from embeddings.text.joined_terms import JoinedTerms, join_han_ngrams
from embeddings.text.normalize import fold

if TYPE_CHECKING:
    from jieba.posseg import POSTokenizer

_HAN = "㐀-鿿豈-﫿\U00020000-\U0003134f〇"
# What jieba segments: Chinese with its numbers and Latin words. Other scripts stay as written.
_RUN = re.compile(rf"[{_HAN}a-z0-9][{_HAN}a-z0-9.'+#&%_-]*|\w+")
_HAN_RUN = re.compile(f"[{_HAN}]+")
_MEANINGFUL = re.compile(r"\w")
# A line of jieba's dictionary whose word is not all Chinese, as defined by its ``re_han_default``.
_MIXED_ENTRY = re.compile(r"^(?![\u4e00-\u9fd5]+ )(\S+) ", re.MULTILINE)
# Increase it when ``Segmenter.terms`` changes its output: indexes are then rebuilt.
_TERMS_VERSION = 3


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
    """Chinese word segmentation with jieba's dictionary and the owner's own words.

    Indexing segments nearly everything with rjieba alone. Jieba's own dictionary and tagger take a
    second and 150 MB: they are loaded on first use, or by ``load_whole``.
    """

    def __init__(self, user_words: Iterable[str] = ()) -> None:
        self._user_words = sorted({fold(word) for word in user_words})
        libraries = f"jieba {version('jieba')} rjieba {RJIEBA_VERSION}"
        self.fingerprint = f"{_TERMS_VERSION} {libraries} {_compute_digest(self._user_words)}"
        added = {word: self.frequency(word) for word in self._user_words}
        self._mixed_words = frozenset(_read_mixed_words()).union(added)
        self._fast_segmenter = FastSegmenter(self._mixed_words, added)

    @cached_property
    def _tokenizer(self) -> jieba.Tokenizer:
        tokenizer = jieba.Tokenizer()
        # Not `initialize`: it unmarshals a cache from the shared temporary folder, which anyone may
        # have written.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        for word in self._user_words:
            tokenizer.add_word(word)
        return tokenizer

    @cached_property
    def _tagger(self) -> "POSTokenizer":
        from jieba import posseg  # noqa: PLC0415 - its tables take long to load

        # The module has read the tags of the dictionary; its constructor would read them again.
        tagger = posseg.POSTokenizer.__new__(posseg.POSTokenizer)
        tagger.tokenizer, tagger.word_tag_tab = self._tokenizer, dict(posseg.dt.word_tag_tab)
        return tagger

    def load_whole(self) -> None:
        """Load everything, so that the first question does not wait for it."""
        self.tagged("问")

    def terms(self, text: str) -> Terms:
        """Return the terms of ``text``; punctuation and white space yield none."""
        return self.terms_of_folded(fold(text))

    def terms_of_folded(self, folded: str) -> Terms:
        """Return the terms of an already folded text."""
        runs = _HAN_RUN.findall(folded)
        return Terms(
            words=tuple(self._segment_runs(_RUN.findall(folded))),
            bigrams=tuple(chain.from_iterable(map(add, run, run[1:]) for run in runs)),
            characters=tuple("".join(runs)),
        )

    def join_terms(self, folded: Sequence[str]) -> list[JoinedTerms]:
        """Return the terms of already folded texts as they are indexed."""
        words = (self._segment_runs(_RUN.findall(text)) for text in folded)
        ngrams = join_han_ngrams(folded, _build_han_table())
        parts = zip(map(" ".join, words), ngrams.bigrams, ngrams.characters, strict=True)
        return [JoinedTerms(*part) for part in parts]

    def _segment_runs(self, runs: list[str]) -> list[str]:
        if self._fast_segmenter.are_plain(runs):
            return self._fast_segmenter.segment(runs)
        words: list[str] = []
        for plain, group in groupby(runs, self._fast_segmenter.is_plain):
            if plain:
                words += self._fast_segmenter.segment(group)
            else:
                words += chain.from_iterable(map(self._segment_run, group))
        return words

    def _segment_run(self, run: str) -> Iterable[str]:
        if self._fast_segmenter.can_segment_marked(run):
            return self._fast_segmenter.segment_marked(run)
        if not _HAN_RUN.search(run) and run not in self._mixed_words:
            return (run.strip(".'+#&_-"),)
        if blocks := self._fast_segmenter.split_into_blocks(run):
            return chain.from_iterable(map(self._fast_segmenter.segment_marked, blocks))
        return filter(_MEANINGFUL.search, self._tokenizer.cut_for_search(run))

    def words(self, text: str) -> list[str]:
        """Segment unfolded ``text`` into words; joined again they give ``text``."""
        return list(self._tokenizer.cut(text))

    def tagged(self, text: str) -> list[TaggedWord]:
        """Segment unfolded ``text`` into words with their parts of speech."""
        return [TaggedWord(pair.word, pair.flag) for pair in self._tagger.cut(text)]

    def frequency(self, word: str) -> int:
        """Return how often jieba's dictionary counted ``word`` in general Chinese; 0 if unknown."""
        return int(self._tokenizer.FREQ.get(word) or 0)


@cache
def _build_han_table() -> NDArray[np.bool_]:
    """Return of each code point whether it is a Chinese character; the last one is none."""
    table = np.zeros(0x31351, dtype=np.bool_)
    for match in _HAN_RUN.finditer("".join(map(chr, range(len(table))))):
        table[match.start() : match.end()] = True
    return table


@lru_cache(maxsize=2)
def load_segmenter(user_words: tuple[str, ...]) -> Segmenter:
    """Return the cached segmenter for ``user_words``; it never changes and loads data once."""
    return Segmenter(user_words)


def _read_mixed_words() -> list[str]:
    """Return the words of jieba's dictionary that are not all Chinese: B超, 卡拉OK, about 70."""
    with jieba.get_dict_file() as entries:
        return _MIXED_ENTRY.findall(entries.read().decode("utf-8"))


def _compute_digest(words: list[str]) -> str:
    return hashlib.blake2b("\n".join(words).encode(), digest_size=8).hexdigest()


def read_user_words(path: Path) -> tuple[str, ...]:
    """Return the words of a UTF-8 list: one per line, ``#`` starts a comment.

    Raises:
        UnreadableFileError: the file is missing or not UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = "the user word list must be a UTF-8 text file, one word per line"
        raise UnreadableFileError(str(path), f"{message} ({error})") from error
    words = (line.partition("#")[0].strip() for line in lines)
    return tuple(word for word in words if word)
