"""The words that the articles contain, and those of general Chinese."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from embeddings.index.lexical_index import LexicalIndex
from embeddings.text.terms import Segmenter, TaggedWord
from service.names.place_offices import split_offices

_COMMON = 50  # occurrences that jieba's dictionary counted
_NAME_TAGS = ("nr", "ns", "nt", "nz")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is known about words: which ones occur, and how text is segmented."""

    lexical: LexicalIndex
    segmenter: Segmenter

    def has_word(self, word: str) -> bool:
        """Return whether some article contains ``word``, segmented as one."""
        return self.lexical.contains("words", word)

    def has_character(self, character: str) -> bool:
        """Return whether some article contains ``character``."""
        return self.lexical.contains("characters", character)

    def has_all(self, bigrams: Iterable[str]) -> bool:
        """Return whether the articles contain each of ``bigrams``."""
        return all(self.lexical.contains("bigrams", bigram) for bigram in bigrams)

    def has_together(self, text: str) -> bool:
        """Return whether one passage contains all neighbouring characters of ``text``."""
        return self.lexical.contains_together("bigrams", [a + b for a, b in pairwise(text)])

    def tag(self, text: str) -> list[TaggedWord]:
        """Return the words of ``text`` with their parts of speech."""
        return self.segmenter.tagged(text)

    def tag_with_places(self, text: str) -> list[TaggedWord]:
        """Return the same, with the places before an office cut off: 中元|区|委书记."""
        return split_offices(self.tag(text), self.segmenter.frequency)

    def is_general(self, word: str) -> bool:
        """Return whether ``word`` is one of general Chinese."""
        return self.segmenter.frequency(word) > 0

    def is_common(self, word: str) -> bool:
        """Return whether ``word`` is one of general Chinese, and no rare one."""
        return self.segmenter.frequency(word) >= _COMMON

    def measure_rarity(self, word: str) -> float:
        """Return the idf of ``word``, or of the rarest pair of characters if it is none."""
        idf = self.lexical.inverse_document_frequency
        if self.has_word(word):
            return idf("words", word)
        return max(idf("bigrams", a + b) for a, b in pairwise(word))


def is_name_tag(tag: str) -> bool:
    """Return whether words with this tag name a person, place, body or thing."""
    return tag in _NAME_TAGS
