"""A name with one wrong character is read as the name in the articles; nothing else is changed."""

import pytest

from service.assistant import Assistant
from service.conversations.chat_text import parse_chat_text, render_chat_text
from service.names.misspelling import correct_names
from service.names.vocabulary import Vocabulary
from tests.support.paths import DATA
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "1.txt": "# 云溪街道新闻\n\n云溪街道党工委书记舒望岚介绍,云溪街道建成口袋公园12个。\n",
    "2.txt": "# 供水管网改造\n\n白鹭区的供水管网改造由瑞泽水务公司承建,项目经理是骆知远。\n",
    "3.txt": "# 读书驿站\n\n白鹭区开了9家读书驿站,附近居民都说好。李晓明常去读书驿站。\n",
    "4.txt": "# 中原区新闻\n\n中原区委书记方梅说,白鹭区区长赵敏来过中原区。\n",
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("towns")
    write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=folder / "pages"))


def correct(assistant: Assistant, text: str) -> str:
    snapshot = assistant.workspace.snapshot()
    vocabulary = Vocabulary(snapshot.index.lexical, snapshot.analyzer.segmenter)
    return correct_names(text, vocabulary)[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("云西街道有几个口袋公园?", "云溪街道有几个口袋公园?"),
        ("匀溪街道有几个口袋公园?", "云溪街道有几个口袋公园?"),
        ("白鹭去开了几家读书驿站?", "白鹭区开了几家读书驿站?"),
        ("白鹭区开了几家读书译站?", "白鹭区开了几家读书驿站?"),
        ("供水管王改造的项目经里是谁?", "供水管网改造的项目经理是谁?"),
        ("瑞择水务公司承建什么?", "瑞泽水务公司承建什么?"),
        ("骆知源是谁?", "骆知远是谁?"),
        ("中元区委书记是谁?", "中原区委书记是谁?"),  # 中元 is a word
        ("中圆区有几家驿站?", "中原区有几家驿站?"),
        ("白露区长是谁?", "白鹭区长是谁?"),
        ("方玫是谁?", "方梅是谁?"),  # segmented as 方|玫是
    ],
)
def test_one_wrong_character_is_read_as_meant(towns: Assistant, written: str, meant: str) -> None:
    assert correct(towns, written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "云溪街道有几个口袋公园?",
        "云河街道有几个口袋公园?",  # neither sound nor shape
        "李小明去哪里了?",  # 李晓明 is there, but 小明 is a word of its own
        "王晓明去哪里了?",
        "哪些文章提到“云西街道”?",
        "今天天气怎么样?",
        "金水区委书记是谁?",  # another district
        "现任区委书记是谁?",
        "方和赵是谁?",
        "红烧肉怎么做?",
        "who is the mayor?",
        "",
        "云西" * 100,
    ],
)
def test_everything_else_stays_as_it_is(towns: Assistant, text: str) -> None:
    assert correct(towns, text) == text


def test_questions_about_the_bundled_collection_are_not_changed(assistant: Assistant) -> None:
    lines = (DATA / "seed_questions.jsonl").read_text(encoding="utf-8").splitlines()
    snapshot = assistant.workspace.snapshot()
    vocabulary = Vocabulary(snapshot.index.lexical, snapshot.analyzer.segmenter)
    assert len(lines) > 50
    for line in lines:
        assert correct_names(line, vocabulary)[1] == ()


def test_answer_says_how_the_name_was_read(towns: Assistant) -> None:
    answer = towns.ask("云西街道有几个口袋公园?")
    assert answer.question == "云溪街道有几个口袋公园?"
    assert "12个" in answer.text
    assert [(one.written, one.read_as) for one in answer.corrections] == [("云西街道", "云溪街道")]
    told = render_chat_text(answer)
    assert told.startswith("（按“云溪街道”理解）\n")
    assert parse_chat_text(told) == answer.text
