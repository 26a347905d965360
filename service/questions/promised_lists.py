"""Names that say how many items they stand for: 五大先锋, 三支队伍, 四查四看四治."""

import re
from typing import NamedTuple

from embeddings.text.normalize import fold
from service.questions.question import Question

_NUMERALS = "二三四五六七八九十"
_NUMBERS = {"两": 2} | {numeral: n for n, numeral in enumerate(_NUMERALS, 2)}
_QUOTES = re.compile(r"[“”‘’\"'「」『』《》]")
_ASKED = (
    r"(?:活动载体|活动|工程|工作法|工作机制|机制|制度|模式|举措|行动)?"
    r"(?:到底|究竟|具体|主要|分别|都)*(?:的?内容)?(?:都|分别|主要)*(?:是|有|指|包括|包含|讲|说)?的?是?"
    r"(?:哪|什么|啥|指什么|指啥)"
)
_WHAT_IS = re.compile(r"^(?:什么是|什么叫做?|何为|何谓)(.+)$")
_START = rf"(?<![第\d一{_NUMERALS}百千万])"
_SLOGAN = re.compile(
    rf"{_START}(?P<n>[两{_NUMERALS}])(?P<first>[㐀-鿿]{{1,3}}?)"
    rf"(?:(?P=n)(?P<second>[㐀-鿿]{{1,3}}?))(?:(?P=n)(?P<third>[㐀-鿿]{{1,3}}?))?{_ASKED}"
)
# Days, people and the like are counted, not named.
_NAMED = re.compile(
    rf"{_START}(?P<n>[两{_NUMERALS}])(?P<measure>大|项|支|本|颗|类|条|种|张|块|道)?(?:的)?"
    rf"(?P<key>(?![个名位人年天月日周次届点号时分小])(?:(?![的在是有一{_NUMERALS}两万千百])[㐀-鿿]){{1,4}}?)"
    rf"(?:制|法)?{_ASKED}"
)


class PromisedList(NamedTuple):
    """A name of several items.

    Attributes:
        name: the folded name without quotation marks.
        number: how many items it stands for.
        keys: the words that each item has: 查, 看, 治; or the one that each ends with: 先锋.
        is_certain: whether it certainly promises as many; 四川 and 三亚 do not.
    """

    name: str
    number: int
    keys: tuple[str, ...]
    is_certain: bool

    @property
    def is_slogan(self) -> bool:
        """Whether every item has several words in turn."""
        return len(self.keys) > 1


def find_promised_list(question: Question) -> PromisedList | None:
    """Return the name in ``question`` that promises a number of items, if it has one."""
    text = _QUOTES.sub("", fold(question.text)).strip(" ?!。,")
    text = _WHAT_IS.sub(r"\1是什么", text)
    if slogan := _SLOGAN.search(text):
        keys = tuple(filter(None, slogan.group("first", "second", "third")))
        name = "".join(f"{slogan['n']}{key}" for key in keys)
        return PromisedList(name, _NUMBERS[slogan["n"]], keys, is_certain=True)
    if named := _NAMED.search(text):
        name = text[named.start() : named.end("key")]
        certain = named["measure"] is not None
        return PromisedList(name, _NUMBERS[named["n"]], (named["key"],), is_certain=certain)
    return None
