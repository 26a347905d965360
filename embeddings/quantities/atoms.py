"""Read single quantities: one numeral with its unit and qualifiers, a fraction or a ratio."""

import re
from fractions import Fraction
from functools import cache

from embeddings.documents import Span
from embeddings.quantities.numerals import INNER, NUMERAL, read_numeral
from embeddings.quantities.quantity import Qualifier, Quantity
from embeddings.quantities.units import NO_UNIT, Dimension, Unit, build_unit_pattern, list_senses

UNIT = build_unit_pattern()
"""A pattern for the units in folded text."""
_BEFORE = {
    Qualifier.ABOUT: r"大约|大概|(?<![节预签合条契公违制履解特赴邀大])约",
    Qualifier.BELOW: r"将近|接近|(?<![附最靠邻临远亲将接])近|不到|不足|不满|未满|不超过"
    r"|不高于|不多于|最多|至多",
    Qualifier.ABOVE: r"超过|(?<![赶高])超|逾|不少于|不低于|至少|最少"
    r"|(?<![以网账书街路市身班早晚线])上(?=[百千万亿])",
}
_AFTER = {
    Qualifier.ABOUT: "左右|上下|不等|来(?![自到源])",
    Qualifier.BELOW: "以下|以内",
    Qualifier.ABOVE: "以上|之多|有余|余|多(?![样种方次数边元彩媒位名家个少人项])",
}
_ANY_BEFORE, _ANY_AFTER = "|".join(_BEFORE.values()), "|".join(_AFTER.values())
# Compared with single qualifying words, which have nothing around them.
_QUALIFIERS = (
    (Qualifier.ABOUT, re.compile("不等")),
    (Qualifier.ABOVE, re.compile("不少|不低|至少|最少|超|逾|上(?!下)|多(?!于)|余")),
    (Qualifier.BELOW, re.compile("近|不|未|最|至|以下|内")),
    (Qualifier.ABOUT, re.compile("约|概|左右|上下|来")),
)
# Where a quantity may begin: cheap, because most Chinese numerals are parts of words.
BEGINNING = re.compile(
    rf"(?=[第约将接近不未最至超逾上零负\d半○〇一二三四五六七八九十百千万亿两廿卅几数大壹贰叁肆伍陆柒捌玖拾佰仟])"
    rf"(?:第|{_ANY_BEFORE})?(?:零下|负)?[\d零半○〇一二三四五六七八九十百千万亿两廿卅几数壹贰叁肆伍陆柒捌玖拾佰仟]"
)
"""A pattern for the first characters of every quantity, and of what may turn out to be none."""
_TO = re.compile("[∶:比]")
RANGE = re.compile(r"--?|–|——?|~|～|〜|至|到")
"""What stands between the ends of a range."""
# Chinese numerals without a unit are numbers only if they cannot be parts of words.
_BARE = re.compile(
    r"\d|[^十百千万亿]*[一二三四五六七八九两几数][十百千万亿]|十[一二三四五六七八九]|.+[零〇○点]|[零〇○].|[百千]万|[廿卅].|[壹贰叁肆伍陆柒捌玖]"
)
_WORD = re.compile(
    r"一(?:起(?![案事交火诈盗])|道(?![题坎门菜])|样|行(?!字)|度|头(?![牛猪羊])|口气|把手|下子?|方)|万[一分]|百[度分]"
    r"|十分(?![钟之,。;])|千万(?=要|别|不|注)|十[二三四]五|[一二]?十[一二三四五六七八九]?大(?=[报会的以精召开代])"
)
_YEARS = range(1000, 2200)
_LONGEST = 24  # characters of a numeral
_FRACTION_UNIT = Unit("分之", Dimension.SHARE)
_RATIO_UNIT = Unit("比", Dimension.RATIO)
_HALF = Fraction(1, 2)


# Units make these patterns long: each is compiled for the first text that needs it, and few do.
@cache
def _atom() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<ordinal>第)?(?P<before>{_ANY_BEFORE})?(?P<sign>零下|负)?"
        rf"(?P<numeral>{NUMERAL}|半(?={UNIT}))"
        # 三个半小时, 两个多月
        r"(?P<half>个[半多](?=小时|钟头|月|世纪|星期|礼拜|时辰))?"
        rf"(?P<more>[多余来](?={UNIT}))?(?:(?<=[\d万亿]) (?={UNIT}))?(?P<unit>{UNIT})?"
        r"(?(unit)(?P<and_half>半(?![数路山夜]))?(?P<and_tenths>(?<=成)[一二三四五六七八九](?![\d一二三四五六七八九十百千万亿成]))?|(?P<one_half>(?<=一)半(?![数路山夜天年个小]))?)"
        rf"(?P<after>(?:{_ANY_AFTER}){{1,2}})?"
    )


@cache
def _fraction() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<before>{_ANY_BEFORE})?(?P<core>(?P<of>{NUMERAL})分之(?P<numeral>{NUMERAL}))"
        rf"(?P<after>{_ANY_AFTER})?"
    )


@cache
def _ratio() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<before>{_ANY_BEFORE})?(?P<core>(?P<numeral>{NUMERAL})(?:∶|比|:(?!\d\d(?!\d)))(?P<of>{NUMERAL}))"
        rf"(?!{UNIT}|[-年月日:])(?P<after>{_ANY_AFTER})?"
    )


@cache
def _ranged() -> re.Pattern[str]:
    return re.compile(rf"(?:{RANGE.pattern}){NUMERAL}")


def read_fraction(text: str, at: int) -> Quantity | None:
    """Return 百分之七十九 or 四分之三."""
    if text.find("分之", at, at + _LONGEST) < 0 or not (match := _fraction().match(text, at)):
        return None
    of = read_numeral(match["of"]).low
    return _build_share(match, of, _FRACTION_UNIT) if of else None


def read_ratio(text: str, at: int) -> Quantity | None:
    """Return 1∶8 or 三比二."""
    if not _TO.search(text, at, at + _LONGEST):
        return None
    match = _ratio().match(text, at)
    of = read_numeral(match["of"]).low if match else Fraction(0)
    return _build_share(match, of, _RATIO_UNIT) if match and of else None


def _build_share(match: re.Match[str], of: Fraction, unit: Unit) -> Quantity:
    low, high = read_numeral(match["numeral"])
    return Quantity(
        span=Span(*match.span()),
        core=Span(*match.span("core")),
        numeral=Span(*match.span("core")),
        low=low / of,
        high=high / of,
        unit=unit,
        qualifier=_read_qualifier(match["before"], match["after"]),
    )


def read_atom(text: str, at: int) -> Quantity | None:
    """Return a quantity of one numeral and one unit."""
    match = _atom().match(text, at)
    if match is None or not _is_number(text, match):
        return None
    low, high = (_HALF, _HALF) if match["numeral"] == "半" else read_numeral(match["numeral"])
    added = _HALF if match["half"] == "个半" or match["and_half"] else Fraction(0)
    if match["and_tenths"]:  # 五成三
        added = Fraction(read_numeral(match["and_tenths"])[0], 10)
    if match["one_half"]:
        low = high = _HALF
    sign = -1 if match["sign"] else 1
    after = match["after"] or ""
    return Quantity(
        span=Span(*match.span()),
        core=Span(match.start("sign" if match["sign"] else "numeral"), match.end() - len(after)),
        numeral=Span(*match.span("numeral")),
        low=sign * (low + added),
        high=sign * (high + added),
        unit=_choose_unit(match, low),
        qualifier=_read_qualifier(
            match["before"],
            after,
            match["more"] or (match["half"] or "")[1:],
            "".join(INNER.findall(match["numeral"])),
        ),
        is_ordinal=bool(match["ordinal"]),
    )


def is_complete(text: str, quantity: Quantity) -> bool:
    """Return whether a quantity is one without being an end of a range (三 in 三至五)."""
    words = text[slice(*quantity.numeral)]
    return bool(quantity.unit.name or quantity.is_ordinal or _BARE.match(words))


def _is_number(text: str, match: re.Match[str]) -> bool:
    """Return whether a match states a number; a Chinese numeral may be part of a word."""
    if match["ordinal"]:
        return True
    if _WORD.match(text, match.start("numeral")):
        return False
    if match["unit"] or match["one_half"] or _BARE.match(match["numeral"]):
        return True
    start, end = match.span()
    return bool(_ranged().match(text, end) or RANGE.fullmatch(text, start - 1, start))


def _choose_unit(match: re.Match[str], value: Fraction) -> Unit:
    """Return the unit in the sense that it has after this number."""
    if match["one_half"]:
        return _FRACTION_UNIT
    if not match["unit"]:
        return NO_UNIT
    senses = list_senses(match["unit"])
    is_date = (match["unit"] == "年" and value in _YEARS) or (
        match["unit"] == "日" and match.string.startswith("月", match.start("numeral") - 1)
    )
    dated = (sense for sense in senses if is_date and sense.dimension is Dimension.CALENDAR)
    return next(dated, senses[0])


def _read_qualifier(*words: str | None) -> Qualifier:
    """Return what the words around a number say of it; the first that says anything decides."""
    for word in filter(None, words):
        for qualifier, pattern in _QUALIFIERS:
            if pattern.search(word):
                return qualifier
    return Qualifier.NONE
