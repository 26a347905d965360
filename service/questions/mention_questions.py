"""Recognize questions for all articles that mention something: a list of them, or their number.

The whole question must match, so that a question about something inside an article
(焦裕禄写了多少篇文章?) is never mistaken for one.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from embeddings.text.exact_term import Match
from embeddings.text.normalize import fold_aligned
from service.answers.mentions import Form, MentionQuestion
from service.language import Language
from service.questions.times import TimeRelation, read_asked_time, remove_time

Segment = Callable[[str], list[str]]

# Atomic groups, no possessive quantifiers: Python before 3.11.5 matches those wrongly (gh-106052).
# A word is read as a noun if possible: in 哪篇报道写了X the verb is 写, in 哪篇报道了X it is 报道.
_ARTICLES = (
    r"(?:新闻(?:报道(?![了过])|稿件?)?|文章|报[道导](?![了过])|稿[件子]?|文[稿献档]?|资料|消息"
    r"|通讯(?!员)|版面)"
)
_WHICH = r"(?P<which>哪(?:些|[一几两]?[篇条则]?)|什么|有没有|是否有)"
_COUNT = r"(?P<count>(?:多少|几)[篇条则]?)"
# With its noun or at least its measure word, because 哪些 alone may ask for anything.
_ASKED = rf"(?:{_WHICH}|{_COUNT})(?:(?<=篇)|(?={_ARTICLES}))(?>{_ARTICLES}?)"
_INSIDE = r"(?:里面|里头|里边|当中|之中|[里中内上])"
_ORDER = (
    r"(?>(?:请问|请|麻烦|帮我|给我|替我|我?想知道|告诉我|你?知道|查[找询一]?下?|看看|搜索?一?下?"
    r"|[,:\s])*)"
)
_IMPERATIVE = r"(?:列[出举]|找[出到]|查[找出询]|搜[索出]|给出|统计|数[出一]?)(?:一下|下|出来)?"
_DATE = (
    r"(?:(?P<year>\d{4})年(?:(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号])?)?"
    r"[间内里中]?的?)?"
)
_PLACE = (
    rf"(?:在?(?:这里|馆藏|文?库|数据库|资料库|报纸|报刊|报|(?:这些|这批|所有|全部|收录的)?{_ARTICLES})"
    rf"{_INSIDE}?,?)?"
)
_HAVE = r"(?>(?:一共|总共|总计|共计|共|都|在|有(?!没有)|是(?!否))*)"
_ALSO = r"(?:都|也|还|曾经?|共同|同时|分别|专门|明确|[是有])*"
_SAY = (
    r"(?:(?:提到|提及|说[到及]|讲到|谈[到及]|写[到及]|论及|述及|讲述|记[述载叙]|涉及|出现|包[含括]"
    r"|含有|报[道导]|介绍(?!信)|描[写述绘])[了过]?|提过|[写讲谈说](?:[了过]|的是)|关于|有关)"
)
_TERM = r"(?P<term>.+?)"
# 中原区有多少篇报道 asks for those that mention it; so it is with bodies and what is quoted only.
_PLACE_TERM = (
    r"(?P<term>(?![这那该本此各全哪几某])[㐀-鿿]{1,12}?(?:(?<!校)[省市县区镇乡村路]|街道|社区|公司|集团|大学|学院|医院)"
    r"|[“「『《\"][^“”\"「」『』《》]+[”」』》\"])"
)
_WITH = rf"[与和跟同]{_TERM}(?:有关|相关)"
_HEAD = _ORDER + _DATE + _PLACE + _ORDER
_MENTIONING = tuple(rf"{clause}的" for clause in (rf"{_SAY}{_TERM}", _WITH))
_ALL = r"(?:所有|全部)?的?"
_SEEN = r"(?:出现|提到|提及|报道)[了过]?"
_CHINESE = tuple(
    re.compile(pattern)
    for pattern in (
        *(
            pattern
            for mentioning in _MENTIONING
            for pattern in (
                # 有哪些关于X的报道
                rf"{_HEAD}{_HAVE}(?:{_WHICH}|{_COUNT}){mentioning}{_ARTICLES}",
                # 提到X的报道有几篇; 提到X的有哪几篇
                rf"{_HEAD}{mentioning}{_ARTICLES}(?:数量?)?{_HAVE}(?:{_WHICH}|{_COUNT})",
                rf"{_HEAD}{mentioning}{_HAVE}{_ASKED}",
                # 列出2018年所有提到X的文章
                rf"{_ORDER}{_IMPERATIVE}{_DATE}{_PLACE}{_ALL}{mentioning}{_ALL}{_ARTICLES}"
                r"(?P<sum>的?数量?|的?篇数)?",
            )
        ),
        # 哪些报道与X有关
        rf"{_HEAD}{_HAVE}{_ASKED}{_ALSO}{_WITH}的?",
        # 哪些文章提到X; 几篇文章里出现过X
        rf"{_HEAD}{_HAVE}{_ASKED}{_INSIDE}?{_ALSO}{_SAY}{_TERM}的?",
        # X有多少篇报道; X的文章有几篇; 有多少篇X的报道
        rf"{_HEAD}{_PLACE_TERM}(?:的|目前|现在|到底)*{_HAVE}{_COUNT}(?<=篇){_ARTICLES}?",
        rf"{_HEAD}{_PLACE_TERM}的?(?:相关)?{_ARTICLES}(?:数量?)?{_HAVE}{_COUNT}(?<=篇)",
        rf"{_HEAD}{_HAVE}{_COUNT}(?<=篇){_PLACE_TERM}的(?:相关)?{_ARTICLES}",
        # 哪些文章里有X
        rf"{_HEAD}{_HAVE}{_ASKED}{_INSIDE}(?:[含有]|带有){_TERM}",
        # X在哪些文章中出现过; X被哪些文章提到; X出现在哪几篇报道里
        rf"{_HEAD}{_TERM}[都曾还]?在{_ASKED}{_INSIDE}?[都曾]?被?{_SEEN}",
        rf"{_HEAD}{_TERM}[都曾还]?被{_ASKED}{_SEEN}",
        rf"{_HEAD}{_TERM}[都曾还]?出现(?:[了过]?在|于){_ASKED}{_INSIDE}?",
    )
)
_EN_ARTICLES = r"(?:news\s+)?(?:articles?|stories|story|reports?|news|documents?|pieces?|pages?)"
_EN_ASKED = (
    r"(?:(?P<count>how\s+many)|which|what|(?:list|find|show|give)(?:\s+me)?(?:\s+all|\s+every)?)"
    rf"(?:\s+of)?(?:\s+the|\s+your)?\s+{_EN_ARTICLES}"
)
_EN_SAY = (
    r"(?:mention(?:s|ed|ing)?|refer(?:s|red|ring)?\s+to|(?:talk|speak|writ)(?:s|es?|ing)?\s+about"
    r"|discuss(?:es|ing)?|contain(?:s|ing)?|cover(?:s|ing)?|report(?:s|ing)?\s+on"
    r"|(?:(?:is|are)\s+)?about|include(?:s)?)"
)
_EN_YEAR = r"(?:(?:in|from|of)\s+(?P<{}>\d{{4}}))"
_ENGLISH = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:please\s+)?(?:{_EN_YEAR.format('year')},?\s+)?{_EN_ASKED}"
        rf"(?:\s+{_EN_YEAR.format('year2')})?(?:\s+(?:are\s+there|that|which|do|does|have|has|ever))*"
        rf"\s+{_EN_SAY}\s+{_TERM}",
        rf"(?:in\s+)?{_EN_ASKED}\s+(?:is|are|was|were|does|do|did)\s+{_TERM}\s+"
        r"(?:mentioned|named|discussed|covered|appear|occur)(?:\s+in)?",
    )
)
_END = re.compile(r"[\s?!。.;呢啊呀嘛]+$")
_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》]+)[”\"」』》]")
_BARE = re.compile(rf"^(?:(?:the|an?) (?=.)|{_QUOTED.pattern}$)", re.IGNORECASE)
_TAIL = re.compile(
    r"(?<=.)(?:这(?:个|一)?(?:词语?|名字|人|地方|单位|说法|概念)|一词|字样|的(?:内容|事情?|情况|文字))$"
)
_NO_TERM = re.compile(
    r"[的得地].*|.*(?:什么|谁|哪|多少|几[个名篇条次位家年]|怎么|怎样|如何|为何|是否|吗$).*"
    r"|[他她它]们?|[这那此该](?:个|些|里|位|人|件事)?|.*[?!。\n].*"
    r"|(?:who|what|which|how|when|where|why|whom|it|him|her|them|this|that)(?:\s.*)?"
)
_CONJUNCTIONS: dict[str, Match] = {
    **dict.fromkeys(("和", "与", "及", "跟", "、", "以及", "and", ""), "all"),
    **dict.fromkeys(("或", "或者", "或是", "or"), "any"),
}
_EN_CONJUNCTION = re.compile(r"(\s+(?:and|or)\s+|,\s*(?:(?:and|or)\s+)?)", re.IGNORECASE)
_LONGEST = 40
_LONGEST_QUESTION = 120


def read_mention_question(text: str, segment: Segment) -> MentionQuestion | None:
    """Return the parsed question if ``text`` asks for all articles that mention something.

    ``segment`` splits Chinese into words: 和 joins two terms only where it is a word by itself.
    """
    if len(text) > _LONGEST_QUESTION:
        return None
    if read := _read(text, segment):
        return read
    asked = read_asked_time(text, None)  # 2022年2月以后哪些文章提到X
    if asked is None or asked.relation is not TimeRelation.IN:
        return None
    rest = _read(remove_time(text, asked), segment)
    return replace(rest, period=asked.period) if rest else None


def _read(text: str, segment: Segment) -> MentionQuestion | None:
    folded = _END.sub("", fold_aligned(text))
    for language, patterns in ((Language.CHINESE, _CHINESE), (Language.ENGLISH, _ENGLISH)):
        for pattern in patterns:
            match = pattern.fullmatch(folded)
            asked = match and _parse_match(text, match, language, segment)
            if asked:
                return asked
    return None


def _parse_match(
    text: str, match: re.Match[str], language: Language, segment: Segment
) -> MentionQuestion | None:
    start, end = match.span("term")
    terms, conjunctions = _split_terms(_TAIL.sub("", text[start:end].strip()), language, segment)
    matches = {_CONJUNCTIONS[word] for word in conjunctions} or {"all"}
    if len(matches) > 1 or not terms or not all(0 < len(t.strip()) <= _LONGEST for t in terms):
        return None
    groups = match.groupdict()
    form = Form.COUNT if groups.get("count") or groups.get("sum") else Form.LIST
    return MentionQuestion(tuple(terms), matches.pop(), form, _format_date(groups), language)


def _format_date(groups: dict[str, str | None]) -> str:
    parts = (groups.get("year") or groups.get("year2"), groups.get("month"), groups.get("day"))
    return "-".join(part.zfill(2) for part in parts if part)


def _split_terms(text: str, language: Language, segment: Segment) -> tuple[list[str], list[str]]:
    """Return the terms in ``text`` and the conjunctions between them, or two empty lists.

    Text in quotation marks is a term, whatever it says.
    """
    quoted = _QUOTED.findall(text)
    first, *conjunctions = [part.strip(" ,").lower() for part in _QUOTED.split(text)[::2]]
    if (
        quoted
        and not first
        and not conjunctions.pop()
        and _CONJUNCTIONS.keys() >= set(conjunctions)
    ):
        return quoted, conjunctions
    parts = (
        _EN_CONJUNCTION.split(text) if language is Language.ENGLISH else _join_words(segment(text))
    )
    terms = [_BARE.sub(r"\1", term.strip()) for term in parts[::2]]
    if not all(terms):
        terms, parts = [text], [text]
    if any(_NO_TERM.fullmatch(fold_aligned(term)) for term in terms):
        return [], []
    return terms, [part.strip(" ,").lower() for part in parts[1::2]]


def _join_words(words: list[str]) -> list[str]:
    """Join the words again, except at conjunctions: term, conjunction, term."""
    parts = [""]
    for word in words:
        if word in _CONJUNCTIONS:
            parts += [word, ""]
        else:
            parts[-1] += word
    return parts
