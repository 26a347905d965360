"""Choose, among the words that may answer who or what something is, those that define it."""

import re
from collections.abc import Iterator, Sequence

from embeddings.documents import Span
from embeddings.encoding.passage_reader import ScoredSpan
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import split_clauses, split_sentences
from service.locating.read_hits import ReadHit
from service.questions.question import Question
from service.questions.shapes import find_defined

_TRIED = 30
# How much less, as a logit, the reader may believe that a defining passage answers.
_MARGIN = 4.0
_QUOTES = "“”‘’「」『』《》\"'"
_OPENERS = "“‘「『《〈【(\"' "
_CLOSERS = "”’」』》〉】)\"'"
# What follows a name that is defined: 党建云平台是, “四查”活动,即, 舒望岚,女.
_DEFINED_BY = (
    rf"[{_CLOSERS}]*(?:\([^()\n]{{1,40}}\)[{_CLOSERS}]*)?"
    r"(?:(?:就|也|其实|主要|一般|通常)?(?:是(?!否|不是|谁|什么|怎|如何|因|由于|在|为了)|指|系)|意为|意味着|又[称名叫]|俗称|简称|也叫"
    r"|(?:[^,。;!?\n]{0,8},)?(?:即|也就是|指的?是|是指|是一[个种项名位所家座款支]|全称)"
    r"|,(?:[男女](?=[,\d])|[^,。\n]{0,4}族,|\d{4}年\d*月?(?:\d+日)?(?:出?生|成立|创办|创建|建成)|现任|曾任|现年|原名|位于|一[个种项名位所家座款支])"
    r"|\([^()\n]{4,}\)|微?[㐀-鿿]{0,6}(?:平台|软件|小程序|公众号|网站|报纸|期刊|杂志|节目|栏目|品牌|协会|机构))"
)
# What precedes it: 这就是“四查”, 被称为“灯塔人”, 镇长舒望岚.
_DEFINED_AS = (
    r"(?:所谓的?|这就是|简称为?|称为|称作|称之为|叫做|名为|誉为|俗称|又[称名叫])[“‘「『《\"']*"
)
# What follows a name among others: “四查”、“五看”, 甲和乙, 甲等.
_AMONG = re.compile(rf"[{_CLOSERS}]*(?:、|等(?!于|待|级)|以及|和|与)")
_TITLE = (
    r"(?:书记|主任|主席|经理|总裁|负责人|委员|代表|教授|记者|博士|院士|[部局处科厅市区县省镇乡村校院会队组站社班店站]长"
    r"|[教医律讲厨]师|教练|选手|运动员|演员|导演|歌手|作家|画家|专家|学者|老师|同学|居民|村民|市民|员工|职工|志愿者|队员|总理|总统|大臣"
    r"|[^\W\d_][长员者师授理官家]|创始人|发言人|主持人|被告人?|原告人?|嫌疑人)(?:兼[^,。]{1,12})?"
)


def prefer_defining(read: Sequence[ReadHit], question: Question) -> list[ReadHit]:
    """Return the passages with the first that defines the subject in front, if one does.

    The order stays for a question that asks for no definition, and if the reader believes much
    less that the defining passage answers.
    """
    subject = find_defined(question)
    if not subject or not read:
        return list(read)
    least = read[0].reading.answers - _MARGIN
    defining = (
        one
        for one in read
        if one.reading.answers >= least and any(find_definitions(one.hit.text, subject))
    )
    first = next(defining, read[0])
    return [first, *(one for one in read if one is not first)]


def choose_defining(read: ReadHit, question: Question) -> ScoredSpan | None:
    """Return the most probable words of the passage that define the subject, if any do."""
    ranges = list(find_definitions(read.hit.text, find_defined(question)))
    return _choose(read, ranges)


def choose_naming(read: ReadHit, question: Question) -> ScoredSpan | None:
    """Return the most probable words of the passage in a sentence that names the subject."""
    name = _match_name(find_defined(question))
    text = fold_aligned(read.hit.text)
    return _choose(read, [s for s in split_sentences(text) if name.search(text, *s)])


def is_only_listed(read: ReadHit, question: Question) -> bool:
    """Return whether the passage names what is to be defined only among others: 甲、乙和丙."""
    subject, text = find_defined(question), fold_aligned(read.hit.text)
    if not subject or any(find_definitions(text, subject)):
        return False
    found = list(_match_name(subject).finditer(text))
    return bool(found) and all(
        text[: match.start()].rstrip(_OPENERS).endswith("、") or _AMONG.match(text, match.end())
        for match in found
    )


def find_definitions(text: str, subject: str) -> Iterator[Span]:
    """Yield the ranges of ``text`` that say who or what the folded ``subject`` is."""
    if not subject:
        return
    folded, name = fold_aligned(text), _match_name(subject).pattern
    after = re.compile(name + _DEFINED_BY)
    before = re.compile(f"(?:{_DEFINED_AS}|{_TITLE}){name}")
    for sentence in split_sentences(folded):
        for match in after.finditer(folded, *sentence):
            yield Span(match.start(), sentence.end)
        for match in before.finditer(folded, *sentence):
            clauses = split_clauses(folded, sentence)
            yield next(c for c in clauses if c.start <= match.start() < c.end)


def _match_name(subject: str) -> re.Pattern[str]:
    """Match a folded name, whichever part of it stands in quotation marks: “四查”工作法."""
    return re.compile(f"[{_QUOTES}]*".join(map(re.escape, subject)))


def _choose(read: ReadHit, ranges: Sequence[Span]) -> ScoredSpan | None:
    for scored in read.reading.rank_spans(_TRIED):
        start, end = scored.span
        if any(first <= start < end <= last for first, last in ranges):
            return scored
    return None
