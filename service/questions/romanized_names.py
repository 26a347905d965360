"""Read Chinese names in an English question: Yingbin Road Subdistrict is 迎宾路街道.

A name is read only as characters that some article contains together, so that the question finds
the articles by words too.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, product, takewhile

from embeddings.index.lexical_index import LexicalIndex
from embeddings.text.pinyin import find_characters, split_syllables
from service.answers.correction import Correction

_KINDS = {
    "province": ("省",),
    "city": ("市",),
    "municipality": ("市",),
    "district": ("区",),
    "county": ("县",),
    "town": ("镇",),
    "township": ("乡", "镇"),
    "village": ("村",),
    "subdistrict": ("街道",),
    "sub-district": ("街道",),
    "street": ("街", "街道", "路"),
    "road": ("路",),
    "avenue": ("大道", "路"),
    "community": ("社区",),
    "neighborhood": ("社区",),
    "neighbourhood": ("社区",),
    "university": ("大学",),
    "hospital": ("医院",),
    "company": ("公司",),
    "group": ("集团",),
    "bank": ("银行",),
    "school": ("小学", "中学", "学校"),
    "river": ("河", "江"),
    "lake": ("湖",),
    "mountain": ("山",),
    "bridge": ("大桥", "桥"),
    "park": ("公园", "园区"),
    "reservoir": ("水库",),
    "station": ("站",),
    "airport": ("机场",),
    "island": ("岛",),
}
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*(?:-[A-Za-z]+)*")
# Words of English that read as pinyin too; as part of a name they begin with a capital letter.
_ENGLISH = frozenset(
    "a an the he she me we you to do so no on in one men man women can long song sun gang pan fan fun"
    " pen ten tan tang bang ban hang pang dang wang sang wan ran gun run ping ding sing song dance"
    " change danger sense tense women chi ha hi china chinese canada panama are use too die pie lie"
    " nice mine fine line site bite kite due sue cue".split()
)
_MOST_SYLLABLES = 4
_MOST_ROMANIZED = 3
_MOST_WORDS = 5
_LONGEST = 300


def read_romanized_names(text: str, lexical: LexicalIndex) -> tuple[str, tuple[Correction, ...]]:
    """Return an English question with its Chinese names in Chinese, and these names."""
    if len(text) > _LONGEST:
        return text, ()
    words = list(_WORD.finditer(text))
    parts: list[str] = []
    corrections: list[Correction] = []
    end = n = 0
    while n < len(words):
        count, name = _read_name(text, words[n : n + _MOST_WORDS], lexical)
        if name:
            start, stop = words[n].start(), words[n + count - 1].end()
            parts += [text[end:start], name]
            corrections.append(Correction(text[start:stop], name))
            end = stop
        n += count
    return "".join([*parts, text[end:]]), tuple(corrections)


def _read_name(text: str, words: Sequence[re.Match[str]], lexical: LexicalIndex) -> tuple[int, str]:
    """Return how many of ``words`` are a name, and the name; 1 and "" if none is."""
    spelt = [word.group() for word in words]
    adjacent = takewhile(lambda pair: text[pair[0].end() : pair[1].start()] == " ", pairwise(words))
    reach = 1 + sum(1 for _ in adjacent)
    romanized = sum(1 for _ in takewhile(_may_be_pinyin, spelt[:reach]))
    for count in range(min(romanized, _MOST_ROMANIZED), 0, -1):
        kinds = list(takewhile(_KINDS.__contains__, map(str.lower, spelt[count:reach])))
        for taken in range(min(len(kinds), 2), -1, -1):
            name = _find_name(spelt[:count], kinds[:taken], lexical)
            if name:
                return count + taken, name
    return 1, ""


def _may_be_pinyin(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _KINDS


def _find_name(romanized: Sequence[str], kinds: Sequence[str], lexical: LexicalIndex) -> str:
    """Return the name that the articles contain most often, or ""."""
    if not kinds and any(word.lower() in _ENGLISH for word in romanized[:1]):
        return ""
    spelt = "'".join(romanized).lower().replace("’", "'").replace("-", "'")
    endings = ["".join(each) for each in product(*(_KINDS[kind] for kind in kinds))]
    found = [
        name
        for syllables in split_syllables(spelt)
        if len(syllables) <= _MOST_SYLLABLES
        for name in _list_names(syllables, endings, lexical)
    ]
    return max(found, key=lambda name: _count_roughly(name, lexical), default="")


def _list_names(
    syllables: Sequence[str], endings: Sequence[str], lexical: LexicalIndex
) -> Iterator[str]:
    """Yield the names that some article may contain."""
    names = [""]
    for syllable in syllables:
        characters = [
            one for one in find_characters(syllable) if lexical.contains("characters", one)
        ]
        names = [
            name + one
            for name in names
            for one in characters
            if not name or lexical.contains("bigrams", name[-1] + one)
        ]
    for name, ending in product(names, endings):
        whole = name + ending
        bigrams = [a + b for a, b in pairwise(whole)]
        known = len(whole) > 2 or lexical.contains("words", whole)
        if bigrams and known and lexical.contains_together("bigrams", bigrams):
            yield whole


def _count_roughly(name: str, lexical: LexicalIndex) -> float:
    """Return how common the rarest pair of characters is."""
    return -max(lexical.inverse_document_frequency("bigrams", a + b) for a, b in pairwise(name))
