"""Read Chinese names in an English question: Yingbin Road Subdistrict is 迎宾路街道.

A name is read only as characters that some article contains together, so that the question finds
the articles by words too.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise, product, takewhile

from embeddings.text.pinyin import find_characters, split_syllables
from service.answers.correction import Correction
from service.names.vocabulary import Vocabulary, is_name_tag

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
# A letter of pinyin with its marks, which may be characters of their own: ü, ǚ, ō.
_LETTER = "[A-Za-z\u00c0-\u024f][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+(?:['’](?:{_LETTER})+)*(?:-(?:{_LETTER})+)*")
_UMLAUT = "\u0308"
# Passports write lü as lyu. Inside a word, nyu is the end of one syllable and the next: minyu.
_PASSPORT = re.compile(r"(?<![a-z])([ln])yu|lyu")
# Words of English that read as pinyin too; as part of a name they begin with a capital letter.
_ENGLISH_WORDS = """
a an the he she me we you to do so no on in one men man women can long song sun gang
pan fan fun pen ten tan tang bang ban hang pang dang wang sang wan ran gun run ping
ding sing dance change danger sense tense chi ha hi china chinese canada panama are use
too die pie lie nice mine fine line site bite kite due sue cue
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# The commonest family names, nine tenths of all people.
_FAMILY_NAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"
    "贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
    "雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳"
    "邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍"
    "位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫"
)
_MOST_SYLLABLES = 4
_MOST_ROMANIZED = 3
_MOST_WORDS = 5
_SHORT = 2
_PLACE_ENDINGS = "省市县区州"
_LONGEST = 300


def read_romanized_names(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[Correction, ...]]:
    """Return an English question with its Chinese names in Chinese, and these names."""
    if len(text) > _LONGEST:
        return text, ()
    words = list(_WORD.finditer(text))
    parts: list[str] = []
    corrections: list[Correction] = []
    end = n = 0
    while n < len(words):
        count, name = _read_name(text, words[n : n + _MOST_WORDS], vocabulary)
        if name:
            start, stop = words[n].start(), words[n + count - 1].end()
            parts += [text[end:start], name]
            corrections.append(Correction(text[start:stop], name))
            end = stop
        n += count
    return "".join([*parts, text[end:]]), tuple(corrections)


def _read_name(
    text: str, words: Sequence[re.Match[str]], vocabulary: Vocabulary
) -> tuple[int, str]:
    """Return how many of ``words`` are a name, and the name; 1 and "" if none is."""
    spelt = [word.group() for word in words]
    adjacent = takewhile(lambda pair: text[pair[0].end() : pair[1].start()] == " ", pairwise(words))
    reach = 1 + sum(1 for _ in adjacent)
    romanized = sum(1 for _ in takewhile(_may_be_pinyin, spelt[:reach]))
    for count in range(min(romanized, _MOST_ROMANIZED), 0, -1):
        kinds = list(takewhile(_KINDS.__contains__, map(str.lower, spelt[count:reach])))
        if spelt[count + len(kinds) :][:1] == ["of"]:
            kinds = []  # Hunan University of Science is not 湖南大学
        for taken in range(min(len(kinds), 2), -1, -1):
            name = _find_name(spelt[:count], kinds[:taken], vocabulary)
            if name:
                return count + taken, name
    return 1, ""


def _spell(word: str) -> str:
    """Return a word as pinyin without tones, with v for ü and an apostrophe for every hyphen."""
    marked = unicodedata.normalize("NFD", word.lower()).replace(f"u{_UMLAUT}", "v")
    letters = "".join(one for one in marked if not unicodedata.combining(one))
    plain = letters.replace("’", "'").replace("-", "'")
    return _PASSPORT.sub(lambda match: f"{match.group(1) or 'l'}v", plain)


def _may_be_pinyin(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _KINDS


def _find_name(
    romanized: Sequence[str], kinds: Sequence[str], vocabulary: Vocabulary, *, rare: bool = False
) -> str:
    """Return the name that the articles contain most often, or "".

    Rare readings are tried only if the usual ones give none.
    """
    if not kinds and len(romanized) == 1 and romanized[0].lower() in _ENGLISH:
        return ""
    spelt = "'".join(map(_spell, romanized))
    endings = ["".join(each) for each in product(*(_KINDS[kind] for kind in kinds))]
    found = [
        name
        for syllables in split_syllables(spelt, _MOST_SYLLABLES)
        for name in _list_names(syllables, endings, vocabulary, rare=rare)
    ]
    if not kinds:
        is_person = len(romanized) > 1
        found = [
            name
            for name in found
            if len(name) > _SHORT
            or ((is_person or vocabulary.is_common(name)) and _rate(name, vocabulary)[0])
            or _is_place(name, vocabulary)
        ]
    if found:
        return max(found, key=lambda name: _rate(name, vocabulary))
    return "" if rare else _find_name(romanized, kinds, vocabulary, rare=True)


def _list_names(
    syllables: Sequence[str], endings: Sequence[str], vocabulary: Vocabulary, *, rare: bool
) -> Iterator[str]:
    """Yield the names that some article may contain."""
    names = [""]
    for syllable in syllables:
        characters = list(filter(vocabulary.has_character, find_characters(syllable, rare=rare)))
        names = [
            name + one
            for name in names
            for one in characters
            if not name or vocabulary.has_all([name[-1] + one])
        ]
    for name, ending in product(names, endings):
        whole = name + ending
        is_long = len(whole) > _SHORT or whole[0] in _FAMILY_NAMES
        is_known = len(whole) >= _SHORT and (is_long or vocabulary.has_word(whole))
        if is_known and vocabulary.has_together(whole):
            yield whole


def _is_place(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether some article calls ``name`` a city or the like: 开封市 for 开封."""
    return any(vocabulary.has_together(name + ending) for ending in _PLACE_ENDINGS)


def _rate(name: str, vocabulary: Vocabulary) -> tuple[bool, float]:
    """Return whether a name is known as one, and how common it is in the articles."""
    tag = vocabulary.tag(name)[0].tag
    return is_name_tag(tag) and tag != "nz", -vocabulary.measure_rarity(name)
