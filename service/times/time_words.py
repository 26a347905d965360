"""Words for times that are no full date: 去年, 本月, 12日, 上周五, 三天前, 次年, 近三年, 目前."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.documents import Span

RANGE_MARK = r"[-–—―~～至到]+"


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words in a text, and the parts of the pattern that they matched."""

    span: Span
    parts: dict[str, str]

    @property
    def continues(self) -> bool:
        """Whether they narrow a time that they follow: 底 in 去年底, 12月 in 去年12月."""
        return not self.parts.keys() & {
            "listed",
            "year",
            "follow",
            "plan",
            "recent",
            "ago",
            "last",
            "back",
            "weeks",
        }


_NUMERALS = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", 1)}
_NUMERALS |= {"元": 1, "两": 2}
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_COUNT = r"(?:[0-9]{1,2}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_NO_COUNT_BEFORE = r"(?<![0-9近后一二三四五六七八九十百千几数])(?<!提前)"
_YEAR = r"(?:1[5-9]|20)[0-9]{2}"
_SEASON = r"[春夏秋](?=季|天|末|[,，。；;])"
_NO_DAY = r"(?!\s?(?:[0-9]|[二三]?十?[一二三四五六七八九十]?[日号]))"
_WORDS = re.compile(
    rf"(?<![0-9.])(?P<from>{_YEAR})\s?年?\s?{RANGE_MARK}\s?(?P<to>{_YEAR})\s?年(?:度|间)?"
    rf"|(?<![0-9.])(?P<listed>{_YEAR})(?=(?:\s?[、,，和与及]\s?{_YEAR})+\s?年)"
    r"|(?P<year>(?<!过)去年|(?<!如)今年(?!轻)|(?<![目当以之先])前年(?![产均龄])|(?<![表说证])明年"
    r"|(?<![基])本年度?|上一?年(?!纪)度?|前一年)(?P<same>同期)?"
    r"|(?P<follow>全年|同年|(?<!正)当年|次年|翌年|同月|当月|次月|次日|翌日|同日|当[日天])"
    r"|(?P<months>上上?个?月|本月|这个月|下个?月)"
    r"|(?P<quarter>[一二三1-3])\s?[至到—-]\s?(?P<quarters>[二三四2-4])季度"
    r"|第?(?P<alone_quarter>[一二三四1-4])季度"
    rf"|(?<![提以之目先])(?:前|头)(?P<first_months>{_COUNT})个月"
    rf"|(?<![0-9第])(?P<month>{_MONTH})\s?{RANGE_MARK}\s?(?P<last_month>{_MONTH})月份?{_NO_DAY}"
    rf"|(?<![0-9第十一二三四五六七八九每])(?P<bare>{_MONTH})月份?{_NO_DAY}"
    r"|(?<=月)(?P<tendays>[上中下]旬)"
    r"|(?<![0-9月.每第])(?P<day>[12][0-9]|3[01]|0?[1-9])[日号](?![报均游内后前起龄期线楼院]|以)"
    r"|(?<=[月至到—\-–~～])(?<!每月)(?P<linked>[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
    r"|(?<![0-9第月每二三])(?P<han_day>[二三]?十[一二三四五六七八九]?)日"
    r"|(?<![0-9〇一二三四五六七八九去今前明本上每])(?P<part>年[初底末])|(?P<half>[上下]半年|前三季度|岁末)"
    rf"|(?<=年)(?P<season>{_SEASON})|(?<=年)(?P<edge>[初末底])"
    r"|[“\"]?(?P<plan>十[一二三四五六七八九])五[”\"]?(?:期间|时期|规划|以来|末|开局|收官|$)"
    rf"|(?:近|最近|过去)(?!一年)(?P<last>{_COUNT})年(?:来|间|里)?"
    rf"|{_NO_COUNT_BEFORE}(?P<ago>{_COUNT})年多?(?:以|之)?前(?![后夕往])"
    rf"|{_NO_COUNT_BEFORE}(?P<back>{_COUNT}天|{_COUNT}日|{_COUNT}个?(?:周|星期|礼拜)|{_COUNT}个月|半年|半个月)"
    r"(?:以|之)?前(?![后夕往])"
    r"|(?P<weeks>上上|上|本|这|下)个?(?:周(?![边围岁年期转])|星期|礼拜)(?P<weekday>[一二三四五六日天末])?"
    r"|(?:(?:20|上个?)世纪)?(?P<decade>[1-9]0|[二三四五六七八九]十)年代|(?P<long_decade>(?:1[89]|20)[0-9]0)年代"
    r"|(?P<recent>昨[天日晚夜晨]|前[天晚](?!后)|今[天日晨早晚夜](?!报)|明[天晚晨早]|后天(?![性形失]|的?努力)|本日|目前|近日|日前|前不久|当前|现在|近期|眼下|如今|现有|现已)"
)


def find_time_words(text: str) -> Iterator[TimeWords]:
    """Yield the words for times in ``text``, in order."""
    for match in _WORDS.finditer(text):
        parts = {name: part for name, part in match.groupdict().items() if part is not None}
        yield TimeWords(Span(*match.span()), parts)


def read_number(numeral: str) -> int:
    """Return a number below 100 in digits or Chinese numerals."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _NUMERALS[numeral]
    return 10 * (_NUMERALS[tens] if tens else 1) + (_NUMERALS[ones] if ones else 0)
