"""What an English question asks for, and the Chinese names in it."""

from pathlib import Path

import pytest

from embeddings.quantities.units import Dimension, list_units
from embeddings.text.terms import Segmenter
from service.assistant import Assistant
from service.language import Language, detect_language
from service.names.romanized_names import read_romanized_names
from service.names.vocabulary import Vocabulary
from service.questions.kinds import QuestionKind
from service.questions.query_terms import extract_query_terms
from service.questions.question import read_question
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "1.txt": "# 云溪街道新闻\n\n清河县云溪街道党工委书记舒望岚介绍,云溪街道建成口袋公园12个。\n",
    "2.txt": "# 柳林镇养老\n\n柳林镇单家港村的老年食堂由林玉在管理。西安的专家来了。\n",
    "3.txt": "# 绿洲村的医生\n\n绿洲村来了医生吕敏玉和女教师闵宇。吕敏玉在绿洲村看病。\n",
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("romanized")
    write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=folder / "pages"))


@pytest.fixture(scope="module")
def vocabulary(towns: Assistant) -> Vocabulary:
    snapshot = towns.workspace.snapshot()
    return Vocabulary(snapshot.index.lexical, snapshot.analyzer.segmenter)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How many parks are there?", Language.ENGLISH),
        ("Which county did 中原区 work with?", Language.ENGLISH),
        ("What does 党建云 mean?", Language.ENGLISH),
        ("OpenAI的CEO是谁?", Language.CHINESE),
        ("LED屏滚动播放多少次?", Language.CHINESE),
        ("Who是区委书记?", Language.CHINESE),
        ("区委书记", Language.CHINESE),
    ],
)
def test_language_of_a_question_is_that_of_its_grammar(text: str, language: Language) -> None:
    assert detect_language(text) is language


@pytest.mark.parametrize(
    ("text", "kind", "units"),
    [
        ("How many kindergartens are being built?", QuestionKind.NUMBER, ()),
        ("How many people took part?", QuestionKind.NUMBER, ("人", "名", "位")),
        ("What share of residents were happy?", QuestionKind.NUMBER, list_units(Dimension.SHARE)),
        ("How old is he?", QuestionKind.NUMBER, ("周岁", "岁")),
        ("When was the bridge opened?", QuestionKind.DATE, ()),
        ("In which year did the school open?", QuestionKind.DATE, ()),
        ("Who runs the canteen?", QuestionKind.PERSON, ()),
        ("Where was the thief who stole a phone caught?", QuestionKind.NAME, ()),
        ("which county did it work with", QuestionKind.NAME, ()),
        ("What is the name of the hospital?", QuestionKind.NAME, ()),
        ("Which countries support it?", QuestionKind.LIST, ()),
        ("Why was it closed?", QuestionKind.REASON, ()),
        ("How does it help people find jobs?", QuestionKind.MANNER, ()),
        ("Was the bridge opened?", QuestionKind.ANY, ()),
    ],
)
def test_kind_and_unit_are_read(text: str, kind: QuestionKind, units: tuple[str, ...]) -> None:
    question = read_question(text, Segmenter())
    assert (question.kind, question.units) == (kind, units)
    assert question.language is Language.ENGLISH


def test_only_certain_names_must_occur_in_the_article() -> None:
    text = "How many Party members of 云溪街道 heard of G20 or OpenAI in 2021?"
    question = read_question(text, Segmenter())
    assert set(question.names) == {"云溪", "g20", "openai"}
    assert question.places == ("云溪街道",)
    assert "members" in question.searched_text
    assert " of " not in question.searched_text


def test_english_words_that_no_article_has_are_not_missing(vocabulary: Vocabulary) -> None:
    question = read_question("How many pocket parks are there in 云溪街道?", Segmenter())
    terms = extract_query_terms(question, vocabulary.lexical)
    assert {term.text for term in terms.words} == {"云溪", "街道"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("How many parks does Yunxi Subdistrict have?", "How many parks does 云溪街道 have?"),
        ("Where is Qinghe County?", "Where is 清河县?"),
        ("What does Shu Wanglan say?", "What does 舒望岚 say?"),
        ("Who manages it, Lin Yu?", "Who manages it, 林玉?"),
        ("Who runs Shanjiagang Village in Liulin Town?", "Who runs 单家港村 in 柳林镇?"),
        ("Who came from Xi'an?", "Who came from 西安?"),
        ("What is said about Canada and China?", "What is said about Canada and China?"),
        ("Who is Lü Minyu?", "Who is 吕敏玉?"),
        ("Who is Lu\u0308 Minyu?", "Who is 吕敏玉?"),
        ("Who is Lǚ Mǐnyù?", "Who is 吕敏玉?"),
        ("Who is LV MINYU?", "Who is 吕敏玉?"),
        ("Who is Lyu Minyu?", "Who is 吕敏玉?"),
        ("Who is Lu Min-yu?", "Who is 吕敏玉?"),
        ("Where is Lüzhou Village?", "Where is 绿洲村?"),
        ("Where is Lyuzhou Village?", "Where is 绿洲村?"),
        ("Who met Zoë at the café?", "Who met Zoë at the café?"),
        ("Is there a long way to go?", "Is there a long way to go?"),
        ("Where is Baihe County?", "Where is Baihe County?"),
        ("", ""),
    ],
)
def test_names_are_read_as_those_in_the_articles(
    vocabulary: Vocabulary, text: str, read: str
) -> None:
    assert read_romanized_names(text, vocabulary)[0] == read


def test_english_question_finds_the_article_by_its_name(towns: Assistant) -> None:
    answer = towns.ask("Who is the Party secretary of Yunxi Subdistrict?")
    assert answer.sources[0].hit.article.source == "1.txt"
    assert [(one.written, one.read_as) for one in answer.corrections] == [
        ("Yunxi Subdistrict", "云溪街道")
    ]
