"""Small talk is recognized, and courtesies around a real question are removed."""

import pytest

from service.questions.small_talk import SmallTalk, read_small_talk, remove_courtesies


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("你好", SmallTalk.GREETING),
        ("您好啊！", SmallTalk.GREETING),
        ("在吗？", SmallTalk.GREETING),
        ("Hello!", SmallTalk.GREETING),
        ("你好👋", SmallTalk.GREETING),
        ("谢谢", SmallTalk.THANKS),
        ("好的，谢谢你", SmallTalk.THANKS),
        ("Thank you very much.", SmallTalk.THANKS),
        ("再见", SmallTalk.FAREWELL),
        ("明白了", SmallTalk.ASSENT),
        ("你是谁呀？", SmallTalk.IDENTITY),
        ("你好，你是谁", SmallTalk.IDENTITY),
        ("who are you?", SmallTalk.IDENTITY),
        ("你能做什么？", SmallTalk.ABILITY),
        ("你都会回答些什么问题", SmallTalk.ABILITY),
        ("怎么用？", SmallTalk.ABILITY),
        ("What can you do?", SmallTalk.ABILITY),
    ],
)
def test_small_talk_is_recognized(text: str, said: SmallTalk) -> None:
    assert read_small_talk(text) is said


@pytest.mark.parametrize(
    "text",
    [
        "你好，惠济区委书记是谁？",
        "你好李焕英是谁导演的",
        "谢谢大家是谁说的",
        "怎么使用党建云",
        "他是谁",
        "你能告诉我区委书记是谁吗",
        "?",
        "",
    ],
)
def test_real_question_is_no_small_talk(text: str) -> None:
    assert read_small_talk(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("你好，惠济区委书记是谁？", "惠济区委书记是谁？"),
        ("师傅您好,麻烦问一下啊,新客运站在哪儿?", "新客运站在哪儿?"),
        ("惠济区委书记是谁？谢谢！", "惠济区委书记是谁？"),
        ("惠济区委书记是谁，谢谢", "惠济区委书记是谁"),
        ("Hi, who is the mayor?", "who is the mayor?"),
        ("惠济区委书记是谁😀", "惠济区委书记是谁"),
        ("😀 惠济区委书记是谁?❤️👩‍💻🇨🇳", "惠济区委书记是谁?"),
        ("👋你好👋惠济区委书记是谁?🙏谢谢🙏", "惠济区委书记是谁?"),
        ("气温36℃,面积20㎡,❶★", "气温36℃,面积20㎡,❶"),
        ("🎉", "🎉"),
        ("你好李焕英是谁导演的", "你好李焕英是谁导演的"),
        ("问一下区委书记是谁", "问一下区委书记是谁"),
        ("你好", "你好"),
        ("谢谢！", "谢谢！"),
    ],
)
def test_courtesies_around_a_question_are_removed(text: str, rest: str) -> None:
    assert remove_courtesies(text) == rest
