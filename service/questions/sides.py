"""Split a question about several subjects or years into one question for each of them."""

import re
from typing import NamedTuple

from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter

_SEPARATOR = "和与跟同、及"
# What shows that each of the coordinated names is asked about by itself.
_COMPARES = re.compile(
    r"分别|各自?(?:有|是|叫|占|为|得|拿|投|用|花|多|几|在|获)|相?比|"
    r"(?:哪一?[个边家方者年]|谁).{0,8}?[多少大小高低早晚长短快慢强]|(?:差|区)别|不同"
)
# 护工与老人的比例 is one number.
_RATIO = re.compile("比例|之比|配比|比分|比是")
_WHICH_HAS_MORE = re.compile(
    r"(?:哪一?[个边家方者年]|谁)(?P<of>的?)(?P<what>.{0,8}?)(?:更|比较|最)?(?P<how>[多少大小高低早晚长短快慢])"
)
_ASKING = re.compile(r"什么|啥|谁|哪|几|多少|怎|如何|何|多[久大高长宽远重深]")
_EACH = re.compile(r"分别|各自?")
_COMPARED = re.compile(r"^(?:两者)?(?:相)?比(?:较|起来)?[,、]?|^之间的?")
# 2021年到2022年 is one span of time.
_YEARS = re.compile(r"(\d{4}年?)[和与跟、及]+(\d{4}年)")
_BEFORE_COMPARED = re.compile(r"([^,]{2,14}?)(?=相?比[较起,、]|之间)")
# 2017年到2020年每年: all years of a range, not its ends.
_EACH_YEAR = re.compile(r"每年|历年|各年|逐年")
_HOW = {"早": "什么时候", "晚": "什么时候", "长": "多长", "短": "多长", "快": "多快", "慢": "多快"}
_HOW |= {"高": "多高", "低": "多高", "大": "多大", "小": "多大"}
_COUNT = "有多少"
_NAME_TAGS = ("nr", "ns", "nt", "nz", "eng", "n", "j", "l", "t", "x")
_BARE_NAME = re.compile(r"[㐀-鿿·]{2,4}")
_BARE = re.compile(rf"{_BARE_NAME.pattern}(?=分别|各自?[有是叫占])")
_NUMERALS = "0-9一二三四五六七八九十两特"
_NUMBERED = re.compile(rf"(?P<ordinal>第?[{_NUMERALS}]+)(?P<rest>[^{_NUMERALS}].*)")
_PLACE = re.compile(
    r"[省市县区镇乡村路局院馆校站]$|(?:街道|社区|公司|集团|大学|学院|中学|小学|医院)$"
)
_PROPER_TAGS = ("nr", "ns", "nt", "nz")
_SUFFIX_CHARACTERS = 4
_LONGEST_NAME = 14


class Side(NamedTuple):
    """One side of a comparison: its name as asked, and the question about it alone."""

    name: str
    question: str


def split_sides(text: str, segmenter: Segmenter) -> tuple[Side, ...]:
    """Return the sides of a question, or () if it asks about one subject only.

    二七区和惠济区谁的党员多 asks about 二七区的党员有多少 and 惠济区的党员有多少. What
    stands before the first name may belong to both: 甲镇五星级和四星级 asks about 甲镇四星级 too.
    """
    text = fold(text)
    if _EACH_YEAR.search(text):
        return ()
    if years := _YEARS.search(text):
        first, second = years.groups()
        names = (first if first.endswith("年") else f"{first}年", second)
        return _build_sides(text[: years.start()], names, text[years.end() :])
    if not _COMPARES.search(text) or _RATIO.search(text):
        return ()
    for match in re.finditer(f"[{_SEPARATOR}]", text):
        if found := _find_names(text, match.start(), segmenter):
            start, (first, second), end = found
            shared = len(first) - len(_strip_modifier(first, second, segmenter))
            names = (first[shared:], second)
            return _build_sides(text[: start + shared], names, text[end:])
    return ()


def _find_names(
    text: str, at: int, segmenter: Segmenter
) -> tuple[int, tuple[str, str], int] | None:
    """Return the names on both sides of the conjunction at ``at``, and their range."""
    left, right = re.split(r"[,;?。、\s]", text[:at])[-1], text[at + 1 :]
    if "的" in left:
        left = left[left.rindex("的") + 1 :]
    compared = _BEFORE_COMPARED.match(right)
    if left and compared:
        return at - len(left), (left, compared.group()), at + 1 + compared.end()
    found = (
        _find_alike(left, right) or _find_bare(left, right) or _find_words(left, right, segmenter)
    )
    if found is None:
        return None
    first, second = found
    return at - len(first), (first, second), at + 1 + len(second)


def _find_alike(left: str, right: str) -> tuple[str, str] | None:
    """Return two names that end alike, as 二七区 and 惠济区 do."""
    for length in range(min(_SUFFIX_CHARACTERS, len(left) - 1), 0, -1):
        end = right.find(left[-length:], 1, _LONGEST_NAME)
        if end > 0 and not _ASKING.search(right[:end]):
            return left, right[: end + length]
    return None


def _find_bare(left: str, right: str) -> tuple[str, str] | None:
    """Return two short names with nothing around them, which jieba may not know."""
    bare = _BARE.match(right)
    return (left, bare.group()) if bare and _BARE_NAME.fullmatch(left) else None


def _find_words(left: str, right: str, segmenter: Segmenter) -> tuple[str, str] | None:
    """Return the two nouns next to the conjunction."""
    before, after = segmenter.tagged(left), segmenter.tagged(right)
    if not before or not after:
        return None
    first, second = before[-1], after[0]
    both = first.tag.startswith(_NAME_TAGS) and second.tag.startswith(_NAME_TAGS)
    return (left, second.text) if both and len(second.text) > 1 else None


def _strip_modifier(first: str, second: str, segmenter: Segmenter) -> str:
    """Return ``first`` without what precedes both names: 五星级 of 中原区五星级, next to 四星级."""
    if numbered := _NUMBERED.fullmatch(second):
        rest = re.escape(numbered["rest"])
        alike = re.search(rf"(?<![{_NUMERALS}第])第?[{_NUMERALS}]+{rest}$", first)
        return alike.group() if alike else first
    words = segmenter.tagged(first)
    after = segmenter.tagged(second)
    if _PLACE.search(second) or any(word.tag.startswith(_PROPER_TAGS) for word in after):
        return first
    for n in range(1, len(words)):
        rest = "".join(word.text for word in words[n:])
        is_place = _PLACE.search(words[n - 1].text) or words[n - 1].tag.startswith(_PROPER_TAGS)
        is_level = len(rest) == len(first) - 1  # 省 of 省级项目, next to 市级项目
        if is_place and not is_level and not any(_PLACE.search(word.text) for word in words[n:]):
            return rest
    return first


def _build_sides(before: str, names: tuple[str, ...], after: str) -> tuple[Side, ...]:
    asked = _ask_one(after)
    if not _ASKING.search(asked):
        return ()
    return tuple(Side(name, f"{before}{name}{asked}") for name in names)


def _ask_one(text: str) -> str:
    """Return the rest of a question as it is asked about one side."""
    rest = _COMPARED.sub("", text)
    asked = _WHICH_HAS_MORE.search(rest)
    if asked:
        how = _HOW.get(asked.group("how"), _COUNT)
        of, what = asked.group("of", "what")
        counted = how == _COUNT and of and "的" not in what
        rest = rest[: asked.start()] + (f"{how}{what}" if counted else f"{of}{what}{how}")
    return _EACH.sub("", rest)
