"""Names with a middle dot are told whole."""

import pytest

from embeddings.documents import Span
from embeddings.text.terms import load_segmenter
from service.short_answers.dotted_names import complete_dotted_name


@pytest.mark.parametrize(
    ("text", "read", "whole"),
    [
        ("由阿依古丽·买合木提接任院长", "阿依古丽·买合木", "阿依古丽·买合木提"),
        ("由阿依古丽·买合木提接任院长", "阿依古丽·", "阿依古丽·买合木提"),
        ("迪丽热巴·迪力木拉提出席活动", "迪丽热巴·迪力木", "迪丽热巴·迪力木拉提"),
        ("古丽娜尔・吐尔逊说,", "古丽娜尔・吐尔", "古丽娜尔・吐尔逊"),
        ("其美多吉·扎西顿珠当选", "其美多吉·扎西", "其美多吉·扎西顿珠"),
        ("约翰·史密斯教授来校讲学", "约翰·史密斯", "约翰·史密斯"),
        ("约翰·史密斯教授来校讲学", "约翰·史密斯教授", "约翰·史密斯教授"),
        ("局长帕提古丽·艾买提为副县长", "帕提古丽·艾买提", "帕提古丽·艾买提"),
        ("院长王小明接任院长", "王小明", "王小明"),
    ],
)
def test_a_name_has_its_last_part_whole(text: str, read: str, whole: str) -> None:
    start = text.index(read)
    span = complete_dotted_name(text, Span(start, start + len(read)), load_segmenter(()))
    assert text[slice(*span)] == whole
