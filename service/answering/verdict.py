"""Decide whether a quote says yes or no to a question, where its own words leave no doubt."""

import re

from embeddings.documents import Span
from embeddings.text.normalize import fold, fold_aligned
from embeddings.text.sentences import split_clauses
from embeddings.text.terms import Segmenter
from service.answers.shape import Verdict
from service.language import Language
from service.questions.question import Question

VERDICT_CONFIDENCE = 80
"""The lowest confidence at which a verdict is told, 0-100."""
_NEGATION = re.compile(
    r"没(?!收|落|入)|未(?!来|成年|必|遂|婚|知)|并非|并不|并无|毫无|尚无|否认|拒绝|禁止|无需|无须|无(?=营业|驾驶)|无效"
    r"|不(?:得|可(?!或缺|避免|分|估)|会|是(?!很)|再|存在|具|收|设|予|能|需|用|必|要)"
)
_ASKING = re.compile(r"有没有|没有?$|[是能会要][不没][是能会要]|是否|能否|[吗么了]+$")
_NUMBER = re.compile(r"\d+")
_CONTENT = ("n", "v", "j", "l", "i", "b", "a", "eng")  # parts of speech
# Plans, doubts and reports of others say neither.
_OPEN = re.compile(
    r"可能|或许?|也许|大概|拟|计划|打算|预计|有望|争取|力争|将要?|如果|若|假如|是否|能否|希望|建议|部分|一些|有的|大多|多数|基本|除"
)
# Questions with a negation of their own, or about a degree, an order or a choice.
_DOUBTING = re.compile(
    r"没|未|不(?![同少])|无(?!人机)|还是|或者|都|全|只|仅|一定|必须|唯一|第一|首|最|就|才|再|还"
)
# A yes needs more: 首次参加 answers no to 以前参加过吗, and 兼职 to 是专门的吗.
_UNSURE_IF_ASKED = re.compile(
    r"知道|觉得|认为|承认|相信|打算|想|以前|之前|曾|过|头一|比|赶|专门|绕|避"
)
_UNSURE_IF_TOLD = re.compile(r"首|第.{1,3}次|头一|唯一|低于|少于|兼|否则|才")


def find_verdict(
    question: Question, text: str, words: Span, segmenter: Segmenter
) -> Verdict | None:
    """Return what the clause of ``words`` in an article's ``text`` says; None if it is unsure.

    The clause must repeat all numbers of the question. It says no if it has one negation, in the
    words that answer; it says yes if it has none and repeats every word of the question: a
    clause on 常委李红 says nothing about 书记是不是李红.
    """
    asked = _ASKING.sub(" ", fold(question.text).strip("?。! "))
    if question.language is not Language.CHINESE or _DOUBTING.search(asked):
        return None
    clause, answer = _find_clause(text, words), fold_aligned(text[slice(*words)])
    missing = set(_NUMBER.findall(asked)) - set(_NUMBER.findall(clause))
    if missing or _OPEN.search(clause):
        return None
    negations = _NEGATION.findall(clause)
    if len(negations) == 1 and _NEGATION.search(answer):
        return Verdict.NO
    if negations or _UNSURE_IF_ASKED.search(asked) or _UNSURE_IF_TOLD.search(clause):
        return None
    repeated = [word in clause for word in _list_words(asked, segmenter)]
    return Verdict.YES if repeated and all(repeated) else None


def _find_clause(text: str, words: Span) -> str:
    start = text.rfind("\n", 0, words.start) + 1
    end = text.find("\n", words.end)
    line = Span(start, len(text) if end < 0 else end)
    parts = [p for p in split_clauses(text, line) if p.end > words.start and p.start < words.end]
    return fold_aligned(text[parts[0].start : parts[-1].end]) if parts else ""


def _list_words(asked: str, segmenter: Segmenter) -> list[str]:
    """Return the words of a question with content, without those of a single character."""
    tagged = segmenter.tagged(asked)
    return [w.text for w in tagged if len(w.text) > 1 and w.tag.startswith(_CONTENT)]
