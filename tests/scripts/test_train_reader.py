"""Training a tiny reader, from questions on articles to a folder that the product reads."""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from embeddings.documents import Span
from embeddings.encoding.passage_reader import PassageReader, ReadablePassage, Reading
from scripts.derivation.model_folder import write_floats, write_model
from scripts.finetuning.overlap import HeldOut
from scripts.reader.examples import Example, Passage, Question, ReadingSet
from scripts.reader.mining import mine
from scripts.reader.model import Batcher
from scripts.reader.sampling import draw_examples
from scripts.reader.sources import (
    read_article_questions,
    read_headlines,
    read_spans,
    read_tuning_half,
)
from scripts.reader.trainer import measure_losses
from scripts.reader.validation import measure_area, measure_overlap
from scripts.train_reader import main, print_line
from tests.support.packed_models import random_bert

pytestmark = pytest.mark.slow

LIBRARY = "红星村图书室共有藏书三千二百册。图书室每天上午九点开门。"
BRIDGE = "跨江大桥将于十月一日通车。大桥全长一千六百米,由王大明设计。"
HALL = "老电影院改成了社区文化中心。中心周一闭馆,周末放映老电影。"
ARTICLES = {"a0": ("电影院", HALL), "a1": ("图书室", LIBRARY), "a2": ("大桥", BRIDGE)}
QUESTIONS = [
    ("a0", "老电影院改成了什么", ["社区文化中心"], "老电影院改成了社区文化中心"),
    ("a0", "文化中心有多少座位", [], ""),
    ("a1", "图书室有多少藏书", ["三千二百册"], "共有藏书三千二百册"),
    ("a1", "图书室几点开门", ["上午九点"], "每天上午九点开门"),
    ("a1", "图书室是谁捐的", [], ""),
    ("a2", "大桥什么时候通车", ["十月一日"], "将于十月一日通车"),
    ("a2", "谁设计了大桥", ["王大明"], "由王大明设计"),
]
NONE = HeldOut([])
CHARACTERS = sorted({*"".join(f"{q}" for q in QUESTIONS), *LIBRARY, *BRIDGE, *HALL})


def write_lines(path: Path, lines: Sequence[Mapping[str, object]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def question(article: str, text: str, answers: list[str], evidence: str) -> dict[str, object]:
    fields = {"article": article, "question": text, "answers": answers, "evidence": evidence}
    return {**fields, "kind": "thing" if answers else "none_attribute"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    articles = [{"id": key, "title": t, "text": text} for key, (t, text) in ARTICLES.items()]
    write_lines(folder / "reading_news_qa.articles.jsonl.gz", articles)
    write_lines(
        folder / "reading_news_qa.questions.jsonl.gz", [question(*one) for one in QUESTIONS]
    )
    return folder


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The floats of a tiny encoder over single characters."""
    folder = tmp_path_factory.mktemp("encoder")
    write_model(folder, random_bert(["▁", *CHARACTERS]))
    write_floats(folder)
    return folder


def train(
    weights: Path, data: Path, output: Path, *more: str, report: Callable[[str], None] = print_line
) -> None:
    folders = ["--weights", str(weights), "--data", str(data), "--output", str(output)]
    small = ["--steps", "12", "--batch", "6", "--warmup", "2", "--learning-rate", "0.02"]
    kept = ["--sets", "reading_news_qa", "--layers", "1", "--bench-dir", str(data)]
    torch.manual_seed(1)  # of the head
    main([*folders, *small, *kept, *more], report)


def read(folder: Path, text: str, passage: ReadablePassage) -> Reading:
    with ThreadPoolExecutor(1) as thread:
        [reading] = PassageReader.load(folder).read(text, [passage], thread)
    return reading


def test_trained_reader_finds_the_answers_and_knows_that_there_is_none(
    weights: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train(weights, data, tmp_path / "out", "--steps", "80")
    for article, text, answers, _ in QUESTIONS[2:]:
        passage = ReadablePassage(*ARTICLES[article])
        reading = read(tmp_path / "out", text, passage)
        assert (reading.answers > 0) == bool(answers), text
        if answers:
            start, end = reading.find_best_span()
            assert passage.text[start:end] == answers[0]
            inside = {reading.tokens[n] for n in np.flatnonzero(reading.inside > 0)}
            assert Span(start, start + 1) in inside
    log = capsys.readouterr().err
    assert "at 80, reading_news_qa: F1" in log  # on the first article, which is held out


def test_stopped_training_goes_on_to_the_same_model(
    weights: Path, data: Path, tmp_path: Path
) -> None:
    more = ("--report-every", "4", "--save-every", "0")
    train(weights, data, tmp_path / "whole", *more)

    def stop(line: str) -> None:
        if line.startswith("step 8/"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(weights, data, tmp_path / "parts", *more, report=stop)
    lines: list[str] = []
    train(weights, data, tmp_path / "parts", *more, report=lines.append)
    assert "training from step 7 of 12" in lines  # the eighth was not saved yet
    graphs = [
        (tmp_path / name / "onnx" / "model.onnx.data").read_bytes() for name in ("whole", "parts")
    ]
    assert graphs[0] == graphs[1]
    with pytest.raises(SystemExit, match="other settings"):
        train(weights, data, tmp_path / "parts", "--seed", "3")


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


def a_set() -> ReadingSet:
    passages = (
        Passage("大桥", "大桥十月一日通车", 0),
        Passage("大桥", "大桥全长一千米", 0),
        Passage("图书室", "图书室十月一日开门", 1),
    )
    asked = Question("大桥哪天通车", 0, {0: (Span(2, 6),)}, (1,), ("图书室哪天通车",))
    return ReadingSet("bridge", passages, (asked,))


def test_mined_passages_share_words_but_do_not_answer() -> None:
    [rows] = mine(a_set())
    assert set(rows) <= {1, 2}
    assert 1 in rows


def test_question_is_read_with_an_answer_and_without_one() -> None:
    data = a_set()
    drawn = [
        draw_examples(data, data.questions[0], [1, 2], 0.5, np.random.default_rng(n))
        for n in range(40)
    ]
    answered = {first for first, _ in drawn}
    assert answered == {Example("大桥哪天通车", "大桥", "大桥十月一日通车", (Span(2, 6),))}
    silent = {(second.question, second.text) for _, second in drawn}
    assert silent == {
        ("图书室哪天通车", "大桥十月一日通车"),
        ("大桥哪天通车", "大桥全长一千米"),
        ("大桥哪天通车", "图书室十月一日开门"),
    }
    assert all(second.answers == () for _, second in drawn)


def test_losses_of_known_logits(weights: Path) -> None:
    answered = Example("几点", "", "图书室九点开门", (Span(3, 5),))
    silent = Example("几点", "", "大桥全长一千米", ())
    [batch] = Batcher(weights, 64).split([answered, silent])
    assert batch.answered.tolist() == [True, False]
    logits = torch.zeros((*batch.ids.shape, 4))
    span, answer, inside, right = measure_losses(logits, batch)
    tokens = batch.text[batch.answered].sum()
    assert float(span) == pytest.approx(2 * np.log(float(tokens)) / 2)
    assert float(answer) == pytest.approx(np.log(2))
    assert float(inside) == pytest.approx(np.log(2))
    assert float(right) == 0.5
    logits[batch.answered, 0, 3] = 20
    logits[~batch.answered, 0, 3] = -20
    _, answer, _, right = measure_losses(logits, batch)
    assert float(answer) == pytest.approx(0, abs=1e-6)
    assert float(right) == 1


def test_overlap_and_area() -> None:
    assert measure_overlap("九点", "上午九点") == pytest.approx(2 / 3)
    assert measure_overlap("九", "十") == 0
    assert measure_area([2, 3], [1, 2]) == pytest.approx((3 + 0.5) / 4)
