"""Decode text in any common Chinese encoding. No other module deals with encodings."""

import re
from collections import Counter

import charset_normalizer

from embeddings.errors import UnreadableFileError

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}  # as browsers read them
_LINE_END = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
_SAMPLE = 20_000  # characters examined to compare two encodings
_MAX_CONTROL_SHARE = 0.01
_LEAST_PER_BROKEN = 500  # characters per broken byte, as in a file truncated in mid-character
_CONVINCING = 0.7  # a few words of real Chinese score above 0.9

# The most frequent characters of modern Chinese prose, simplified and traditional. Level one of a
# character set has thousands; these few decide about texts of only a few words.
_FREQUENT = frozenset(
    "的一是在不了有和人这这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去"
    "把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但"
    "质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式"
    "活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回"
    "任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美"
    "再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元"
    "況今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委"
    "市城街省县镇村京沪郑州新闻记者讯"
    "這個為時來們對會發動過說產種麼後從經著電裡現實兩體機當點業開還應間樣與關線內數質氣變條沒結解問無軍情"
    "題黨員總設長頭資邊級圖統較將組見計別運農幾區強決幹戰據處隊給門規熱領東導壓極聯認權證轉單風帶場車務萬"
    "達議聲報鬥類離華張馬節話許廣記觀織裝書複兒須際驗連斷難礦縣鎮鄭聞訊臺灣"
)


def decode(data: bytes, source: str) -> str:
    r"""Return the text of ``data``, line ends as ``\n``: UTF-8, UTF-16, GB18030, Big5, or detected.

    Raises:
        UnreadableFileError: it contains no text, or its encoding is unknown.
    """
    text = _LINE_END.sub("\n", _decode(data, source))
    if not text.replace("\ufeff", "").strip():
        raise UnreadableFileError(source, "the file is empty. Give a file with text in it.")
    if len(_CONTROL.findall(text[:_SAMPLE])) > _MAX_CONTROL_SHARE * min(len(text), _SAMPLE):
        raise _build_binary_error(source)
    return text


def decode_declared(data: bytes, declared: str, source: str) -> str:
    """Return the text of ``data``: as UTF-8 if valid, else as declared, else as detected.

    Raises:
        UnreadableFileError: it contains no text, or its encoding is unknown.
    """
    name = declared.lower()
    if name not in ("", "utf-8") and b"\x00" not in data and not _is_utf8(data):
        try:
            text = data.decode(_WIDER.get(name, name), "replace")
        except (LookupError, UnicodeError):  # unknown, or none for text, as punycode
            return decode(data, source)
        if not is_broken(text):
            return text
    return decode(data, source)


def detect_encoding(sample: bytes, source: str) -> str:
    """Return Python's name of the encoding of a file that begins with ``sample``.

    Raises:
        UnreadableFileError: it contains no text, or its encoding is unknown.
    """
    decode(sample, source)
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if sample.startswith(mark)), None)
    return marked or (
        "utf-8" if _decode_as(sample, "utf-8") is not None else _detect_legacy(sample)
    )


def is_broken(text: str) -> bool:
    """Return whether ``text`` has more broken bytes than truncation explains."""
    return text.count("\ufffd") * _LEAST_PER_BROKEN > len(text)


def _decode(data: bytes, source: str) -> str:
    marked = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if marked is None and b"\x00" in data:
        raise _build_binary_error(source)
    text = _decode_as(data, marked or "utf-8")
    if text is None and marked is None:
        text = _decode_as(data, _detect_legacy(data))
    return text if text is not None else _refuse(data, source)


def _detect_legacy(data: bytes) -> str:
    """Return the Chinese encoding that fits ``data``, or else the detected one, or ""."""
    names = ("gb18030", "big5hkscs")
    scores = {name: score_chinese(_decode_as(data, name) or "") for name in names}
    best = max(names, key=lambda name: scores[name])
    if scores[best] >= _CONVINCING:
        return best
    match = charset_normalizer.from_bytes(data).best()
    return match.encoding if match is not None else ""


def score_chinese(text: str) -> float:
    """Return how much ``text`` looks like Chinese prose: above 1 for prose, less if misread.

    Only characters beyond ASCII count: a frequent character 2, a common one or Chinese punctuation
    1, a rare one 0; kana, private use and other scripts -1.
    """
    non_ascii = Counter(character for character in text[:_SAMPLE] if not character.isascii())
    weight = sum(_weigh(character) * count for character, count in non_ascii.items())
    return weight / non_ascii.total() if non_ascii else 0.0


def _weigh(character: str) -> float:
    if character in _FREQUENT:
        return 2.0
    if (
        "\u3000" <= character <= "\u303f"
        or "\uff01" <= character <= "\uff5e"
        or character in "“”‘’…—·"
    ):
        return 1.0
    if "\u4e00" <= character <= "\u9fff":
        return 1.0 if _is_level_one(character) else 0.0
    return -1.0


def _is_level_one(character: str) -> bool:
    """Return whether a national standard lists the character among its common ones.

    GB 2312 level 1 is rows 16-55 (lead bytes B0-D7), Big5 level 1 lead bytes A4-C6.
    """
    simplified = character.encode("gb2312", "ignore")
    traditional = character.encode("big5", "ignore")
    return b"\xb0" <= simplified[:1] <= b"\xd7" or b"\xa4" <= traditional[:1] <= b"\xc6"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_as(data: bytes, encoding: str) -> str | None:
    """Return ``data`` decoded, or None if it does not fit; rare broken bytes become U+FFFD."""
    if not encoding:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    return None if is_broken(text) else text


def _refuse(data: bytes, source: str) -> str:
    if len(_CONTROL.findall(data[:_SAMPLE].decode("latin-1"))) > _MAX_CONTROL_SHARE * len(data):
        raise _build_binary_error(source)
    raise UnreadableFileError(
        source, "its encoding is not recognised. Save it as UTF-8 and try again."
    )


def _build_binary_error(source: str) -> UnreadableFileError:
    return UnreadableFileError(
        source, "this is not a text file (binary data). Save its text as UTF-8 .txt."
    )
