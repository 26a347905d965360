"""The shipped transformer, run by onnxruntime."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from embeddings.encoding.encoder import Encoder, load_encoder
from embeddings.encoding.model_folder import ONNX_GRAPH, TRANSFORMER
from embeddings.errors import EncoderError
from tests.support.paths import ROOT

QUESTION = "社区的老人怎样得到照料?"
RELATED = "该街道组织志愿者上门为独居高龄居民送餐、打扫卫生。"
UNRELATED = "本季度钢材出口量同比下降了百分之三。"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(TRANSFORMER)


def test_rows_are_unit_vectors(encoder: Encoder) -> None:
    rows = encoder.encode_passages([RELATED, UNRELATED, "", "a" * 5000])
    assert rows.shape == (4, encoder.dimension) == (4, 384)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1, 1])


def test_paraphrase_without_a_common_word_is_nearer(encoder: Encoder) -> None:
    [question] = encoder.encode_queries([QUESTION])
    related, unrelated = encoder.encode_passages([RELATED, UNRELATED]) @ question
    assert related > unrelated + 0.05


def test_english_question_is_nearer_to_the_chinese_answer(encoder: Encoder) -> None:
    [question] = encoder.encode_queries(["Who delivers meals to old people living alone?"])
    related, unrelated = encoder.encode_passages([RELATED, UNRELATED]) @ question
    assert related > unrelated


def test_vector_does_not_depend_on_the_other_texts(encoder: Encoder) -> None:
    texts = [RELATED * n for n in range(1, 12)]
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert np.array_equal(alone, encoder.encode_passages(texts))


def test_question_and_passage_have_prompts_of_their_own(encoder: Encoder) -> None:
    [as_question], [as_passage] = (
        encoder.encode_queries([RELATED]),
        encoder.encode_passages([RELATED]),
    )
    assert not np.allclose(as_question, as_passage)


def test_many_threads_may_encode_at_once(encoder: Encoder) -> None:
    expected = encoder.encode_queries([QUESTION])
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: encoder.encode_queries([QUESTION]), range(32)))
    assert all(np.array_equal(rows, expected) for rows in found)


def test_encoder_in_use_is_not_loaded_again(encoder: Encoder) -> None:
    assert load_encoder(TRANSFORMER) is encoder


def test_torch_is_not_imported() -> None:
    code = (
        "import sys; from embeddings.encoding.encoder import load_encoder;"
        "from embeddings.encoding.model_folder import TRANSFORMER;"
        "load_encoder(TRANSFORMER).encode_queries(['问']); print('torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "False"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TRANSFORMER, tmp_path / "copy"))


def test_changed_prompt_changes_the_fingerprint(copy: Path, encoder: Encoder) -> None:
    path = copy / "config_sentence_transformers.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(fields | {"prompts": {"query": "问:", "document": ""}}), "utf-8")
    assert load_encoder(copy).fingerprint != encoder.fingerprint


@pytest.mark.parametrize(
    "broken", ["config.json", "tokenizer.json", str(ONNX_GRAPH), f"{ONNX_GRAPH}.data"]
)
def test_broken_file_is_named_with_its_folder(copy: Path, broken: str) -> None:
    data = (copy / broken).read_bytes()
    (copy / broken).write_bytes(data[: len(data) // 3])
    with pytest.raises(EncoderError, match=r"copy cannot be read.*copy the whole folder again"):
        load_encoder(copy)


def test_folder_without_prompts_or_limit_gets_those_of_its_name(copy: Path) -> None:
    (copy / "config_sentence_transformers.json").write_text("{}", encoding="utf-8")
    (copy / "sentence_bert_config.json").unlink()
    renamed = copy.rename(copy.with_name("multilingual-e5-small"))
    [bare] = load_encoder(renamed).encode_queries([QUESTION])
    [prompted] = load_encoder(TRANSFORMER).encode_queries([QUESTION])
    assert np.array_equal(bare, prompted)


def test_longest_text_is_the_models_own(copy: Path) -> None:
    (copy / "sentence_bert_config.json").write_text('{"max_seq_length": 16}', encoding="utf-8")
    first, second = load_encoder(copy).encode_passages([RELATED * 4, RELATED * 4 + UNRELATED])
    assert np.array_equal(first, second)


def test_graph_that_asks_for_token_types_gets_them(copy: Path, encoder: Encoder) -> None:
    graph = onnx.load(copy / ONNX_GRAPH, load_external_data=False)
    shape = ["batch", "tokens"]
    types = helper.make_tensor_value_info("token_type_ids", TensorProto.INT64, shape)
    graph.graph.input.append(types)
    onnx.save(graph, copy / ONNX_GRAPH)
    rows = load_encoder(copy).encode_passages([RELATED])
    assert np.array_equal(rows, encoder.encode_passages([RELATED]))
