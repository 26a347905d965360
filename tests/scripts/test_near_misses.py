"""Near misses: real questions with one detail replaced."""

import pytest

from embeddings.text.terms import Segmenter
from scripts.answers.cases import Origin
from scripts.answers.near_misses import Corpus, near_misses
from scripts.benchmarks.benchmark import Benchmark, Document, Query
from service.questions.question import read_question

SEGMENTER = Segmenter()


def bench(name: str, *rows: tuple[str, str, str]) -> Benchmark:
    """Return a bench of (document, question, answer) rows, one document each."""
    documents = [Document(f"{name}{n}", "", text) for n, (text, _, _) in enumerate(rows)]
    queries = [
        Query(f"{name}{n}", question, frozenset({f"{name}{n}"}), (answer,))
        for n, (_, question, answer) in enumerate(rows)
    ]
    return Benchmark(name, tuple(documents), tuple(queries))


OWN = bench(
    "own",
    ("北京在1995年举办了会议,来了300人。", "1995年北京的会议来了多少人?", "300人"),
    ("上海的图书馆有12层。", "上海的图书馆有多少层?", "12层"),
)
FOREIGN = bench(
    "foreign",
    ("广州的车站在1987年建成。", "广州的车站哪一年建成?", "1987年"),
    ("成都的桥长3公里。", "成都的桥有多少公里?", "3公里"),
)


@pytest.fixture(scope="module")
def made() -> dict[Origin, list[str]]:
    found: dict[Origin, list[str]] = {}
    for case in near_misses(Corpus(OWN, SEGMENTER), Corpus(FOREIGN, SEGMENTER)):
        assert case.answers == ()
        found.setdefault(case.origin, []).append(case.text)
    return found


def test_name_of_another_article_of_the_collection_is_put_in(
    made: dict[Origin, list[str]],
) -> None:
    assert made[Origin.KNOWN_NAME] == ["1995年上海的会议来了多少人?", "北京的图书馆有多少层?"]


def test_name_that_no_article_mentions_is_put_in(made: dict[Origin, list[str]]) -> None:
    unknown = made[Origin.UNKNOWN_NAME]
    assert len(unknown) == 2
    assert all("广州" in text or "成都" in text for text in unknown)


def test_another_attribute_is_asked_of_a_name_that_is_there(
    made: dict[Origin, list[str]],
) -> None:
    for text in made[Origin.ATTRIBUTE]:
        assert "北京" in text or "上海" in text
        assert "车站" in text or "桥" in text


def test_year_is_exchanged_or_put_before(made: dict[Origin, list[str]]) -> None:
    first, second = made[Origin.YEAR]
    assert first.endswith("年北京的会议来了多少人?")
    assert "1995" not in first
    assert second[4:] == "年上海的图书馆有多少层?"


def test_something_else_is_asked_of_the_same_matter(made: dict[Origin, list[str]]) -> None:
    originals = {query.text: read_question(query.text, SEGMENTER) for query in OWN.queries}
    for text, original in zip(made[Origin.ASKED], originals.values(), strict=True):
        changed = read_question(text, SEGMENTER)
        assert (changed.kind, changed.units) != (original.kind, original.units)


def test_same_near_misses_are_made_again(made: dict[Origin, list[str]]) -> None:
    again = near_misses(Corpus(OWN, SEGMENTER), Corpus(FOREIGN, SEGMENTER))
    assert [case.text for case in again if case.origin is Origin.YEAR] == made[Origin.YEAR]
