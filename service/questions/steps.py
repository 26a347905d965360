"""Questions that another one must be answered for: 县长毕业于哪所学校, 甲村和乙村一共有多少人."""

import re
from dataclasses import dataclass

from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter
from service.questions.sides import Side, split_sides

# An office, and what is asked of who holds it, which is more than a name.
_HOLDER = re.compile(
    r"(?P<holder>[^,。?!、的和与]{2,20}?的?(?:书记|主任|主席|总?经理|会计|负责人|创始人|创办人|教练|团长"
    r"|[校院县市区镇乡村局处厂社队站馆所科部会]长))"
    r"(?P<rest>(?!是(?:谁|哪(?:一?[位个名])|什么人|何人|个)|是?叫|姓|有|都|分别|各|们|助理|[、和与及兼].)[^,。?!]*?"
    r"(?:什么|哪|谁|几|多少|多大|怎|何|吗)[^,。?!]*)[?。]?"
)
_TOTAL = re.compile("一共|总共|加起来|合计|总计|共(?=有|计|[㐀-鿿]{0,4}(?:多少|几))")


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """A question about who holds an office (bridge entity, Yang et al. 2018, arXiv:1809.09600).

    Attributes:
        holder: the office, as asked.
        rest: what is asked of who holds it.
    """

    holder: str
    rest: str

    @property
    def question(self) -> str:
        """The question that must be answered first."""
        return f"{self.holder}是谁?"

    def ask_of(self, name: str) -> str:
        """Return what is asked, of the person with this name."""
        return f"{name}{self.rest}?"


def find_held_office(question: str) -> HeldOffice | None:
    """Return the office about whose holder ``question`` asks more than the name, if it does."""
    match = _HOLDER.fullmatch(fold(question).strip())
    return HeldOffice(match["holder"], match["rest"]) if match else None


def split_total(question: str, segmenter: Segmenter) -> tuple[Side, ...]:
    """Return the sides whose numbers ``question`` asks to be added; () if it does not."""
    folded = fold(question)
    if not _TOTAL.search(folded):
        return ()
    return split_sides(_TOTAL.sub("分别", folded, count=1), segmenter)
