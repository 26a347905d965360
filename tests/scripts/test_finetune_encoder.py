"""Fine-tuning a tiny transformer, from texts to a folder that works."""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from scripts.finetune_encoder import main, print_line
from scripts.finetuning.examples import Example, ExampleSet, Passage, make_batch
from scripts.finetuning.model import TextEncoder
from scripts.finetuning.negatives import choose_negative, find_negatives
from scripts.finetuning.overlap import HeldOut
from scripts.finetuning.schedule import schedule
from scripts.finetuning.settings import Settings
from scripts.finetuning.sources import SOURCES, read_article_questions, read_pairs, read_reading
from scripts.finetuning.trainer import info_nce
from scripts.finetuning.validation import VALIDATION_SETS, ValidationSet, mean_reciprocal_rank
from tests.support.tiny_transformers import write_bi_encoder

pytestmark = pytest.mark.slow

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


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    write_lines(folder / "pairs.jsonl.gz", [{"a": a, "b": b} for a, b in QUESTIONS.items()])
    (folder / "bedtimenews_qa.jsonl.gz").write_bytes((folder / "pairs.jsonl.gz").read_bytes())
    write_lines(folder / "news.articles.jsonl.gz", [ARTICLE])
    return folder


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    torch.manual_seed(1)
    write_bi_encoder(tmp_path / "tiny", CHARACTERS, {})
    return tmp_path / "tiny" / "bert"


def finetune(
    weights: Path,
    data: Path,
    output: Path,
    *more: str,
    report: Callable[[str], None] = print_line,
) -> None:
    folders = ["--weights", str(weights), "--data", str(data), "--output", str(output)]
    small = ["--steps", "12", "--batch", "6", "--warmup", "2", "--learning-rate", "0.01"]
    main([*folders, "--sets", "bedtimenews_qa", "--validate", "pairs", *small, *more], report)


def read_losses(log: str) -> list[float]:
    return [
        float(line.partition("loss ")[2].partition(",")[0])
        for line in log.splitlines()
        if line.startswith("step")
    ]


def read_validations(log: str) -> list[float]:
    return [float(line.split()[5]) for line in log.splitlines() if line.startswith("validation")]


def test_trained_encoder_finds_the_passages(
    weights: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finetune(weights, data, tmp_path / "out", "--steps", "80")
    log = capsys.readouterr().err
    losses, validations = read_losses(log), read_validations(log)
    assert len(losses) == 4
    assert losses[-1] < losses[0] / 2
    assert validations[0] < 0.7
    assert validations[-1] > 0.95
    one = ValidationSet.read(data, "pairs")
    encoder = TextEncoder(tmp_path / "out", dropout=0.0)
    assert mean_reciprocal_rank(encoder, one) == pytest.approx(validations[-1], abs=1e-4)


def test_output_is_a_folder_of_the_same_kind(weights: Path, data: Path, tmp_path: Path) -> None:
    finetune(weights, data, tmp_path / "out")
    before, after = TextEncoder(weights, 0.0).bert, TextEncoder(tmp_path / "out", 0.0).bert
    changed = {
        name
        for name, values in after.state_dict().items()
        if not torch.equal(values, before.state_dict()[name])
    }
    assert "encoder.layer.0.attention.self.query.weight" in changed
    assert "embeddings.word_embeddings.weight" not in changed
    tokenizers = [
        (folder / "tokenizer.json").read_bytes() for folder in (weights, tmp_path / "out")
    ]
    assert tokenizers[0] == tokenizers[1]
    config = json.loads((tmp_path / "out" / "config.json").read_bytes())
    assert config["hidden_dropout_prob"] == 0.1


@pytest.mark.parametrize("dropout", ["0.0", "0.1"])
def test_stopped_training_goes_on_to_the_same_model(
    weights: Path, data: Path, tmp_path: Path, dropout: str
) -> None:
    more = ("--dropout", dropout, "--report-every", "4", "--save-every", "0")
    finetune(weights, data, tmp_path / "whole", *more)

    def stop(line: str) -> None:
        if line.startswith("step 8/"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finetune(weights, data, tmp_path / "resumed", *more, report=stop)
    assert not (tmp_path / "resumed" / "model.safetensors").exists()
    lines: list[str] = []
    finetune(weights, data, tmp_path / "resumed", *more, report=lines.append)
    assert "training from step 7 of 12" in lines
    results = [tmp_path / name / "model.safetensors" for name in ("whole", "resumed")]
    assert results[0].read_bytes() == results[1].read_bytes()


def test_initial_weights_can_be_mixed_in_after_training(
    weights: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "encoder.layer.0.output.dense.weight"
    found = []
    for share in ("0", "0.25"):
        finetune(weights, data, tmp_path / "out", "--initial-share", share)
        found.append(TextEncoder(tmp_path / "out", 0.0).bert.state_dict()[name])
    trained, mixed = found
    initial = TextEncoder(weights, 0.0).bert.state_dict()[name]
    assert not torch.allclose(trained, initial, atol=1e-3)
    torch.testing.assert_close(mixed, 0.75 * trained + 0.25 * initial)
    assert len(read_validations(capsys.readouterr().err)) == 3  # before, after, mixed


def test_seed_decides_the_result(weights: Path, data: Path, tmp_path: Path) -> None:
    for name, seed in (("one", "1"), ("again", "1"), ("other", "2")):
        finetune(weights, data, tmp_path / name, "--seed", seed)
    one, again, other = (
        (tmp_path / name / "model.safetensors").read_bytes() for name in ("one", "again", "other")
    )
    assert one == again
    assert one != other


def test_checkpoint_of_other_settings_is_refused(weights: Path, data: Path, tmp_path: Path) -> None:
    finetune(weights, data, tmp_path / "out")
    with pytest.raises(SystemExit, match="other settings"):
        finetune(weights, data, tmp_path / "out", "--steps", "13")


def test_negatives_share_neither_document_nor_words_in_a_row_with_the_right_passage() -> None:
    reprint = "因管道检修，城东片区明日停水八小时，请居民提前储水"
    passages = [
        Passage(f"{reprint}。", 0),
        Passage("停水期间，洒水车会到各小区门口送水。", 0),
        Passage(f"本报讯：{reprint}，谢谢配合。", 1),
        Passage("城西片区昨日停水，居民排队打水。", 2),
        Passage("停水通知要提前几天张贴？", 3),
    ]
    data = ExampleSet("x", tuple(passages), (Example("停水要停多久", 0), Example("城西停水", 3)))
    first, second = find_negatives(data)
    assert set(first) <= {3, 4}
    assert first
    assert 3 not in second
    assert {0, 1} & set(second)


def test_negative_comes_from_the_same_article_as_often_as_wished() -> None:
    rng = np.random.default_rng(0)
    example = Example("问", 0, siblings=(7, 8))
    drawn = [choose_negative(example, [1, 2], 0.3, rng) for _ in range(1000)]
    assert set(drawn) == {1, 2, 7, 8}
    assert 250 < sum(row in (7, 8) for row in drawn) < 350
    assert choose_negative(Example("问", 0), [], 0.3, rng) is None


def test_passages_of_the_same_document_or_question_are_no_negatives() -> None:
    passages = [
        Passage("甲", 0),
        Passage("乙", 0),
        Passage("丙", 1),
        Passage("丁", 2),
        Passage("甲", 3),
    ]
    examples = [Example("一", 0, (1,)), Example("二", 1), Example("三", 2), Example("三", 3)]
    data = ExampleSet("x", tuple(passages), tuple(examples))
    batch = make_batch(data, examples, [1, None, 4, 0])
    assert batch.queries == ["query: 一", "query: 二", "query: 三", "query: 三"]
    assert batch.passages == [f"passage: {text}" for text in "甲乙丙丁乙甲甲"]
    assert batch.ignored == [
        [False, True, False, False, False, True, True],  # its own negative is of its document
        [True, False, False, False, True, False, True],
        [False, False, False, True, False, False, False],
        [False, False, True, False, False, False, False],
    ]


def test_ignored_passages_do_not_count_in_the_loss() -> None:
    scores = torch.tensor([[5.0, 9.0], [0.0, 5.0]])
    ignored = torch.tensor([[False, True], [False, False]])
    loss, accuracy = info_nce(scores, ignored)
    assert float(loss) < 0.01
    assert accuracy == 1.0
    loss, accuracy = info_nce(scores, torch.zeros(2, 2).bool())
    assert float(loss) > 1
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
    examples = read_article_questions(data, "news", HeldOut([]))
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
    examples = read_reading(data, "reading", HeldOut([]))
    assert "晚上八点关门" in examples.passages[examples.examples[0].right].text


def test_documents_held_out_are_not_trained_on(data: Path, tmp_path: Path) -> None:
    held = "城管整治占道经营，要求商户把桌椅搬回店内，恢复人行道。市民表示欢迎。"
    write_lines(tmp_path / "held.jsonl.gz", [{"text": held}])
    everything = read_pairs(data, "pairs", HeldOut([]))
    allowed = read_pairs(data, "pairs", HeldOut.read([tmp_path / "held.jsonl.gz"]))
    assert len(everything.examples) == len(QUESTIONS)
    left_out = {e.query for e in everything.examples} - {e.query for e in allowed.examples}
    assert left_out == {"路边摊为什么被清走了"}


def test_nothing_that_validates_is_trained_on() -> None:
    assert {source.name for source in SOURCES}.isdisjoint({*VALIDATION_SETS, "news_security_qa"})
    assert sum(source.share for source in SOURCES) == pytest.approx(1)


def test_pairs_that_hardly_belong_together_do_not_validate(tmp_path: Path) -> None:
    rows = [
        {"a": "问一", "b": "答一", "score": 2},
        {"a": "问一", "b": "答二", "score": 1},
        {"a": "问二", "b": "答三", "score": 2},
    ]
    write_lines(tmp_path / "x.jsonl.gz", rows)
    one = ValidationSet.read(tmp_path, "x")
    assert set(one.documents) == {"答一", "答三"}
    assert [one.documents[row] for row in one.questions["问一"]] == ["答一"]


def test_rate_rises_and_then_falls_to_zero() -> None:
    settings = Settings(steps=100, warmup=10, learning_rate=1.0)
    rates = [settings.rate_at(step) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert rates.index(max(rates)) in (9, 10)
    assert rates[-1] == pytest.approx(1 / 90)
    assert np.all(np.diff(rates[10:]) < 0)
