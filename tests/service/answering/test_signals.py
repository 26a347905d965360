"""The signals of confidence: name, year, attribute and form of the answer must all match."""

import pytest

from service.answering.confidence_features import ConfidenceFeatures, measure_confidence_features
from service.answering.evidence_ranking import rank_evidence
from service.assistant import READ_HITS, Assistant
from service.questions.question import QuestionKind, read_question
from service.retrieval.search import retrieve
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "柳河.txt": "柳河镇建成文化广场\n\n2019年,柳河镇投资300万元建成文化广场,镇长何秋生出席。",
    "松岭.txt": "松岭乡春耕忙\n\n松岭乡组织农机45台投入春耕,乡里请来了农技员。",
    "河西.txt": "河西村唱大戏\n\n河西村的党员搭台唱大戏,老人们看得高兴。",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("signals")
    pages = write_pages(folder / "pages", PAGES)
    return Assistant(open_workspace(folder / "data", collection=pages))


def signals(assistant: Assistant, text: str) -> ConfidenceFeatures:
    workspace = assistant.workspace
    question = read_question(text, workspace.analyzer.segmenter)
    hits = retrieve(question, workspace.snapshot(), workspace.library, READ_HITS).ranked[:READ_HITS]
    return measure_confidence_features(
        rank_evidence(question, hits, workspace.index, workspace.analyzer)[0].evidence
    )


def test_question_that_the_page_answers_has_everything(pages: Assistant) -> None:
    found = signals(pages, "2019年柳河镇投资多少万元建成文化广场?")
    assert (found.number, found.year, found.names) == (1, 1, 1)
    assert found.bound == found.attributes
    assert found.attributes > 0.8


def test_year_missing_from_the_article_unbinds(pages: Assistant) -> None:
    found = signals(pages, "2023年柳河镇投资多少万元建成文化广场?")
    assert (found.year, found.bound) == (0, 0)


def test_year_that_is_only_about_right_binds_nothing(pages: Assistant) -> None:
    assert signals(pages, "2018年前后柳河镇投资多少万元建成文化广场?").year == 1


def test_name_of_another_place_unbinds(pages: Assistant) -> None:
    found = signals(pages, "石桥镇投资多少万元建成文化广场?")
    assert found.names < 1
    assert found.bound < signals(pages, "柳河镇投资多少万元建成文化广场?").bound


def test_attribute_missing_from_the_page_scores_zero(pages: Assistant) -> None:
    given, asked = (signals(pages, f"柳河镇的{what}是多少?") for what in ("投资", "邮政编码"))
    assert given.attributes == 1
    assert asked.attributes == 0


def test_compound_counts_by_its_parts(pages: Assistant) -> None:
    whole, compound = (signals(pages, f"河西村的{who}有多少名?") for who in ("党员", "党员干部"))
    assert whole.attributes == 1
    assert compound.attributes == pytest.approx(0.8 / 3)  # 党员, but not 员干 and 干部


def test_number_of_another_measure_does_not_fit(pages: Assistant) -> None:
    assert signals(pages, "柳河镇文化广场有多少公里?").number < 0.5


def test_date_is_missed_where_there_is_no_figure(pages: Assistant) -> None:
    assert signals(pages, "柳河镇哪一年建成文化广场?").date == 1
    assert signals(pages, "河西村哪一天唱了戏?").date == 0


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("航空港区选派了多少名指导员?", ("航空港区",)),
        ("河南省人民医院有多少张床位?", ("人民医院",)),
        ("哪些地产公司进驻了?", ()),
        ("参加社区报到的党员有多少人?", ()),
    ],
)
def test_place_is_named_together_with_what_it_is(
    pages: Assistant, question: str, places: tuple[str, ...]
) -> None:
    assert read_question(question, pages.workspace.analyzer.segmenter).places == places


def test_persons_are_counted_in_several_measures(pages: Assistant) -> None:
    question = read_question("来了多少人?", pages.workspace.analyzer.segmenter)
    assert (question.kind, question.units) == (QuestionKind.NUMBER, ("人", "名", "位"))


def test_every_signal_lies_between_0_and_1(pages: Assistant) -> None:
    for text in ("柳河镇镇长是谁?", "松岭乡的农机有多少台?", "?", "2050年的天气"):
        workspace = pages.workspace
        question = read_question(text, workspace.analyzer.segmenter)
        hits = retrieve(question, workspace.snapshot(), workspace.library, 8).ranked[:8]
        for item in rank_evidence(question, hits, workspace.index, workspace.analyzer):
            values = measure_confidence_features(item.evidence)
            assert all(
                0 <= getattr(values, name) <= 1 for name in ConfidenceFeatures.__dataclass_fields__
            )
