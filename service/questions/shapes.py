"""Decide which shape of answer a question asks for."""

import re

from embeddings.text.normalize import fold
from service.answers.shape import AnswerKind
from service.questions.question import Question, QuestionKind

_EDGES = " \t,。.!?;:、"
_ASKS_WHETHER = re.compile(
    r"(?:吗|么|没有?|了?没|不|否)[?。!]*$|是不是|是否|有没有|能不能|可不可以|会不会|要不要|能否|可否|对不对|算不算"
    r"|该不该|好不好|敢不敢|用不用|需不需要|([㐀-鿿])[不没]\1"
)
_ASKS_WHICH = re.compile(r"什么|啥|谁|哪|几|多少|怎|如何|为何|多[久大高长宽远重深]")
_ENGLISH_WHETHER = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may)\b"
)
_DEFINITIONS = (
    re.compile(r"^(?:什么是|什么叫做?|何为|何谓|啥是|啥叫|谁是)(?P<subject>[^的]{2,15})$"),
    re.compile(
        r"^(?P<subject>.{2,20}?)(?:到底|究竟)?(?:是谁|是什么(?:人|东西|意思|组织|机构|单位|公司|职务|职位|身份|官)?|是啥(?:人|东西|意思)?"
        r"|是何人|是个?(?:干|做)(?:什么|啥|嘛)[的用]?|指的?是?(?:什么|啥)|什么意思)$"
    ),
    re.compile(r"^(?:介绍一下|说说|讲讲)(?P<subject>[^的]{2,15})$"),
    re.compile(r"^(?:who|what) (?:is|was|are|were) (?P<subject>(?!the )[^,]{2,40})$"),
)
# 区委书记是谁 asks for a name; so does 名字是什么.
_ATTRIBUTE = re.compile(
    r"书记|主任|总监|经理|政委|[长员者师授理官人]$|主席|总裁|董事|一把手|班长|代表|冠军|得主|嘉宾|名[字称]?$|主题|原因|目的|地[址点方]$|电话|号码"
    r"|职[务业]$|内容|口号|目标|价[格钱]$|时间|日期"
)
# The subject is a bare name, neither an attribute of something nor several things.
_PARTICULAR = re.compile(r"的|分别|哪|几|都|各")
_EFFECT = re.compile(
    r"(?:有|起到?)(?:了|过)?(?:什么|啥|哪些)(?:用|作用|意义|影响|好处|效果)|(?:效果|影响|作用|意义)如何|有什么用"
)
_NUMERALS = "二三四五六七八九十"
_NUMBERS = {"两": 2} | {numeral: n for n, numeral in enumerate(_NUMERALS, 2)}
_KINDS = {
    QuestionKind.LIST: AnswerKind.LIST,
    QuestionKind.REASON: AnswerKind.REASON,
    QuestionKind.MANNER: AnswerKind.REASON,
}


_COUNT = re.compile(rf"哪(?:([两{_NUMERALS}])|(\d+))(?!十)")


def find_asked_count(question: Question) -> int | None:
    """Return how many items ``question`` asks for: 3 for 哪三个; None if it does not say."""
    match = _COUNT.search(fold(question.text))
    if match is None:
        return None
    numeral, digits = match.groups()
    return int(digits) if digits else _NUMBERS[numeral]


def find_shape(question: Question) -> AnswerKind:
    """Return the shape of answer that ``question`` asks for, if it has one side only."""
    text = fold(question.text).strip(_EDGES)
    if find_defined(question):
        return AnswerKind.DEFINITION
    whether = _ASKS_WHETHER.search(text) and not _ASKS_WHICH.search(text)
    if whether or _ENGLISH_WHETHER.search(text):
        return AnswerKind.YES_NO
    if _EFFECT.search(text):
        return AnswerKind.REASON
    return _KINDS.get(question.kind, AnswerKind.FACT)


def find_defined(question: Question) -> str:
    """Return the folded name of what ``question`` wants defined, or "" if it asks otherwise."""
    text = fold(question.text).strip(_EDGES)
    for pattern in _DEFINITIONS:
        match = pattern.search(text)
        subject = match.group("subject") if match else ""
        if subject and not (_PARTICULAR.search(subject) or _ATTRIBUTE.search(subject)):
            return subject
    return ""
