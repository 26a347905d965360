"""Render an answer as chat text: quotes with the numbers of their sources, and back."""

import re
from collections.abc import Iterator, Sequence

from service.answers.answer import Answer, Reason
from service.answers.hits import Quote, Source
from service.language import Language, detect_language

# The page has the same texts: ask/texts.js.
DECLINED = {
    Reason.NO_MATCH: (
        "馆藏里没有找到与这个问题有关的内容。",
        "Nothing in the collection is about this question.",
    ),
    Reason.OTHER_SUBJECT: (
        "找到的文章没有提到所问的名称或年份，所以不作回答。",
        "The articles found do not mention the name or year in question, so no answer is given.",
    ),
    Reason.NOT_TOLD: (
        "找到了相关的文章，但没有说到所问的内容，所以不作回答。",
        "There are articles on this, but they do not say what was asked, so no answer is given.",
    ),
}
_RETRACTIONS = (
    "（以上文字收回，以下面的回答为准。）",
    "(The text above is withdrawn; this is the answer.)",
)
_UNTOLD = ("（文章没有说到：{}）", "(The articles do not tell: {})")
_UNTOLD_AT_END = re.compile(r"\n(?:（文章没有说到：[^\n]*）|\(The articles do not tell: [^\n]*\))$")
_READ_AS = re.compile(r"（按“[^\n]*”理解）\n")
_CITATION = re.compile(r"\[\d+\]")


def render_chat_text(answer: Answer) -> str:
    """Return the answer with ``[n]`` for source n, or the sentence that declines the question."""
    if answer.statement:
        return answer.text
    if answer.reason and not answer.mentions:
        return _choose_language(DECLINED[answer.reason], answer.question)
    if answer.generated or answer.reason:
        return answer.text
    statement = [answer.mentions.statement] if answer.mentions else []
    return "\n".join(
        [
            *_tell_corrections(answer),
            *statement,
            *(_cite(quote, answer.sources) for quote in answer.quotes),
            *_tell_untold(answer),
        ]
    )


def render_retraction(answer: Answer) -> str:
    """Return the sentence that retracts the text sent before ``answer``."""
    return _choose_language(_RETRACTIONS, answer.question)


def parse_chat_text(text: str) -> str:
    """Return the answer in a chat's ``text``, without citations; "" if it declined."""
    for sentence in _RETRACTIONS:
        text = text.rpartition(sentence)[2]
    told = _UNTOLD_AT_END.sub("", text.strip())
    bare = _CITATION.sub("", _READ_AS.sub("", told, count=1)).strip()
    declined = {sentence for sentences in DECLINED.values() for sentence in sentences}
    return "" if bare in declined else bare


def _tell_corrections(answer: Answer) -> Iterator[str]:
    if answer.corrections:
        names = "、".join(f"“{one.read_as}”" for one in answer.corrections)
        yield f"（按{names}理解）"


def _tell_untold(answer: Answer) -> Iterator[str]:
    if answer.untold:
        sentence = _choose_language(_UNTOLD, answer.question)
        yield sentence.format("；".join(answer.untold))


def _cite(quote: Quote, sources: Sequence[Source]) -> str:
    numbers = (
        source.n
        for source in sources
        if source.hit.article.id == quote.article_id and quote.span in source.highlights
    )
    return quote.text + "".join(f"[{n}]" for n in numbers)


def _choose_language(sentences: tuple[str, str], question: str) -> str:
    chinese, english = sentences
    return chinese if detect_language(question) is Language.CHINESE else english
