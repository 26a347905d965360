"""Recognize questions about the collection itself: how many articles, which is the newest.

The whole question must match, as in ``mention_questions``.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from embeddings.text.normalize import fold_aligned


class CollectionTopic(StrEnum):
    """What a question about the collection asks for."""

    COUNT = "count"
    NEWEST = "newest"
    OLDEST = "oldest"
    SOURCES = "sources"
    PERIOD = "period"
    TITLES = "titles"


@dataclass(frozen=True, slots=True)
class CollectionQuestion:
    """A question about the collection itself.

    Attributes:
        date: the prefix of the ISO date that the articles must have, or "".
        count: how many articles it asks for, newest or oldest first.
        asks_content: whether it asks what these articles say.
    """

    topic: CollectionTopic
    date: str = ""
    count: int = 1
    asks_content: bool = False


_NOUN = r"(?:新闻报道|新闻稿件?|新闻|文章|报道|稿件|文献|文档)"
_NEWSPAPERS = r"(?:报纸|报刊|媒体|来源|出处|数据源)"
_ORDER = (
    r"(?>(?:那么|那|再|还有|请问|请|麻烦|帮我|给我|我?想(?:知道|问)|告诉我|查一?下|看看|[,:\s])*)"
)
_PLACE = (
    r"(?:在?(?:你们?|您|我们)?(?:这里|这儿|馆藏|馆|文?库|数据库|资料库|知识库|系统|网站|问报|手上|手里)"
    r"|你们?|您)"
)
_HERE = rf"(?:{_PLACE}?(?:里面|里头|里|中|上)?(?:现在|目前|到底|究竟|总共|一共)*)"
_DATE = (
    r"(?:\d{4}年(?:\d{1,2}月份?(?:\d{1,2}[日号])?)?"
    r"(?:[间内里中]|发表|刊登|刊发|发布|出版)*的?)?"
)
_READ_DATE = re.compile(r"(\d{4})(?:年(?:(\d{1,2})月(?:份?(\d{1,2})[日号])?)?)?")
_HAVE = r"(?>(?:一共|总共|总计|共计|共|都|已经|收录|收藏|存|收|包含|包括|登|发|载|有|了|是)*)"
_MANY = r"(?:多少|几|多少个|几个)"
_END = re.compile(r"[\s?!。.;呢啊呀嘛了呗]+$")
_NUMERALS = dict(
    zip("一两二三四五六七八九十几", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3), strict=True)
)
_SEVERAL = (
    rf"(?:(?P<several>\d{{1,2}}|[{''.join(_NUMERALS)}])?[篇条则]{_NOUN}?|{_NOUN}"
    r"|(?=(?:是哪[一几]?[篇条].*)?$))"
)
_CONTENT = (
    r"(?P<content>的?(?:主要)?(?:内容|大意)是?(?:什么|啥)"
    r"|(?:都|主要|是|里)*(?:讲|说|写|谈|报道|介绍|关于)(?:了|的|的是)?些?(?:什么|啥|哪些)(?:内容|事情?|东西)?(?:的)?)"
)
_ASKED = r"(?:是(?:什么|哪一?[篇条个则]?|哪些|啥)?|有(?:什么|哪些|哪几篇)|叫什么|标题是什么)?"
_DATED = r"(?:是)?(?:什么时候|哪一?[天年月]|何时|几几?年)(?:的|发表的|写的)?"
_EN_NOUN = r"(?:news )?(?:articles?|stories|story|reports?|documents?|pieces?|items?)"
_EN_HERE = (
    r"(?: (?:are there|is there|do you have|have you got|in total|in all|altogether|here"
    r"|are (?:in|here|available|stored|indexed)"
    r"|does (?:the|this|your) (?:collection|library|database|archive) (?:have|contain|hold)"
    r"|(?:in|does) (?:the|this|your) (?:collection|library|database|archive)"
    r"|(?:are|were) (?:there )?(?:from|in|of|dated|published in) \d{4}"
    r"|(?:from|in|of|dated|published in) \d{4}))*"
)
_LATEST = r"(?:latest|newest|most recent|last)"
_EARLIEST = r"(?:oldest|earliest|first)"
_EN_WHICH = (
    r"(?:(?:what|which)(?:'s| is| are| does| do)? |show(?: me)? |list |give me )?(?:the |your )?"
)
_EN_END = r"(?: in (?:the|this|your) (?:collection|library|database|archive)| you have| here)?"
_EN_CONTENT = r"(?P<content> about| say)"
_PATTERNS: tuple[tuple[CollectionTopic, re.Pattern[str]], ...] = tuple(
    (topic, re.compile(pattern))
    for topic, pattern in (
        (
            CollectionTopic.COUNT,
            rf"{_ORDER}{_HERE}{_DATE}{_HERE}{_HAVE}{_MANY}(?:[篇条则](?:不同的)?{_NOUN}?|{_NOUN})",
        ),
        (
            CollectionTopic.COUNT,
            rf"{_ORDER}{_HERE}(?:有|收录)?(?:了|的)?{_DATE}{_NOUN}(?:的?(?:总数|总量|数量|篇数))?"
            rf"(?:{_HAVE}{_MANY}[篇条则]?|(?:有|是)多大)",
        ),
        (CollectionTopic.COUNT, rf"{_ORDER}{_HERE}(?:有没有|有无|是否有|有){_DATE}{_NOUN}吗?"),
        (CollectionTopic.COUNT, rf"(?:what is the )?how many {_EN_NOUN}{_EN_HERE}"),
        (
            CollectionTopic.NEWEST,
            rf"{_ORDER}{_HERE}(?:有|收录的?)?(?:时间|日期)?(?:最新|最近|最后|最晚)(?:发布|发表|收录)?的?"
            rf"{_SEVERAL}(?:{_ASKED}|{_DATED}|{_CONTENT})",
        ),
        (
            CollectionTopic.NEWEST,
            rf"{_ORDER}{_HERE}(?:哪一?[篇条]{_NOUN}?(?:是)?(?:最新|最晚)的?|最近有(?:什么|哪些){_NOUN})",
        ),
        (
            CollectionTopic.NEWEST,
            rf"{_EN_WHICH}{_LATEST} (?:{_EN_NOUN}|news)(?:{_EN_END}|{_EN_CONTENT})",
        ),
        (
            CollectionTopic.OLDEST,
            rf"{_ORDER}{_HERE}(?:有|收录的?)?(?:时间|日期)?最[早旧老](?:发布|发表|收录)?的?"
            rf"{_SEVERAL}(?:{_ASKED}|{_DATED}|{_CONTENT})",
        ),
        (
            CollectionTopic.OLDEST,
            rf"{_ORDER}{_HERE}哪一?[篇条]{_NOUN}?(?:是)?最[早旧老]的?",
        ),
        (CollectionTopic.NEWEST, rf"which {_EN_NOUN} is (?:the )?{_LATEST}"),
        (CollectionTopic.OLDEST, rf"which {_EN_NOUN} is (?:the )?{_EARLIEST}"),
        (
            CollectionTopic.OLDEST,
            rf"{_EN_WHICH}{_EARLIEST} {_EN_NOUN}(?:{_EN_END}|{_EN_CONTENT})",
        ),
        (
            CollectionTopic.SOURCES,
            rf"{_ORDER}{_HERE}{_HAVE}(?:哪些|什么|哪几[个种份家]|几[个种家]|多少[个种家]?){_NEWSPAPERS}(?:的{_NOUN})?",
        ),
        (
            CollectionTopic.SOURCES,
            rf"{_ORDER}{_HERE}(?:这些|所有|全部)?(?:的)?(?:{_NOUN}|数据|资料|内容)的?(?:来源|出处)"
            r"(?:有|是|都有|都是)(?:哪些|什么|哪里|哪儿)",
        ),
        (
            CollectionTopic.SOURCES,
            rf"{_ORDER}{_HERE}(?:这些|所有|全部)?(?:的)?(?:{_NOUN}|数据|资料|内容)(?:都)?(?:是)?(?:来自|来源于|出自|从)于?"
            r"(?:哪里|哪儿|哪些(?:报纸|报刊|文件|媒体|地方|来源)|什么(?:报纸|报刊|文件|媒体|地方))(?:来的?|找来的)?的?",
        ),
        (CollectionTopic.SOURCES, rf"{_ORDER}(?:来源|出处)有?(?:哪些|是什么|有哪些)"),
        (
            CollectionTopic.SOURCES,
            r"(?:what|which) (?:are the |are your )?(?:sources|newspapers|papers|files)"
            rf"(?: (?:are|were))?{_EN_HERE}|where do (?:the|your|these) {_EN_NOUN} come from"
            r"|what are (?:the|your) sources",
        ),
        (
            CollectionTopic.PERIOD,
            rf"{_ORDER}{_HERE}{_HAVE}(?:的)?(?:这些|所有|全部)?{_NOUN}的?(?:都)?(?:是)?"
            r"(?:什么时候|哪几年|哪些年份?|哪一?年|哪段时间|什么时间|什么年代|哪个年代|从哪年到哪年|几几年)的",
        ),
        (
            CollectionTopic.PERIOD,
            rf"{_ORDER}{_HERE}{_HAVE}(?:哪几年|哪些年份?|哪段时间|什么时候|什么年份)的{_NOUN}",
        ),
        (
            CollectionTopic.PERIOD,
            rf"{_ORDER}{_HERE}(?:{_NOUN})?的?(?:时间|日期|年份)(?:范围|跨度)(?:是(?:什么|多少|多大)|有多[大长])?",
        ),
        (
            CollectionTopic.PERIOD,
            rf"(?:what|which) (?:period|time period|dates?|years?|date range)"
            rf"(?: (?:do|does|are|is))?(?: (?:the|your|these))? ?(?:{_EN_NOUN}|collection|library)?"
            r" ?(?:cover|from|span)?",
        ),
        (
            CollectionTopic.TITLES,
            rf"{_ORDER}{_HERE}(?:都)?{_HAVE}{_DATE}(?:都|一共|又)?有?(?:哪些|什么|哪几篇){_NOUN}",
        ),
        (
            CollectionTopic.TITLES,
            rf"{_ORDER}{_PLACE}{_HERE}(?:都)?{_HAVE}(?:哪些|什么)(?:内容|东西)?",
        ),
        (
            CollectionTopic.TITLES,
            rf"{_ORDER}(?:列出|列举|给出|显示)?{_HERE}{_DATE}(?:所有|全部)的?{_NOUN}(?:的?标题)?",
        ),
        (
            CollectionTopic.TITLES,
            rf"{_ORDER}{_HERE}(?:有|收录的?)?{_DATE}{_NOUN}(?:都)?有(?:哪些|什么|哪几篇)",
        ),
        (
            CollectionTopic.TITLES,
            rf"(?:(?:what|which) {_EN_NOUN}{_EN_HERE}"
            rf"|(?:list|show)(?: me)? all (?:the |your )?{_EN_NOUN}{_EN_HERE})",
        ),
    )
)
_LONGEST = 60


def read_collection_question(text: str) -> CollectionQuestion | None:
    """Return the parsed question if ``text`` asks about the collection itself."""
    if len(text) > _LONGEST:
        return None
    folded = _END.sub("", fold_aligned(text).strip())
    for topic, pattern in _PATTERNS:
        if match := pattern.fullmatch(folded):
            found = match.groupdict()
            count = _read_count(found.get("several") or "")
            return CollectionQuestion(
                topic, _read_date(folded), count, asks_content=bool(found.get("content"))
            )
    return None


def _read_date(folded: str) -> str:
    """Return the date in a question as the prefix of an ISO date, or ""."""
    match = _READ_DATE.search(folded)
    return "-".join(part.zfill(2) for part in match.groups() if part) if match else ""


def _read_count(several: str) -> int:
    return max(1, int(several) if several.isdecimal() else _NUMERALS.get(several, 1))
