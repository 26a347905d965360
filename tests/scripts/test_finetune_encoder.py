"""Fine-tuning a tiny transformer, from texts to a folder that works."""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from scripts import prepare_finetuning
from scripts.benchmarks.benchmark import Benchmark, Document, Half, Query
from scripts.finetune_encoder import STATE, main, print_line
from scripts.finetuning import negatives
from scripts.finetuning.examples import Example, ExampleSet, Passage
from scripts.finetuning.model import TextEncoder
from scripts.finetuning.negatives import Neighbours, draw_negatives
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.pieces import PieceSearch
from scripts.finetuning.schedule import schedule
from scripts.finetuning.settings import Settings
from scripts.finetuning.sources import (
    SOURCES,
    Read,
    Source,
    cut_first,
    read_article_questions,
    read_pairs,
    read_paraphrases,
    read_reading,
)
from scripts.finetuning.token_set import TokenLists, TokenSet
from scripts.finetuning.tokenizing import load_tokenizer, tokenize
from scripts.finetuning.trainer import TrainingSet, find_ignored, info_nce
from scripts.finetuning.validation import mean_reciprocal_rank, sample_bench
from scripts.finetuning.withheld import Withheld
from tests.support.benchmarks import write_benchmark

pytestmark = pytest.mark.slow

CPU = "cpu"

QUESTIONS = {
    "路边摊为什么被清走了": "城管整治占道经营，要求商户把桌椅搬回店内，恢复人行道。",
    "古籍在哪里能看到": "图书馆本月举办善本展览，读者可以参观珍贵的古籍原件。",
    "大桥什么时候通车": "跨江大桥将于十月一日通车，两地行程缩短一小时。",
    "义诊能查些什么": "医院大夫在广场为老人测量血压和血糖，提醒按时吃药。",
    "孩子们学游泳要花钱吗": "学校开设免费的游泳课程，教练在旁保护初学的学生。",
    "今年苹果收成怎么样": "果园里一片忙碌，苹果丰收，收购商上门装车。",
    "地铁几点停运": "地铁末班车延长到夜里十一点半，方便晚归的乘客。",
    "谁赢了龙舟赛": "端午龙舟比赛结束，红星村代表队以半个船身夺得冠军。",
    "停水要停多久": "因管道检修，城东片区明日停水八小时，请居民提前储水。",
    "老电影院改成了什么": "关闭多年的老电影院经过改造，成为社区的文化活动中心。",
    "垃圾分类怎么奖励": "居民正确投放垃圾可以积分，积分能够兑换洗衣液和大米。",
    "机场新开了哪条航线": "机场新增飞往昆明的航线，每周一三五各有一班。",
}
OPENING = "红星村的新图书室昨天开门迎客，村民和孩子们早早来到门前排队等候，村里的老支书剪了彩。"
BOOKS = "图书室共有藏书三千二百册，其中一半是农业技术方面的书籍，另外一半适合孩子们阅读和学习。"
MONEY = "据村委会介绍，建设资金一共十八万元，由镇里拨款十万元，其余八万元来自在外经商的乡亲捐助。"
HOURS = "图书室每天上午九点开门，晚上八点关门，周末还安排了志愿者给孩子们讲故事，辅导他们写作业。"
ARTICLE = {"id": "a1", "title": "村里有了图书室", "text": "\n".join([OPENING, BOOKS, MONEY, HOURS])}
CHARACTERS = "".join(sorted({*"".join(f"{a}{b}" for a, b in QUESTIONS.items()), *"querypassage: "}))


def write_lines(path: Path, lines: Sequence[Mapping[str, object]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def ask(question: str, evidence: str | list[str], *answers: str) -> dict[str, object]:
    return {"article": "a1", "question": question, "evidence": evidence, "answers": list(answers)}


NOTHING = Withheld([], HeldOut([]), cut_first)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    rows = [{"a": a, "b": b} for a, b in QUESTIONS.items()]
    write_lines(folder / "zhihu_hot_question_excerpt.jsonl.gz", rows)
    write_lines(folder / "news.articles.jsonl.gz", [ARTICLE])
    return folder


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    from tests.support.tiny_transformers import write_bi_encoder  # noqa: PLC0415 - slow to load

    torch.manual_seed(1)
    write_bi_encoder(tmp_path / "tiny", CHARACTERS, {})
    return tmp_path / "tiny" / "bert"


@pytest.fixture
def examples(weights: Path, data: Path, tmp_path: Path) -> Path:
    """What is trained on; a benchmark of other texts validates."""
    folders = {"data": data, "bench-dir": tmp_path / "benches", "tokenizer": weights}
    write_benchmark(tmp_path / "benches", make_bench([("最近的桥在哪里", "村口有一座石桥。")]))
    output = tmp_path / "examples"
    given = [word for name, path in folders.items() for word in (f"--{name}", str(path))]
    prepare_finetuning.main([*given, "--output", str(output)])
    return output


def make_bench(pairs: Iterable[tuple[str, str]]) -> Benchmark:
    """Return a benchmark whose documents all belong to the half "tuning"."""
    keys = (key for key in map(str, range(10**6)) if Half.of(key) is Half.TUNING)
    rows = [(next(keys), question, text) for question, text in pairs]
    documents = tuple(Document(key, "", text) for key, _, text in rows)
    queries = tuple(Query(key, question, frozenset([key])) for key, question, _ in rows)
    return Benchmark("bench", documents, queries)


def source(name: str, read: Read = read_pairs, most: int = 1000) -> Source:
    return Source(name, 1.0, most, read)


def token_set(data: ExampleSet, weights: Path, skipped: int = 0) -> TokenSet:
    return tokenize(data, 1.0, skipped, load_tokenizer(weights))


def finetune(
    weights: Path,
    examples: Path,
    output: Path,
    *more: str,
    report: Callable[[str], None] = print_line,
) -> None:
    folders = ["--weights", str(weights), "--examples", str(examples), "--output", str(output)]
    small = ["--steps", "12", "--batch", "6", "--warmup", "2", "--learning-rate", "0.01"]
    main([*folders, *small, "--dropout", "0", *more], report)


def test_trained_encoder_finds_the_passages(
    weights: Path,
    examples: Path,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Random weights cannot tell which passages answer as well.
    monkeypatch.setattr(negatives, "_SAME", 2.0)
    monkeypatch.setattr(negatives, "_MARGIN", 2.0)
    lines: list[str] = []
    more = ("--steps", "80", "--initial-share", "0")
    finetune(weights, examples, tmp_path / "out", *more, report=lines.append)
    steps = [line for line in lines if line.startswith("step")]
    losses = [float(line.partition("loss ")[2].partition(",")[0]) for line in steps]
    assert len(losses) == 4
    assert losses[-1] < losses[0] / 2
    one = token_set(read_pairs(data, source("zhihu_hot_question_excerpt"), NOTHING), weights)
    found = [
        mean_reciprocal_rank(TextEncoder(folder, 0.0, CPU), one)
        for folder in (weights, tmp_path / "out")
    ]
    assert found[0] < 0.7
    assert found[1] > 0.95


def test_output_is_a_folder_of_the_same_kind(weights: Path, examples: Path, tmp_path: Path) -> None:
    finetune(weights, examples, tmp_path / "out")
    before, after = (read_state(folder) for folder in (weights, tmp_path / "out"))
    changed = {name for name, values in after.items() if not torch.equal(values, before[name])}
    assert "encoder.layer.0.attention.self.query.weight" in changed
    assert not any(name.startswith("embeddings.") for name in changed)
    tokenizers = [
        (folder / "tokenizer.json").read_bytes() for folder in (weights, tmp_path / "out")
    ]
    assert tokenizers[0] == tokenizers[1]
    config = json.loads((tmp_path / "out" / "config.json").read_bytes())
    assert config["hidden_dropout_prob"] == 0.1


def read_state(folder: Path) -> Mapping[str, torch.Tensor]:
    return TextEncoder(folder, 0.0, CPU).bert.state_dict()


@pytest.mark.parametrize("dropout", ["0.0", "0.1"])
def test_stopped_training_goes_on_to_the_same_model(
    weights: Path, examples: Path, tmp_path: Path, dropout: str
) -> None:
    more = ("--dropout", dropout, "--report-every", "4", "--save-every", "0")
    finetune(weights, examples, tmp_path / "whole", *more)

    def stop(line: str) -> None:
        if line.startswith("step 8/"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finetune(weights, examples, tmp_path / "resumed", *more, report=stop)
    assert not (tmp_path / "resumed" / "model.safetensors").exists()
    lines: list[str] = []
    finetune(weights, examples, tmp_path / "resumed", *more, report=lines.append)
    assert "training from step 7 of 12" in lines
    results = [tmp_path / name / "model.safetensors" for name in ("whole", "resumed")]
    assert results[0].read_bytes() == results[1].read_bytes()


def test_initial_weights_are_mixed_in_after_training(
    weights: Path, examples: Path, tmp_path: Path
) -> None:
    name = "encoder.layer.0.output.dense.weight"
    found = []
    for share in (["--initial-share", "0"], []):
        finetune(weights, examples, tmp_path / "out", *share)
        found.append(read_state(tmp_path / "out")[name])
    trained, mixed = found
    initial = read_state(weights)[name]
    assert not torch.allclose(trained, initial, atol=1e-3)
    torch.testing.assert_close(mixed, 0.75 * trained + 0.25 * initial)


def test_seed_decides_the_result(weights: Path, examples: Path, tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("again", "1"), ("other", "2")):
        finetune(weights, examples, tmp_path / name, "--seed", seed)
    one, again, other = (
        (tmp_path / name / "model.safetensors").read_bytes() for name in ("one", "again", "other")
    )
    assert one == again
    assert one != other


def test_checkpoint_of_other_settings_is_refused(
    weights: Path, examples: Path, tmp_path: Path
) -> None:
    finetune(weights, examples, tmp_path / "out")
    assert (tmp_path / "out" / STATE).exists()
    with pytest.raises(SystemExit, match="other settings"):
        finetune(weights, examples, tmp_path / "out", "--steps", "13")


def test_hard_negatives_are_near_the_question_but_do_not_answer(weights: Path) -> None:
    passages = [*QUESTIONS.values()]
    both = [Passage(text, number) for number, text in enumerate(passages)]
    both.append(Passage(passages[0], 99))  # a reprint
    both.append(Passage("市民表示欢迎。", 0))
    data = ExampleSet(
        "x", tuple(both), tuple(Example(text, row) for row, text in enumerate(QUESTIONS))
    )
    encoder = TextEncoder(weights, 0.0, CPU)
    found = Neighbours.find(token_set(data, weights), encoder)
    assert found.hard.shape == (len(QUESTIONS), 24)
    for question, rows in enumerate(found.hard):
        mined = rows[rows >= 0]
        assert question not in mined
        wrong = found.find_right(np.array([question]), np.array([question]), mined)
        assert not wrong.any()
    assert not {0, len(passages), len(passages) + 1} & set(found.hard[0].tolist())


def test_nearest_passages_may_be_spared(weights: Path) -> None:
    passages = tuple(Passage(text, number) for number, text in enumerate(QUESTIONS.values()))
    data = ExampleSet("x", passages, (Example("停水要停多久", 8),))
    encoder = TextEncoder(weights, 0.0, CPU)
    all_of_them = Neighbours.find(token_set(data, weights), encoder).hard
    without_two = Neighbours.find(token_set(data, weights, skipped=2), encoder).hard
    assert without_two[0, :3].tolist() == all_of_them[0, 2:5].tolist()
    assert Neighbours.find(token_set(data, weights, skipped=-1), encoder).hard.shape == (1, 0)


def test_pieces_are_weighed_by_bm25() -> None:
    texts = [[0, 5, 5, 6], [0, 6], [0, 7, 8]]
    passages = TokenLists(np.concatenate(texts).astype(np.uint16), np.array([4, 2, 3]))
    questions = TokenLists(np.array([5, 6, 6], np.uint16), np.array([1, 2]))
    scores = PieceSearch(passages, 9, torch.device(CPU)).score(questions, np.array([0, 1]))
    rare, common = np.log(1 + 2.5 / 1.5), np.log(1 + 1.5 / 2.5)
    norms = [1.2 * (0.25 + 0.75 * length / 3) for length in (4, 2)]
    expected = [
        [rare * 2 * 2.2 / (2 + norms[0]), 0, 0],
        [common * 2.2 / (1 + norms[0]), common * 2.2 / (1 + norms[1]), 0],
    ]
    np.testing.assert_allclose(scores.numpy(), expected, rtol=1e-5)


def test_negative_comes_from_the_same_article_as_often_as_wished() -> None:
    rng = np.random.default_rng(0)
    hard, siblings = np.tile([1, 2, -1], (1000, 1)), [np.array([7, 8])] * 1000
    drawn = draw_negatives(hard, siblings, rng)
    assert set(drawn.tolist()) == {1, 2, 7, 8}
    assert 250 < np.isin(drawn, [7, 8]).sum() < 350
    assert draw_negatives(hard[:1, 2:], [np.array([], np.int64)], rng).tolist() == []


def test_passages_that_may_answer_are_no_negatives(weights: Path) -> None:
    texts = [*QUESTIONS.values()][:4]
    documents = [0, 0, 1, 2]
    passages = tuple(map(Passage, texts, documents))
    asked = [*QUESTIONS][:2]
    questions = (Example(asked[0], 0), Example(asked[1], 2), Example(asked[1], 3))
    encoder = TextEncoder(weights, 0.0, CPU)
    tokens = token_set(ExampleSet("x", passages, questions), weights)
    data = TrainingSet.prepare(tokens, encoder)
    # The cosines of random weights decide nothing here.
    far = torch.eye(7, 16)
    neighbours = Neighbours(far[:3], far[3:], data.neighbours.documents, data.neighbours.hard)
    one = TrainingSet(tokens, neighbours, data.same, data.siblings)
    ignored = find_ignored(one, np.arange(3), np.array([0, 2, 3, 1]))
    assert ignored.tolist() == [
        [False, False, False, True],  # a passage of the same document
        [False, False, True, False],  # that of an equal question
        [False, True, False, False],
    ]


def test_ignored_passages_do_not_count_in_the_loss() -> None:
    scores = torch.tensor([[5.0, 9.0], [0.0, 5.0]])
    ignored = torch.tensor([[False, True], [False, False]])
    loss, backward, accuracy = info_nce(scores, ignored)
    assert float(loss) < 0.01
    assert float(backward) < 0.01
    assert accuracy == 1.0
    loss, backward, accuracy = info_nce(scores, torch.zeros(2, 2).bool())
    assert float(loss) > 1
    assert float(backward) > 1
    assert accuracy == 0.5


def test_each_example_comes_once_before_it_comes_again() -> None:
    planned = schedule([40, 16], [0.75, 0.25], 400, 8, seed=3)
    drawn = [np.concatenate([rows for number, rows in planned if number == one]) for one in (0, 1)]
    assert sorted(drawn[0][:40].tolist()) == list(range(40))
    assert sorted(drawn[1][:16].tolist()) == list(range(16))
    assert {len(rows) for _, rows in planned} == {8}
    assert 0.7 < len(drawn[0]) / (400 * 8) < 0.8


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
    one = source("zhihu_hot_question_excerpt", most=5)
    assert len(read_pairs(data, one, NOTHING).examples) == 5


def test_what_something_is_measured_on_is_not_trained_on(data: Path) -> None:
    questions = [*QUESTIONS]
    held = "城管整治占道经营，要求商户把桌椅搬回店内，恢复人行道。市民表示欢迎。"
    bench = make_bench([(questions[1], "别的。"), ("别的问题", QUESTIONS[questions[2]])])
    withheld = Withheld([bench], HeldOut([held]), cut_first)
    one = source("zhihu_hot_question_excerpt")
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


def test_document_is_as_near_as_its_nearest_passage(weights: Path) -> None:
    bench = make_bench(QUESTIONS.items())
    data = sample_bench(bench)
    assert {example.query for example in data.examples} == {*QUESTIONS}
    texts = {one.query: data.passages[one.right].text for one in data.examples}
    assert texts == {query: cut_first(text) for query, text in QUESTIONS.items()}
    copies = (
        *data.passages,
        *(Passage(e.query, data.passages[e.right].document) for e in data.examples),
    )
    same = ExampleSet("x", copies, data.examples, prompt="query: ")
    encoder = TextEncoder(weights, 0.0, CPU)
    assert mean_reciprocal_rank(encoder, token_set(same, weights)) == 1


def test_rate_rises_and_then_falls_to_zero() -> None:
    settings = Settings(steps=100, warmup=10, learning_rate=1.0)
    rates = [settings.rate_at(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert rates.index(max(rates)) in (9, 10)
    assert rates[-1] == pytest.approx(1 / 90)
    assert np.all(np.diff(rates[10:]) < 0)
