"""Recognize a correction of the last question: 我问的是2021年的; 不对,我要问中原区的."""

import re

from embeddings.text.normalize import fold_aligned

_BREAK = r"[\s,.!?:、。]*"
_DENIAL = (
    r"(?:(?:不对|不是|不不|错了|你?(?:搞|弄|理解|看|听)错了|不是这[个样])"
    rf"(?:吧|啊|的|呀)?{_BREAK})+"
)
_MEANT = (
    r"(?:我(?:其实|刚才|本来)?(?:是|要|想|是想|是要)?(?:问|说|指)(?:的)?(?:其实)?(?:是)?"
    r"|(?:而|应该|应)是|要问的?是?|改成|换成|是)"
)
_CORRECTION = re.compile(
    rf"(?:{_DENIAL}{_MEANT}?|我(?:其实|刚才|本来)?(?:(?:是|要|想|是想|是要)?(?:问|说|指)的是|是(?:问|说|指)|问)"
    rf"|应该是){_BREAK}(?P<rest>.{{2,}})"
)
_NOT_BUT = re.compile(rf"不是(?P<no>[^,.!?。]{{1,15}}?){_BREAK}(?:而)?是(?P<rest>.{{2,}})")


def read_correction(text: str) -> str:
    """Return what a correction asks instead, or "" if ``text`` is none."""
    folded = fold_aligned(text)
    for pattern in (_NOT_BUT, _CORRECTION):
        if match := pattern.fullmatch(folded):
            return text[match.start("rest") :]
    return ""
