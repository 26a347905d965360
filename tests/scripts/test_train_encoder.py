"""Training the static encoder, from pairs of texts to a folder that works."""

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch

from embeddings.encoding.encoder import load_encoder
from scripts.benchmarks.reader import read_benchmark
from scripts.train_encoder import main
from scripts.training import trainer
from scripts.training.batches import count, plan
from scripts.training.evaluate import mean_reciprocal_rank
from scripts.training.tokens import TokenTexts, same_text, tokenise
from scripts.training.vocabulary import make_tokenizer

pytestmark = pytest.mark.slow

TOPICS = {
    "城管清理路边摊贩": "执法人员整治占道经营，商户把桌椅搬回店内",
    "图书馆举办古籍展览": "读者参观珍贵善本，专家讲解修复技艺",
    "高速公路建成通车": "车辆驶过大桥，两地行程缩短一小时",
    "医院开展义诊服务": "大夫为老人测量血压，提醒按时吃药",
    "学校开设游泳课程": "孩子们在水中练习换气，教练在旁保护",
    "果农迎来苹果丰收": "果园里一片忙碌，收购商上门装车",
}


def write_lines(path: Path, lines: list[dict[str, str]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    pairs = [{"a": a, "b": b} for a, b in TOPICS.items()]
    write_lines(folder / "news.jsonl.gz", pairs * 4)
    write_lines(folder / "noise.jsonl.gz", [{"a": "量子", "b": "火箭"}])
    return folder


def train(data: Path, output: Path, *more: str) -> None:
    small = ["--vocabulary", "200", "--dimension", "16", "--batch", "6", "--learning-rate", "0.05"]
    main(["--data", str(data), "--output", str(output), *small, *more])


def test_trained_folder_answers_in_both_libraries(data: Path, tmp_path: Path) -> None:
    train(data, tmp_path / "model", "--epochs", "30")
    encoder = load_encoder(tmp_path / "model")
    questions = encoder.encode_queries(list(TOPICS))
    passages = encoder.encode_passages(list(TOPICS.values()))
    assert (questions @ passages.T).argmax(axis=1).tolist() == list(range(len(TOPICS)))
    from tests.support.tiny_transformers import plain  # noqa: PLC0415 - slow to load

    in_sentence_transformers = plain(tmp_path / "model").float()
    np.testing.assert_allclose(questions, in_sentence_transformers.encode(list(TOPICS)), atol=1e-5)


def test_stopped_training_goes_on_to_the_same_model(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trainer, "_REPORT_EVERY", 3)
    train(data, tmp_path / "whole", "--epochs", "3")

    def stop(line: str) -> None:
        if "step 9/" in line:
            raise KeyboardInterrupt

    monkeypatch.setattr("scripts.train_encoder.report", stop)
    checkpoint = ["--epochs", "3", "--checkpoint", str(tmp_path / "saved.pt")]
    with pytest.raises(KeyboardInterrupt):
        train(data, tmp_path / "resumed", *checkpoint)
    assert not (tmp_path / "resumed").exists()
    monkeypatch.undo()
    train(data, tmp_path / "resumed", *checkpoint)
    weights = [tmp_path / name / "model.safetensors" for name in ("whole", "resumed")]
    assert weights[0].read_bytes() == weights[1].read_bytes()


def test_checkpoint_of_other_settings_is_refused(data: Path, tmp_path: Path) -> None:
    checkpoint = ["--checkpoint", str(tmp_path / "saved.pt")]
    train(data, tmp_path / "model", "--epochs", "1", *checkpoint)
    with pytest.raises(SystemExit, match="other settings"):
        train(data, tmp_path / "model", "--epochs", "2", *checkpoint)


def test_left_out_data_set_teaches_no_words(data: Path, tmp_path: Path) -> None:
    train(data, tmp_path / "model", "--epochs", "1", "--without", "noise")
    vectors = load_encoder(tmp_path / "model").encode_queries(["量子", "图书馆"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [0, 1], atol=1e-6)
    with pytest.raises(SystemExit, match=r"has no absent; it has news, noise"):
        train(data, tmp_path / "model", "--without", "absent")


def test_tokenizer_cuts_into_the_most_frequent_words() -> None:
    words = Counter(
        {"城市": 90, "城市管理": 50, "管理": 80, "城": 5, "2023": 40, "，": 500, "管": 40}
    )
    tokenizer = make_tokenizer(words, 20)
    tokens = tokenizer.encode("城市管理，城管２０２３", add_special_tokens=False).tokens
    assert tokens == ["城市管理", "城", "管", "2023"]
    assert tokenizer.get_vocab_size() <= 20
    assert tokenizer.token_to_id("，") is None


def test_long_text_is_cut_to_neighbouring_tokens() -> None:
    texts = TokenTexts(np.arange(10, dtype=np.int32), np.array([0, 3, 3, 10]))
    bags = texts.bags(np.array([2, 1, 0]), 4, np.random.default_rng(0))
    assert bags.starts.tolist() == [0, 4, 4]
    assert np.diff(bags.tokens[:4]).tolist() == [1, 1, 1]
    assert 3 <= bags.tokens[0] <= 6
    assert bags.tokens[4:].tolist() == [0, 1, 2]


def test_shared_words_are_hidden_and_short_texts_stay_whole() -> None:
    texts = TokenTexts(np.array([1, 2, 3, 4, 2, 5, 6, 7], dtype=np.int32), np.array([0, 5, 8]))
    both = texts.bags(np.array([0, 1]), 9, np.random.default_rng(0))
    asked = TokenTexts(np.array([2, 5], dtype=np.int32), np.array([0, 1, 2]))
    other = asked.bags(np.array([0, 1]), 9, np.random.default_rng(0))
    hidden = both.without_shared(other, 1.0, np.random.default_rng(0))
    assert hidden.tokens.tolist() == [1, 3, 4, 5, 6, 7]
    assert hidden.starts.tolist() == [0, 3]


def test_an_epoch_has_each_pair_at_most_once_and_mostly_beside_its_own_kind() -> None:
    sources = np.repeat(np.arange(4), 100)
    batches = plan(sources, 10, 0.75, np.random.default_rng(0))
    assert len(batches) == count(400, 10, 0.75) == 40
    rows = np.concatenate(batches)
    assert sorted(rows.tolist()) == list(range(400))
    assert sum(len(set(sources[batch])) <= 2 for batch in batches) >= 30


def test_tokenise_keeps_an_empty_text_in_its_place() -> None:
    tokenizer = make_tokenizer(Counter({"城": 30, "管": 30}), 5)
    texts = tokenise(tokenizer, ["城管", "！？", "管"])
    assert len(texts) == 3
    assert np.diff(texts.starts).tolist() == [2, 0, 1]


def test_pairs_that_share_a_text_are_not_negatives() -> None:
    a = torch.nn.functional.normalize(torch.tensor([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0]]))
    numbers = same_text(["同", "同", "异"])
    same = torch.from_numpy(numbers[:, None] == numbers[None, :])
    scores = a @ a.T / 0.05
    masked = trainer.info_nce(scores, same)
    assert float(masked) < 0.01 < float(trainer.info_nce(scores, torch.zeros(3, 3).bool()))


def test_mean_reciprocal_rank_counts_the_place_of_the_right_document(tmp_path: Path) -> None:
    corpus = [{"id": str(i), "title": a, "text": b} for i, (a, b) in enumerate(TOPICS.items())]
    write_lines(tmp_path / "x.corpus.jsonl.gz", corpus)
    write_lines(tmp_path / "x.queries.jsonl.gz", [{"id": "q", "text": "城管清理路边摊贩"}])
    write_lines(tmp_path / "x.qrels.jsonl.gz", [{"query": "q", "doc": "0"}])
    assert mean_reciprocal_rank(load_encoder(), read_benchmark(tmp_path, "x")) == 1
