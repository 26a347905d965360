"""Sounds and shapes of characters: which are written for each other, and names in pinyin."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

# Common confusions of shape, from primers of wrongly written characters.
_LOOKALIKES = (
    "己已巳 未末 士土 日曰 人入八 戊戌戍 陕峡 侯候 折拆析 睛晴 "
    "瞻赡 亨享 茶荼 毫亳 崇祟 冶治 灸炙 栗粟 刺剌 棵裸 拨拔 狠狼 "
    "幕墓慕暮 徒徙 券卷 兔免 侍待 代伐 庄压 今令 方万 天夫 千干于 "
    "午牛 目自 白百 田由甲申 力刀 几凡 大太犬 木本术 王玉主 尤龙 "
    "乌鸟 问间闲 竟竞 圆园 汩汨 遣遗 喝渴 辨辩辫 烧浇 洒酒 历厉 "
    "幻幼 困因囚 究穷 孤狐弧 抡抢轮 仑仓 沧沦 论讼 荣荥 瑞端 郏郊 "
    "鄂鄄 濮璞 汴汗 淮准 巩恐 登澄 密蜜 栾峦 祁祈 扶抚 杞祀 陡徒 "
    "沈沉 贾贷 惠慧 济挤 津律 闵闽 肖尚 仅仪 钓钩 铃铪 铬铭 钊钏 "
    "昭绍 晖晔 焊捍 坝垻 埠捍 礼扎 拜湃 侠挟 挂桂 彬杉 杨扬 泗洒 "
    "灌罐 汝没 蓬篷 莱菜 苑宛 芦庐 获荻 绎泽 择释"
)
_LONGEST_SYLLABLE = 6
_VOWEL = re.compile("[aeiouü]")  # n, ng and hm are interjections
_U = re.compile("^([ln])u")
_CURRENT = range(0x4E00, 0xA000)
# The table lists the usual readings first; many of the rest are only found in classics.
_USUAL, _WITH_RARE = 2, 3
_COMBINING_MARKS = range(0x300, 0x370)
_UMLAUT = 0x308  # belongs to ü; all other marks are tones
_TONES = {code: None for code in _COMBINING_MARKS if code != _UMLAUT}


def find_confusable(character: str) -> str:
    """Return the characters that sound like a Chinese ``character``, tones aside, or look like it.

    Characters with several usual readings sound like those of each. Does not contain ``character``.
    """
    readings, sounding = _load_readings(_USUAL)
    same = "".join(sounding[reading] for reading in readings.get(character, ()))
    found = dict.fromkeys(same + _load_lookalikes().get(character, ""))
    found.pop(character, None)
    return "".join(found)


def split_syllables(word: str, most: int) -> list[tuple[str, ...]]:
    """Return the ways to read a lower-case ``word`` as pinyin, fewest syllables first.

    An apostrophe always separates: xi'an is never one syllable. Only ways with at most ``most``
    syllables are returned.
    """
    return sorted(_split(word, most), key=len) if word else []


def _split(word: str, most: int) -> Iterator[tuple[str, ...]]:
    if not word:
        yield ()
    if len(word) > most * (_LONGEST_SYLLABLE + 1):
        return
    _, sounding = _load_readings(_USUAL)
    for end in range(1, min(len(word), _LONGEST_SYLLABLE) + 1):
        if _spell(word[:end], sounding):
            rest = word[end:].removeprefix("'")
            yield from ((word[:end], *more) for more in _split(rest, most - 1))


def find_characters(syllable: str, *, rare: bool) -> str:
    """Return the characters that a ``syllable`` without tone may stand for; lv is lü.

    ``rare`` includes their rarer readings: 单 is also shan, as a family name.
    """
    _, sounding = _load_readings(_WITH_RARE if rare else _USUAL)
    return "".join(sounding[spelling] for spelling in _spell(syllable, sounding))


def _spell(syllable: str, sounding: Mapping[str, str]) -> list[str]:
    """Return the readings that may be written ``syllable``: lu is also written for lü."""
    spellings = (syllable, syllable.replace("v", "ü"), _U.sub(r"\1ü", syllable))
    return [one for one in dict.fromkeys(spellings) if one in sounding and _VOWEL.search(one)]


def load_confusable() -> None:
    """Load the data, so that the first question does not wait for them: 100 ms, 10 MB."""
    for count in (_USUAL, _WITH_RARE):
        _load_readings(count)


@lru_cache(maxsize=2)
def _load_readings(count: int) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return ``count`` readings of each character without tones, and the characters of each.

    Only the data of pypinyin are read: importing it takes 0.3 s and 50 MB for phrases.
    """
    package = find_spec("pypinyin")
    assert package is not None and package.origin is not None  # noqa: S101, PT018 - a dependency
    path = Path(package.origin).with_name("pinyin_dict.json")
    marked = unicodedata.normalize("NFD", path.read_text(encoding="utf-8"))
    table: dict[str, str] = json.loads(unicodedata.normalize("NFC", marked.translate(_TONES)))
    readings = {
        chr(int(code)): tuple(dict.fromkeys(listed.split(",")[:count]))
        for code, listed in table.items()
        if int(code) in _CURRENT
    }
    sounding: dict[str, list[str]] = defaultdict(list)
    for character, each in readings.items():
        for reading in each:
            sounding[reading].append(character)
    return readings, {reading: "".join(found) for reading, found in sounding.items()}


@lru_cache(maxsize=1)
def _load_lookalikes() -> dict[str, str]:
    groups = _LOOKALIKES.split()
    members = set("".join(groups))
    return {one: "".join(group for group in groups if one in group) for one in members}
