"""Hard negatives of fine-tuning, and which passages count in the loss."""

from pathlib import Path

import numpy as np
import pytest
import torch

from scripts.finetuning.examples import Example, ExampleSet, Passage
from scripts.finetuning.model import TextEncoder
from scripts.finetuning.negatives import Neighbours, draw_negatives
from scripts.finetuning.pieces import PieceSearch
from scripts.finetuning.sources import cut_first
from scripts.finetuning.token_set import TokenLists
from scripts.finetuning.trainer import TrainingSet, find_ignored, info_nce
from scripts.finetuning.validation import mean_reciprocal_rank, sample_bench
from tests.support.finetuning import (
    CPU,
    QUESTIONS,
    make_bench,
    token_set,
    write_weights,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return write_weights(tmp_path / "tiny")


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
