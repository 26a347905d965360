"""What the training of a reader reads: questions from data sets, with where they are answered."""

from pathlib import Path

import pytest

from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.sources import read_lines
from scripts.reader import sources
from scripts.reader.examples import Question, ReadingSet
from scripts.reader.sources import (
    read_article_questions,
    read_headlines,
    read_spans,
    read_tuning_half,
    read_written_questions,
)
from tests.support.gzip_lines import write_lines
from tests.support.reading_sets import BRIDGE, LIBRARY, NONE, QUESTIONS, question, write_data

pytestmark = pytest.mark.slow


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_data(tmp_path / "data")


def texts_of(data: ReadingSet, one: Question) -> set[str]:
    return {
        data.passages[row].text[start:end]
        for row, spans in one.answers.items()
        for start, end in spans
    }


def test_questions_on_articles_know_their_answers_and_what_is_silent(data: Path) -> None:
    found = read_article_questions(data, "reading_news_qa", NONE)
    assert [one.text for one in found.questions] == [text for _, text, *_ in QUESTIONS]
    assert [texts_of(found, one) for one in found.questions] == [
        set(answers) for _, _, answers, _ in QUESTIONS
    ]
    silent = [one for one in found.questions if not one.answers]
    assert all(one.silent for one in silent)
    assert found.passages[0].context == "电影院"


def test_what_is_held_out_is_not_read(data: Path) -> None:
    held_out = HeldOut([LIBRARY])
    found = read_article_questions(data, "reading_news_qa", held_out)
    assert len(found.questions) == len(QUESTIONS) - 3


def test_items_of_a_list_are_all_answers(data: Path) -> None:
    listed = {**question("a2", "大桥", ["十月一日", "王大明"], BRIDGE), "kind": "list"}
    write_lines(data / "reading_news_qa.questions.jsonl.gz", [listed])
    found = read_article_questions(data, "reading_news_qa", NONE)
    assert texts_of(found, found.questions[0]) == {"十月一日", "王大明"}


def test_written_questions_are_joined_with_their_articles(data: Path) -> None:
    written = list(read_lines(Path(sources.__file__).parent, "written_questions"))
    assert {row["kind"].startswith("none_") for row in written} == {True, False}
    for row in written:
        told = row["evidence"] if isinstance(row["evidence"], list) else [row["evidence"]]
        assert bool(row["answers"]) != row["kind"].startswith("none_")
        assert not row["answers"] or any(row["answers"][0] in piece for piece in told)
    for name in sources.WRITTEN_ON:
        write_lines(data / f"{name}.jsonl.gz", [{"a": "大桥", "b": BRIDGE}])
    assert not read_written_questions(data, "written_questions", NONE).questions


def test_given_spans_are_read(data: Path) -> None:
    start = BRIDGE.index("王大明")
    row = {"question": "谁设计", "text": BRIDGE, "spans": [[start, start + 3]]}
    write_lines(data / "mrc.jsonl.gz", [row])
    found = read_spans(data, "mrc", NONE)
    assert texts_of(found, found.questions[0]) == {"王大明"}


def test_of_a_benchmark_only_the_tuning_half_is_read(data: Path) -> None:
    names = [f"d{n}" for n in range(8)]
    rows = [{"id": name, "title": "", "text": f"{name}号{BRIDGE}"} for name in names]
    write_lines(data / "b.corpus.jsonl.gz", rows)
    asked = [{"id": f"q{n}", "text": f"{n}谁设计", "answers": ["王大明"]} for n in range(8)]
    write_lines(data / "b.queries.jsonl.gz", asked)
    write_lines(data / "b.qrels.jsonl.gz", [{"query": f"q{n}", "doc": f"d{n}"} for n in range(8)])
    found = read_tuning_half(data, "b", NONE)
    assert 0 < len(found.questions) < len(names)
    assert all(texts_of(found, one) == {"王大明"} for one in found.questions)


def test_headlines_become_questions(data: Path) -> None:
    rows = [
        {"a": "跨江大桥全长1600米今日通车", "b": "今日通车的跨江大桥全长1600米,耗资三亿。"},
        {"a": "没有数字的一条标题在这里", "b": "正文里也没有。"},
    ]
    write_lines(data / "titles.jsonl.gz", rows)
    found = read_headlines(data, "titles", NONE)
    assert [one.text for one in found.questions] == ["跨江大桥全长多少米今日通车"]
    assert texts_of(found, found.questions[0]) == {"1600"}


def test_near_misses_exchange_names_and_years(data: Path) -> None:
    told = "2015年,郑州市建成大桥。北京市没有。"
    rows = [
        {"question": "2015年郑州市建成了什么", "text": told, "spans": [[9, 11]]},
        {"question": "成都市建成了什么", "text": f"成都市也建成{BRIDGE}", "spans": [[6, 10]]},
    ]
    write_lines(data / "mrc.jsonl.gz", rows)
    first = read_spans(data, "mrc", NONE).questions[0]
    assert len(first.near_misses) == 2
    name, year = first.near_misses
    assert name == "2015年成都市建成了什么"
    assert year.endswith("年郑州市建成了什么")
    assert not year.startswith("2015")
