"""Write a number as automatic numbering shows it: 第一条, (二), 3., ④, 戊, vi (17.18.59)."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_FORMAL_UNITS = ("", "拾", "佰", "仟")
_MYRIAD = 10_000
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LETTERS = 26
_TEEN = range(10, 20)
_CIRCLED = 20  # Unicode has ① to ⑳


def format_number(number: int, style: str) -> str:
    """Return ``number`` in a style of numbering; unknown styles count in Arabic digits."""
    write = _STYLES.get(style)
    return write(number) if write and number > 0 else str(number)


def _write_chinese(number: int, digits: str, units: tuple[str, ...]) -> str:
    if number >= _MYRIAD:
        return str(number)
    figures = str(number)
    parts: list[str] = []
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        if figure != "0":
            parts.append(digits[int(figure)] + units[place])
        elif parts and parts[-1] != digits[0]:
            parts.append(digits[0])
    return "".join(parts).rstrip(digits[0])


def _count(number: int) -> str:
    text = _write_chinese(number, _DIGITS, _UNITS)
    return text.removeprefix(_DIGITS[1]) if number in _TEEN else text


def _count_formally(number: int) -> str:
    return _write_chinese(number, _FORMAL_DIGITS, _FORMAL_UNITS)


def _spell(number: int) -> str:
    return "".join(("〇" + _DIGITS[1:])[int(figure)] for figure in str(number))


def _write_roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _write_letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)


def _circle(number: int) -> str:
    return chr(ord("①") + number - 1) if number <= _CIRCLED else str(number)


def _pick(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if number <= len(characters) else str(number)


def _widen(number: int) -> str:
    return "".join(chr(ord("０") + int(figure)) for figure in str(number))


_STYLES: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand"), _count),
    **dict.fromkeys(("taiwaneseCounting", "taiwaneseCountingThousand"), _count),
    **dict.fromkeys(("japaneseCounting", "koreanCounting"), _count),
    **dict.fromkeys(("chineseLegalSimplified", "ideographLegalTraditional"), _count_formally),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _spell),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _circle),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _widen),
    "ideographTraditional": _pick(_STEMS),
    "ideographZodiac": _pick(_BRANCHES),
    "decimalZero": lambda number: f"{number:02}",
    "lowerRoman": _write_roman,
    "upperRoman": lambda number: _write_roman(number).upper(),
    "lowerLetter": _write_letter,
    "upperLetter": lambda number: _write_letter(number).upper(),
}
