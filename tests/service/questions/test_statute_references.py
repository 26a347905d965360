"""Reading references to parts of a law."""

import pytest

from service.questions.statute_references import Level, Part, read_statute_reference

ARTICLE, CHAPTER, PARAGRAPH, ITEM = Level.ARTICLE, Level.CHAPTER, Level.PARAGRAPH, Level.ITEM


@pytest.mark.parametrize(
    ("question", "law", "places"),
    [
        ("养犬办法第十二条规定了什么?", "养犬办法", [[(ARTICLE, 12)]]),
        ("《养犬办法》(2020年修订)第１２条的内容", "养犬办法", [[(ARTICLE, 12)]]),
        ("请问2020年修订的养犬办法第12条是什么?", "养犬办法", [[(ARTICLE, 12)]]),
        ("养犬办法2020年修订后,第12条的内容是什么?", "养犬办法", [[(ARTICLE, 12)]]),
        ("民法典1042条怎么说?", "民法典", [[(ARTICLE, 1042)]]),
        ("第十条第二款第(三)项是什么?", "", [[(ARTICLE, 10), (PARAGRAPH, 2), (ITEM, 3)]]),
        ("本办法第3章讲了什么?", "", [[(CHAPTER, 3)]]),
        (
            "合同第三条第一款和第二款说的是什么?",
            "合同",
            [[(ARTICLE, 3), (PARAGRAPH, 1)], [(ARTICLE, 3), (PARAGRAPH, 2)]],
        ),
        ("第八条至第十条的内容", "", [[(ARTICLE, 8)], [(ARTICLE, 9)], [(ARTICLE, 10)]]),
    ],
)
def test_reference_names_law_and_parts(
    question: str, law: str, places: list[list[tuple[Level, int]]]
) -> None:
    reference = read_statute_reference(question)
    assert reference
    assert reference.law == law
    assert reference.places == tuple(tuple(Part(*part) for part in place) for place in places)
    assert reference.asks_content


def test_inserted_article_is_another_one() -> None:
    reference = read_statute_reference("刑法第一百二十条之一是什么?")
    assert reference
    assert reference.places == ((Part(ARTICLE, 120, 1),),)


def test_fact_may_be_asked_of_an_article_of_a_named_law() -> None:
    reference = read_statute_reference("根据养犬办法第21条,罚款多少?")
    assert reference
    assert (reference.law, reference.asks_content) == ("养犬办法", False)


@pytest.mark.parametrize(
    "question",
    [
        "第二条跑道什么时候建成?",
        "违反养犬办法第八条怎么处罚?",
        "养犬办法有多少条?",
        "第三次代表会议多少人到会?",
        "第二项任务由谁负责?",
    ],
)
def test_other_ordinal_numbers_refer_to_no_law(question: str) -> None:
    assert read_statute_reference(question) is None
