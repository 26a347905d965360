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
from scripts import prepare_reading
from scripts.derivation.model_folder import write_floats, write_model
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.sources import read_lines
from scripts.reader import sources
from scripts.reader.batches import pad, split
from scripts.reader.examples import Passage, Question, ReadingSet
from scripts.reader.losses import imitate, measure_losses
from scripts.reader.mining import mine
from scripts.reader.sampling import build_example, draw_examples
from scripts.reader.sources import (
    read_article_questions,
    read_headlines,
    read_pairs,
    read_spans,
    read_tuning_half,
    read_written_questions,
)
from scripts.reader.token_set import TokenSet
from scripts.reader.tokenizing import load_tokenizer, tokenize
from scripts.reader.validation import measure_area, measure_overlap
from scripts.train_reader import STATE, main, print_line
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


@pytest.fixture
def examples(weights: Path, data: Path, tmp_path: Path) -> Path:
    """What is trained on: the first article is held out."""
    folder = tmp_path / "examples"
    folders = ["--data", str(data), "--tokenizer", str(weights), "--output", str(folder)]
    prepare_reading.main([*folders, "--sets", "reading_news_qa"])
    return folder


def train(
    weights: Path,
    examples: Path,
    output: Path,
    *more: str,
    report: Callable[[str], None] = print_line,
) -> None:
    folders = ["--weights", str(weights), "--examples", str(examples), "--output", str(output)]
    small = ["--steps", "12", "--batch", "6", "--warmup", "2", "--learning-rate", "0.02"]
    torch.manual_seed(1)  # of the head
    main([*folders, *small, "--layers", "1", *more], report)


def read(folder: Path, text: str, passage: ReadablePassage) -> Reading:
    with ThreadPoolExecutor(1) as thread:
        [reading] = PassageReader.load(folder).read(text, [passage], thread)
    return reading


def test_trained_reader_finds_the_answers_and_knows_that_there_is_none(
    weights: Path, examples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train(weights, examples, tmp_path / "out", "--steps", "80")
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
    weights: Path, examples: Path, tmp_path: Path
) -> None:
    more = ("--report-every", "4", "--save-every", "0")
    train(weights, examples, tmp_path / "whole", *more)

    def stop(line: str) -> None:
        if line.startswith("step 8/"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(weights, examples, tmp_path / "parts", *more, report=stop)
    lines: list[str] = []
    train(weights, examples, tmp_path / "parts", *more, report=lines.append)
    assert "training from step 7 of 12" in lines  # the eighth was not saved yet
    graphs = [
        (tmp_path / name / "onnx" / "model.onnx.data").read_bytes() for name in ("whole", "parts")
    ]
    assert graphs[0] == graphs[1]
    with pytest.raises(SystemExit, match="other settings"):
        train(weights, examples, tmp_path / "parts", "--seed", "3")


def test_reader_learns_from_teachers(weights: Path, examples: Path, tmp_path: Path) -> None:
    train(weights, examples, tmp_path / "teacher", "--steps", "80")
    taught = ("--teacher", str(tmp_path / "teacher" / STATE), "--taught", "1", "--steps", "80")
    train(weights, examples, tmp_path / "out", *taught)
    passage = ReadablePassage(*ARTICLES["a2"])
    reading = read(tmp_path / "out", "谁设计了大桥", passage)
    start, end = reading.find_best_span()
    assert passage.text[start:end] == "王大明"
    assert reading.answers > 0


def test_data_set_that_is_in_no_folder_is_named(weights: Path, data: Path, tmp_path: Path) -> None:
    folders = ["--data", str(data), "--tokenizer", str(weights), "--output", str(tmp_path)]
    with pytest.raises(SystemExit, match="reading_mrc is in none of the folders"):
        prepare_reading.main([*folders, "--sets", "reading_mrc"])


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


def tokenize_set(weights: Path) -> TokenSet:
    return tokenize(a_set(), [[1, 2]], 0.5, load_tokenizer(weights))


def test_saved_tokens_are_read_back(weights: Path, tmp_path: Path) -> None:
    data = tokenize_set(weights)
    data.save(tmp_path / "set.npz")
    read_back = TokenSet.load(tmp_path / "set.npz")
    assert read_back.share == data.share
    for name in ("passages", "questions", "answers", "own", "others", "changed"):
        before, after = getattr(data, name), getattr(read_back, name)
        assert [row.tolist() for row in before] == [row.tolist() for row in after]
    assert data.answers[0].tolist() == [[0, 2, 5]]


def test_tokens_of_a_pair_are_those_of_the_product(weights: Path) -> None:
    data, tokenizer = tokenize_set(weights), load_tokenizer(weights)
    passage = a_set().passages[0]
    whole = tokenizer.encode(a_set().questions[0].text, f"{passage.context}\n{passage.text}")
    batch = pad([build_example(data, 0, 0)], 320)
    assert batch.ids[0].tolist() == whole.ids
    assert batch.text.sum() == len(passage.text)


def test_question_is_read_with_an_answer_and_without_one(weights: Path) -> None:
    data = tokenize_set(weights)
    drawn = [draw_examples(data, 0, 0.5, 1, np.random.default_rng(n)) for n in range(40)]
    assert {len(examples) for examples in drawn} == {2, 3}
    for first, *others in drawn:
        assert first.passage.tolist() == data.passages[0].tolist()
        assert first.places.tolist() == [[2, 5]]
        assert all(not len(one.places) for one in others)
    silent = {tuple(examples[-1].passage.tolist()) for examples in drawn}
    assert silent == {tuple(data.passages[1].tolist()), tuple(data.passages[2].tolist())}
    changed = {tuple(one.question.tolist()) for examples in drawn for one in examples[1:-1]}
    assert changed == {tuple(data.questions[1].tolist())}


def test_losses_of_known_logits(weights: Path) -> None:
    data = tokenize_set(weights)
    [batch] = split([build_example(data, 0, 0), build_example(data, 0, 1)], 8, 64)
    assert sorted(batch.answered.tolist()) == [False, True]
    assert batch.located.tolist() == batch.answered.tolist()
    logits = torch.zeros((*batch.ids.shape, 4))
    losses = measure_losses(logits, batch)
    tokens = batch.text[batch.answered].sum()
    assert float(losses.span) == pytest.approx(2 * np.log(float(tokens)) / 2)
    assert float(losses.answer) == pytest.approx(np.log(2))
    assert float(losses.inside) == pytest.approx(np.log(2))
    logits[batch.answered, 0, 3] = 20
    logits[~batch.answered, 0, 3] = -20
    assert float(measure_losses(logits, batch).answer) == pytest.approx(0, abs=1e-6)
    assert float(imitate(logits, logits, batch).answer) == pytest.approx(0, abs=1e-6)


def test_answer_at_an_unknown_place_teaches_only_that_there_is_one(
    weights: Path, data: Path
) -> None:
    write_lines(data / "pairs.jsonl.gz", [{"a": "谁设计了大桥", "b": BRIDGE * 2}])
    pairs = read_pairs(data, "pairs", NONE)
    tokens = tokenize(pairs, [[]], 1, load_tokenizer(weights))
    batch = pad([build_example(tokens, 0, 0)], 320)
    assert batch.answered.tolist() == [True]
    assert batch.located.tolist() == [False]
    losses = measure_losses(torch.zeros((*batch.ids.shape, 4)), batch)
    assert float(losses.span) == 0
    assert float(losses.inside) == 0
    assert float(losses.answer) > 0


def test_overlap_and_area() -> None:
    assert measure_overlap(Span(2, 4), Span(0, 4)) == pytest.approx(2 / 3)
    assert measure_overlap(Span(0, 1), Span(1, 2)) == 0
    assert measure_area([2, 3], [1, 2]) == pytest.approx((3 + 0.5) / 4)
