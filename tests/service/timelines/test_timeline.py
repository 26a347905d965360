"""Timelines: dated sentences about a subject, in order, from articles of several years."""

from datetime import date

import pytest

from service.assistant import Assistant
from service.retrieval.filters import Filters
from service.timelines.timeline import Timeline
from service.times.validity import Basis
from tests.support.bridge import NAME, write_bridge_pages
from tests.support.workspaces import open_workspace

TODAY = date(2020, 6, 1)
FLOODED = "去年，望江大桥遇上了大汛。"
STARTED = "本报讯 3月10日，望江大桥在县城东门外开工。"
OPENED = "望江大桥6月18日通车，当天有三万人走上桥面，老人和孩子都来合影。"
PLANNED = "望江大桥全长2.4公里，总投资6亿元，计划2020年建成。"
QUIETER = "-望江大桥_加装_隔音屏，桥上安静多了。"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("bridge")
    pages = write_bridge_pages(folder / "pages")
    return Assistant(open_workspace(folder / "data", collection=pages), lambda: TODAY)


def texts(timeline: Timeline) -> list[str]:
    return [entry.text for entry in timeline.entries]


def test_every_sentence_stands_at_the_time_that_it_tells(assistant: Assistant) -> None:
    timeline = assistant.timeline(NAME)
    assert [(entry.period.iso, entry.validity.basis, entry.text) for entry in timeline.entries] == [
        ("2018", Basis.SENTENCE, FLOODED),
        ("2018-03-10", Basis.SENTENCE, STARTED),
        ("2019-12-19", Basis.SENTENCE, "望江大桥昨天合龙。"),
        ("2020", Basis.SENTENCE, PLANNED),
        ("2020-06-18", Basis.SENTENCE, OPENED),
        ("2022-05-01", Basis.DATE, QUIETER),
    ]
    assert timeline.years == ((2018, 2), (2019, 1), (2020, 2), (2022, 1))
    assert (timeline.total, timeline.undated, timeline.is_complete) == (6, 1, True)


def test_names_are_highlighted_and_reprints_named_beside_the_first_print(
    assistant: Assistant,
) -> None:
    entries = assistant.timeline(NAME).entries
    for entry in entries:
        assert [entry.article.text[start:end] for start, end in entry.highlights] == [NAME]
    assert [
        (entry.article.source, [reprint.source for reprint in entry.reprints])
        for entry in entries
        if entry.text == OPENED
    ] == [("日报.txt", ["晚报.txt"])]


@pytest.mark.parametrize(
    ("query", "subject", "found"),
    [
        ("望江大桥什么时候通车?", "望江大桥什么时候通车", [OPENED]),
        ("望江大桥投资多少?", "望江大桥投资多少", [PLANNED]),
        ("去年的望江大桥", NAME, ["望江大桥昨天合龙。"]),
        ("2020年以来的望江大桥", NAME, [PLANNED, OPENED, QUIETER]),
        ("2018年哪些文章提到望江大桥?", NAME, [FLOODED, STARTED]),
        ("青溪小学的历史沿革", "青溪小学", ["青溪小学昨天迁入新址，新校舍有三十间教室。"]),
        ("红烧肉", "红烧肉", []),
    ],
)
def test_time_in_the_query_selects_and_the_rest_is_the_subject(
    assistant: Assistant, query: str, subject: str, found: list[str]
) -> None:
    timeline = assistant.timeline(query)
    assert timeline.subject.text == subject
    assert texts(timeline) == found


def test_readings_are_told(assistant: Assistant) -> None:
    last_year = assistant.timeline("去年的望江大桥").subject
    assert [(one.written, one.read_as) for one in last_year.corrections] == [("去年", "2019年")]
    misspelt = assistant.timeline("望江大侨").subject
    assert [(one.written, one.read_as) for one in misspelt.corrections] == [("望江大侨", NAME)]
    assert misspelt.terms == (NAME,)


def test_filters_leave_articles_and_a_year_leaves_entries(assistant: Assistant) -> None:
    printed = assistant.timeline(NAME, Filters(date_from="2022"))
    assert (texts(printed), printed.articles_left) == ([QUIETER], 2)
    told = assistant.timeline(NAME).select(2020, 1)
    assert (texts(told), told.total) == ([PLANNED], 2)
    assert told.years == ((2018, 2), (2019, 1), (2020, 2), (2022, 1))


def test_several_names_are_all_in_the_article_and_if_possible_in_the_sentence(
    assistant: Assistant,
) -> None:
    both = assistant.timeline("望江大桥 三万人")
    assert (texts(both), both.subject.terms) == ([OPENED], (NAME, "三万人"))
    either = assistant.timeline("哪些文章提到望江大桥或青溪小学?")
    assert either.subject.match == "any"
    assert either.total == assistant.timeline(NAME).total + assistant.timeline("青溪小学").total
    assert texts(assistant.timeline("望江大桥 停工"))[0] == "工程人员说，大桥去年停工两个月。"
