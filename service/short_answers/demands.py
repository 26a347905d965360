"""What some questions demand of the words that answer, beyond their kind: names, or a contact."""

import re
from collections.abc import Sequence
from enum import Enum

from embeddings.text.normalize import fold, fold_aligned
from embeddings.text.terms import Segmenter, TaggedWord
from service.questions.question import FORMED_KINDS, Question, QuestionKind
from service.short_answers.agreement import names_office

_WHAT = r"(?:都?[是为有])?(?:多少|什么|啥|几)"
_CONTACT = re.compile(
    rf"(?:电话|热线|手机|传真|邮箱|网址|微信)(?:号码?)?{_WHAT}$|(?:联系方式|号码){_WHAT}$|^(?!.*多少).*(?:电话|号码|手机号)$"
)
_NAMES = re.compile(
    rf"(?:名单|姓名|名字)(?:{_WHAT})?$|叫(?:什么|啥)名|名[字单](?:都?[是有叫])?(?:什么|啥|哪|谁)|(?:分别|具体)(?:是|有|叫)谁"
)
# 12345, 0371-67180000, zzjj@example.org, but no 1.5万余次, 30余名 or 2021年.
_ADDRESS = re.compile(
    r"(?<![\d.])\d{3}[\d-]*(?![\d.%]|[万亿千百多余年个次名人元件条])|[a-z0-9_-]{3,}[.@]"
)
_CONTACT_KINDS = (QuestionKind.NUMBER, QuestionKind.NAME, QuestionKind.ANY)
_NAME_KINDS = (QuestionKind.PERSON, QuestionKind.NAME, QuestionKind.LIST, QuestionKind.ANY)
_NAME_TAGS = ("nr", "ns", "nt", "nz", "eng")
_EMPTY_TAGS = ("m", "q", "u", "x", "c", "d", "p", "r", "f")
_QUOTED = re.compile(r"[“\"「『《]([^“\"「『《”」』》]+)")
_CLAUSE_OR_COUNT = re.compile(r"[,，。;；!！?？\n]|\d[多余]?[名个位家人]")
_COUNTED = tuple("名个位家")


class Demand(Enum):
    """What the words must have."""

    NAME = "name"
    CONTACT = "contact"


def find_demand(question: Question) -> Demand | None:
    """Return what ``question`` demands of the words that answer, beyond their kind."""
    asked = fold(question.text).strip("?。! ")
    if question.kind in _CONTACT_KINDS and _CONTACT.search(asked):
        return Demand.CONTACT
    return Demand.NAME if question.kind in _NAME_KINDS and _NAMES.search(asked) else None


def demands_form(question: Question) -> bool:
    """Return whether only words of a certain form can answer ``question``.

    Who holds an office is answered by a name only.
    """
    is_of_office = question.kind is QuestionKind.PERSON and names_office(question)
    return question.kind in FORMED_KINDS or is_of_office or find_demand(question) is not None


def has_demanded(words: str, question: Question, segmenter: Segmenter) -> bool:
    """Return whether ``words`` have the name or the contact that ``question`` demands, if any."""
    demand = find_demand(question)
    if demand is Demand.CONTACT:
        return bool(_ADDRESS.search(fold_aligned(words)))
    return demand is None or _has_name(words, question, segmenter)


def _has_name(words: str, question: Question, segmenter: Segmenter) -> bool:
    """Return whether ``words`` have a name that the question does not have itself.

    Of a name that it does not know, jieba leaves single characters or words out of no dictionary;
    that of a thing may consist of common words (月牙讲堂). A clause, or a count of things
    (4名正职), is no name.
    """
    if _CLAUSE_OR_COUNT.search(words):
        return False
    tagged = segmenter.tagged(fold_aligned(words))
    if _counts_things(tagged):
        return False
    if any(quoted not in question.content for quoted in _QUOTED.findall(fold_aligned(words))):
        return True
    for word in tagged:
        is_piece = len(word.text) == 1 or not segmenter.frequency(word.text)
        if is_piece and not word.tag.startswith(_EMPTY_TAGS):
            return True
        may_name = question.kind is QuestionKind.NAME or word.tag.startswith(_NAME_TAGS)
        if may_name and word.text not in question.content:
            return True
    return False


def _counts_things(tagged: Sequence[TaggedWord]) -> bool:
    """Return whether words hold a count, such as 两名民警; 百家湖 and 王百名 are names."""
    for before, word, after in zip([None, *tagged], tagged, [*tagged[1:], None], strict=False):
        beside = [one for one in (before, after) if one]
        is_in_name = any(one.tag.startswith(_NAME_TAGS) for one in beside)
        if word.tag == "m" and word.text.endswith(_COUNTED) and not is_in_name:
            return True
    return False
