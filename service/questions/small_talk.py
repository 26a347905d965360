"""Recognize small talk, and remove what surrounds a real question: courtesies, emoji."""

import re
from enum import StrEnum

from embeddings.text.normalize import fold_aligned


class SmallTalk(StrEnum):
    """What a message without a question about the articles says."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    ASSENT = "assent"
    IDENTITY = "identity"
    ABILITY = "ability"


_YOU = r"(?:你|您|这个?(?:系统|程序|软件|网站|助手|机器人)|问报)"
_GREETING = (
    r"(?:你们?好|您好|大家好|哈[喽啰]|嗨|嘿|早上好|上午好|中午好|下午好|晚上好|早安|早啊?|晚安|有人吗"
    r"|(?:你|您)?在(?:不在|吗|么)|hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there)?"
)
# The message must consist of such phrases; the last one that is no greeting decides.
_PHRASES: tuple[tuple[SmallTalk, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (SmallTalk.GREETING, _GREETING),
        (
            SmallTalk.THANKS,
            r"(?:好的?)?(?:非常|十分|太|多|真是?)?(?:谢谢|感谢|多谢|谢了|谢啦|辛苦)(?:你们?|您|大家)?(?:的帮助|的回答)?[了啦]?"
            r"|(?:many )?thanks(?: a lot| so much)?|thank you(?: very much| so much)?|thx",
        ),
        (
            SmallTalk.FAREWELL,
            r"再见|再会|拜拜|回头见|回见|下次见|good ?bye|bye(?: bye)?|see you(?: later)?",
        ),
        (
            SmallTalk.ASSENT,
            r"好|好的|好吧|嗯+|哦+|明白|明白了|知道了|了解了?|懂了|行|可以|没事了?|没有了|不用了"
            r"|ok|okay|i see|got it|great|fine|all right",
        ),
        (
            SmallTalk.IDENTITY,
            rf"{_YOU}(?:到底)?(?:是|叫)(?:谁|什么|啥|什么名字|啥名字|干什么的|做什么的|干啥的"
            r"|(?:什么|哪个|哪种)(?:模型|机器人|系统|软件|程序|东西|助手))"
            rf"|{_YOU}是(?:不是)?(?:一个)?(?:机器人|人工智能|ai|真人|人|chatgpt|gpt|大?模型)"
            r"|(?:请|做个?|来个?)?自我介绍(?:一下)?|(?:请)?介绍(?:一下|下)?(?:你|您)?自己"
            r"|who are you|what are you|what(?:'s| is) your name|are you (?:a|an) "
            r"(?:robot|bot|ai|human|person|machine)|introduce yourself|what is (?:this|wenbao)",
        ),
        (
            SmallTalk.ABILITY,
            rf"{_YOU}(?:都|还)?(?:能|会|可以|能够)(?:帮我|为我|给我)?(?:做|干|回答|解答|帮我做|提供)?(?:些)?"
            r"(?:什么|啥|哪些(?:事|事情|问题)?|点什么)(?:事|事情|问题|忙|帮助|服务)?"
            rf"|{_YOU}(?:都)?有(?:什么|啥|哪些)(?:功能|用|用处|本事|本领|能力)"
            r"|(?:我|我们)?(?:都)?(?:能|可以|该|应该)(?:向你|跟你)?(?:问|提问)(?:你|您)?(?:些)?"
            r"(?:什么|啥|哪些)(?:问题|内容|事)?"
            rf"|(?:这个?|{_YOU})?(?:怎么|如何|怎样)(?:用|使用|提问|操作)(?:{_YOU}|这个)?"
            r"|(?:使用|操作)(?:说明|方法|帮助)|帮助|help|what can you do(?: for me)?"
            r"|how (?:do i|can i|to) use (?:this|you|it|wenbao)|how does (?:this|it) work"
            r"|what can i ask(?: you)?",
        ),
    )
)
_BREAK = re.compile(r"[\s,.!?;:~、。…]*[,.!?;:~、。…][\s,.!?;:~、。…]*")
_PARTICLES = re.compile(r"(?<=.)[啊呀哦呢吗嘛吧哈哟]+$")
# Emoji and other pictures, with what joins and colours them; ❶ is a number.
_PICTOGRAPHS = re.compile(
    r"\s*[\U0001f000-\U0001faff\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3]+\s*"
)
_LONGEST = 40
_ADDRESSED = r"(?:师傅|老师|同志|朋友|亲|大家|各位|小编|问报)?"
_OPENING = re.compile(
    rf"(?:(?:{_ADDRESSED}(?:{_GREETING}|不好意思|打扰(?:一下|了)?|(?:麻烦|劳驾)(?:你|您)?了?){_ADDRESSED}"
    r"|(?:麻烦|劳驾|我?想|请|跟你|向您?)*(?:你|您)?(?:请教|打听|问)(?:一下|下|个问题)?|(?:你|您)?(?:能|能不能|可以)告诉我)"
    r"[啊呀哈]?(?:[\s,.:!~、。]+|(?<=告诉我)))+"
)
_CLOSING = re.compile(
    r"(?:(?<=[?!])|[\s,.~、。]+)(?:非常|十分|多)?"
    r"(?:谢谢|感谢|多谢|谢了|thanks|thank you)(?:你|您|大家)?[了啦]?[\s,.!~。]*$"
)


def read_small_talk(text: str) -> SmallTalk | None:
    """Return what ``text`` says if all of it is small talk."""
    if len(text) > _LONGEST:
        return None
    folded = fold_aligned(remove_pictographs(text)).strip()
    kinds = [_read_phrase(phrase) for phrase in _BREAK.split(folded) if phrase]
    if not kinds or None in kinds:
        return None
    return next((kind for kind in reversed(kinds) if kind is not SmallTalk.GREETING), kinds[0])


def _read_phrase(phrase: str) -> SmallTalk | None:
    for form in (phrase.strip(), _PARTICLES.sub("", phrase.strip())):
        for kind, pattern in _PHRASES:
            if pattern.fullmatch(form):
                return kind
    return None


def remove_pictographs(text: str) -> str:
    """Return ``text`` without emoji, which say nothing, unless nothing is left."""
    return _PICTOGRAPHS.sub(" ", text).strip() or text


def remove_courtesies(text: str) -> str:
    """Return ``text`` without emoji, greeting and thanks around it, unless nothing is left."""
    text = remove_pictographs(text)
    folded = fold_aligned(text)
    opening = _OPENING.match(folded)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(folded, start)
    rest = text[start : closing.start() if closing else len(text)].strip()
    return rest if len(rest) > 1 else text
