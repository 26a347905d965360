"""What fine-tuning reads: examples from data sets, without what something is measured on."""

from pathlib import Path

import pytest

from scripts import prepare_finetuning
from scripts.benchmarks.benchmark import Benchmark, Document, Half, Query
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.sources import (
    SOURCES,
    cut_first,
    read_article_questions,
    read_pairs,
    read_paraphrases,
    read_reading,
)
from scripts.finetuning.withheld import Withheld
from tests.support.finetuning import NOTHING, PAIRS, QUESTIONS, make_bench, source
from tests.support.gzip_lines import write_lines

pytestmark = pytest.mark.slow

OPENING = "红星村的新图书室昨天开门迎客，村民和孩子们早早来到门前排队等候，村里的老支书剪了彩。"
BOOKS = "图书室共有藏书三千二百册，其中一半是农业技术方面的书籍，另外一半适合孩子们阅读和学习。"
MONEY = "据村委会介绍，建设资金一共十八万元，由镇里拨款十万元，其余八万元来自在外经商的乡亲捐助。"
HOURS = "图书室每天上午九点开门，晚上八点关门，周末还安排了志愿者给孩子们讲故事，辅导他们写作业。"
ARTICLE = {"id": "a1", "title": "村里有了图书室", "text": "\n".join([OPENING, BOOKS, MONEY, HOURS])}


def ask(question: str, evidence: str | list[str], *answers: str) -> dict[str, object]:
    return {"article": "a1", "question": question, "evidence": evidence, "answers": list(answers)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    write_lines(folder / f"{PAIRS}.jsonl.gz", [{"a": a, "b": b} for a, b in QUESTIONS.items()])
    write_lines(folder / "news.articles.jsonl.gz", [ARTICLE])
    return folder


def test_question_should_find_the_passage_with_its_evidence(data: Path) -> None:
    questions = [
        ask("图书室里有多少书", "图书室共有藏书三千二百册", "三千二百册"),
        ask("村里一共收到多少捐款", "其余八万元来自在外经商的乡亲捐助", "八万元"),
        ask("图书室有几台电脑", ""),
    ]
    write_lines(data / "news.questions.jsonl.gz", questions)
    examples = read_article_questions(data, source("news"), NOTHING)
    texts = [passage.text for passage in examples.passages]
    assert all(text.startswith("村里有了图书室\n") for text in texts)
    assert [example.query for example in examples.examples] == [
        "图书室里有多少书",
        "村里一共收到多少捐款",
    ]
    assert "三千二百册" in texts[examples.examples[0].right]
    assert "八万元" in texts[examples.examples[1].right]
    for example, answer in zip(examples.examples, ("三千二百册", "八万元"), strict=True):
        assert example.siblings
        assert not any(answer in texts[row] for row in example.siblings)
    assert {passage.document for passage in examples.passages} == {0}


def test_span_decides_which_passage_is_right(data: Path) -> None:
    start = ARTICLE["text"].index("晚上八点")
    row: dict[str, object] = {
        "question": "几点关门",
        "text": ARTICLE["text"],
        "spans": [[start, start + 4]],
    }
    write_lines(data / "reading.jsonl.gz", [row])
    examples = read_reading(data, source("reading"), NOTHING)
    assert "晚上八点关门" in examples.passages[examples.examples[0].right].text


def test_both_sentences_of_a_paraphrase_are_questions(data: Path) -> None:
    rows = [
        {"a": "怎么还款", "b": "如何还款", "kind": "paraphrase"},
        {"a": "他在跑步", "b": "有人在动", "kind": "entailment"},
    ]
    write_lines(data / "same.jsonl.gz", rows)
    examples = read_paraphrases(data, source("same"), NOTHING)
    assert [passage.text for passage in examples.passages] == ["如何还款"]
    assert examples.prompt == "query: "


def test_no_more_examples_are_read_than_wanted(data: Path) -> None:
    one = source(PAIRS, most=5)
    assert len(read_pairs(data, one, NOTHING).examples) == 5


def test_what_something_is_measured_on_is_not_trained_on(data: Path) -> None:
    questions = [*QUESTIONS]
    held = "城管整治占道经营，要求商户把桌椅搬回店内，恢复人行道。市民表示欢迎。"
    bench = make_bench([(questions[1], "别的。"), ("别的问题", QUESTIONS[questions[2]])])
    withheld = Withheld([bench], HeldOut([held]), cut_first)
    one = source(PAIRS)
    trained = {example.query for example in read_pairs(data, one, withheld).examples}
    assert set(questions) - trained == {*questions[:3]}


def test_only_the_half_that_the_ranking_is_fitted_on_is_withheld() -> None:
    keys = {half: next(k for k in map(str, range(99)) if Half.of(k) is half) for half in Half}
    bench = Benchmark(
        "x",
        tuple(Document(key, "", f"{half.value}的文章。") for half, key in keys.items()),
        tuple(Query(key, f"{half.value}的问题", frozenset([key])) for half, key in keys.items()),
    )
    withheld = prepare_finetuning.withhold([], [], [bench])
    for half in Half:
        text = f"{half.value}的文章。"
        assert withheld.asks(f"{half.value}的问题") == (half is Half.TUNING)
        assert withheld.tells(text, cut_first(text)) == (half is Half.TUNING)


def test_all_sets_that_are_measured_on_or_fitted_to_are_withheld() -> None:
    known = {*prepare_finetuning.MEASURED, *prepare_finetuning.FITTED}
    trained = {source.name for source in SOURCES}
    assert trained & known == known - {"ncp_policy_qa"}
