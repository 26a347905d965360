"""Examples for the training of a reader: mined passages, tokens, and what each teaches."""

from pathlib import Path

import numpy as np
import pytest
import torch

from embeddings.documents import Span
from scripts.reader.batches import pad, split
from scripts.reader.examples import Passage, Question, ReadingSet
from scripts.reader.losses import imitate, measure_losses
from scripts.reader.mining import mine
from scripts.reader.sampling import build_example, draw_examples
from scripts.reader.sources import read_pairs
from scripts.reader.token_set import TokenSet
from scripts.reader.tokenizing import load_tokenizer, tokenize
from scripts.reader.validation import measure_area, measure_overlap
from tests.support.gzip_lines import write_lines
from tests.support.reading_sets import BRIDGE, NONE, write_weights

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_weights(tmp_path_factory.mktemp("encoder"))


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
    weights: Path, tmp_path: Path
) -> None:
    write_lines(tmp_path / "pairs.jsonl.gz", [{"a": "谁设计了大桥", "b": BRIDGE * 2}])
    pairs = read_pairs(tmp_path, "pairs", NONE)
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
