"""Reply to small talk."""

from service.answers.answer import Answer
from service.answers.statement import Statement, StatementKind
from service.language import Language, detect_language
from service.questions.small_talk import SmallTalk

_CHINESE = {
    SmallTalk.GREETING: "你好！想知道什么，直接问。",
    SmallTalk.THANKS: "不客气。还想知道什么，接着问。",
    SmallTalk.FAREWELL: "再见。",
    SmallTalk.ASSENT: "好。还想知道什么，接着问。",
    SmallTalk.IDENTITY: (
        "我是问报，在收录的 {articles} 篇文章里找答案：答案都引原文，注明出处；"
        "找不到，就说没有找到。"
    ),
    SmallTalk.ABILITY: (
        "可以问文章里写到的事：谁、多少、哪里、什么时候、为什么、有哪些；可以接着上一问追问。"
        "也可以问哪些文章提到某个名字，或者一共收录了多少篇、最新的是哪一篇。"
        "现在收录了 {articles} 篇文章，答案都引原文，注明出处。"
    ),
}
_ENGLISH = {
    SmallTalk.GREETING: "Hello! Ask what you would like to know.",
    SmallTalk.THANKS: "You are welcome. Ask on if there is more you would like to know.",
    SmallTalk.FAREWELL: "Goodbye.",
    SmallTalk.ASSENT: "Good. Ask on if there is more you would like to know.",
    SmallTalk.IDENTITY: (
        "This is Wenbao. It looks for answers in a collection of {articles} articles: every answer "
        "is a quotation with its source, and if there is none, it says so."
    ),
    SmallTalk.ABILITY: (
        "Ask about what the articles tell: who, how many, where, when, why, which; and ask on "
        "from there. You can also ask which articles mention a name, how many articles there are, "
        "or which is the newest. The collection has {articles} articles; every answer is a "
        "quotation with its source."
    ),
}


def reply_to_small_talk(text: str, said: SmallTalk, articles: int) -> Answer:
    """Return the reply to ``text``; ``articles`` is how many there are."""
    chinese = detect_language(text) is Language.CHINESE
    reply = (_CHINESE if chinese else _ENGLISH)[said].format(articles=articles)
    return Answer(
        text, (), None, 100, None, (), statement=Statement(StatementKind.SMALL_TALK, reply)
    )
