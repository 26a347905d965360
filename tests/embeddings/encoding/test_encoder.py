"""The encoders: the bundled static model, and any sentence-transformers model in a folder."""

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from embeddings.encoding.encoder import Encoder, load_encoder
from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.encoding.vectors import normalize_rows
from embeddings.errors import EncoderError
from embeddings.text.normalize import fold
from tests.support.tiny_models import write_static_encoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

CHARACTERS = "".join(sorted(set("问题文章：城管清理摊贩图书馆办展览")))
TEXTS = [
    "社区党支部组织党员开展志愿服务活动。",
    "Ｗｉｎｄｏｗｓ　１１ 与 iPhone 15 Pro 的 USB-C 接口，2023 年 9 月发布",
    "城管执法人员对小区违章建筑进行了查处",
    "龘靐齉 ☃ 🎉",
    "繁體中文的報紙：臺灣、香港與澳門",
    "\n\t  \n",
    "",
    "，。！？“”《》——……",
    "a" * 3000,
    "经济发展" * 2000,
    "GDP增长5.2%，达126万亿元；CPI上涨0.2%",
]


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def reference() -> "SentenceTransformer":
    from tests.support.tiny_transformers import plain  # noqa: PLC0415 - slow to load

    return plain(STATIC_ENCODER).float()  # its file holds float16


def cosine(encoder: Encoder, question: str, passage: str) -> float:
    return float(encoder.encode_queries([question])[0] @ encoder.encode_passages([passage])[0])


@pytest.mark.slow
def test_shipped_model_gives_the_vectors_of_sentence_transformers(
    shipped: Encoder, reference: "SentenceTransformer"
) -> None:
    seeds = [path.read_text("utf-8") for path in Path("seeds").glob("*.txt")]
    texts = TEXTS + seeds + [line for seed in seeds for line in seed.splitlines()]
    vectors = shipped.encode_passages(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), shipped.dimension)
    np.testing.assert_allclose(vectors, reference.encode(texts), atol=1e-5)


@pytest.mark.slow
def test_text_that_is_folded_already_takes_the_short_way_to_the_same_vector(
    shipped: Encoder, reference: "SentenceTransformer"
) -> None:
    seeds = [path.read_text("utf-8") for path in Path("seeds").glob("*.txt")]
    folded = [fold(line) for text in [*TEXTS, *seeds] for line in text.splitlines()]
    np.testing.assert_allclose(shipped.encode_passages(folded), reference.encode(folded), atol=1e-5)


@pytest.mark.slow
def test_plain_loading_computes_in_half_precision_and_finds_the_same(shipped: Encoder) -> None:
    from tests.support.tiny_transformers import plain  # noqa: PLC0415 - slow to load

    texts = [
        line for path in Path("seeds").glob("*.txt") for line in path.read_text("utf-8").split()
    ]
    rows = np.asarray(plain(STATIC_ENCODER).encode(texts), dtype=np.float32)
    vectors = shipped.encode_passages(texts)
    known = vectors.any(axis=1)
    assert (rows[known] * vectors[known]).sum(axis=1).min() > 0.999


def test_every_vector_has_length_one_or_zero(shipped: Encoder) -> None:
    lengths = np.linalg.norm(shipped.encode_queries(TEXTS), axis=1)
    unknown = [TEXTS.index(text) for text in ("", "\n\t  \n", "，。！？“”《》——……")]
    assert lengths[unknown].tolist() == [0, 0, 0]
    np.testing.assert_allclose(np.delete(lengths, [3, *unknown]), 1, atol=1e-6)


def test_no_texts_give_no_rows(shipped: Encoder) -> None:
    assert shipped.encode_passages([]).shape == (0, shipped.dimension)


def test_a_text_has_the_same_vector_alone_and_among_thousands(shipped: Encoder) -> None:
    many = shipped.encode_passages([*TEXTS[:8] * 600, "社区志愿者清理河道垃圾"])
    np.testing.assert_array_equal(many[-1], shipped.encode_passages(["社区志愿者清理河道垃圾"])[0])


def test_shipped_model_starts_without_torch() -> None:
    program = (
        "import sys; from embeddings.encoding.encoder import load_encoder;"
        " load_encoder().encode_queries(['党员']);"
        " print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_shipped_folder_stays_under_20_megabytes() -> None:
    size = sum(path.stat().st_size for path in STATIC_ENCODER.rglob("*") if path.is_file())
    assert size <= 20_000_000


@pytest.mark.parametrize(
    ("question", "paraphrase", "other"),
    [
        ("城管怎么处理占道经营？", "城市管理执法局清理了路边摊贩", "国家图书馆举办古籍展览"),
        ("招来了多少投资？", "开发区今年引进外资二十亿元", "运动员在比赛中打破了纪录"),
        ("老人看病贵怎么办", "提高养老人员医疗费用报销比例", "新款手机采用更大的屏幕"),
        ("孩子上学难", "教育局新增小学学位，保障适龄儿童入学", "台风将在沿海登陆并带来暴雨"),
        ("什么时候通车？", "这条高速公路预计年底建成运营", "法院对案件作出一审判决"),
    ],
)
def test_paraphrase_is_nearer_than_another_story(
    shipped: Encoder, question: str, paraphrase: str, other: str
) -> None:
    assert cosine(shipped, question, paraphrase) > cosine(shipped, question, other) + 0.05


@pytest.mark.parametrize(
    ("word", "synonym", "other"),
    [
        ("城管", "城市管理", "图书馆"),
        ("法院", "法官", "足球"),
        ("医生", "医院", "足球"),
        ("涨价", "上涨", "舞蹈"),
        ("小区", "业主", "火箭"),
    ],
)
def test_single_words_know_their_neighbours(
    shipped: Encoder, word: str, synonym: str, other: str
) -> None:
    assert cosine(shipped, word, synonym) > cosine(shipped, word, other) + 0.1


def test_fingerprint_names_the_weights(shipped: Encoder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for path in STATIC_ENCODER.iterdir():
        if path.is_file():
            (copy / path.name).write_bytes(path.read_bytes())
    assert load_encoder(copy).fingerprint == shipped.fingerprint
    weights = copy / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-4] ^= 1
    weights.write_bytes(content)
    assert load_encoder(copy).fingerprint != shipped.fingerprint


@pytest.mark.slow
def test_transformer_folder_applies_its_prompts(tmp_path: Path) -> None:
    from tests.support.tiny_transformers import plain, write_bi_encoder  # noqa: PLC0415 - slow to load

    prompts = {"query": "问题：", "document": "文章："}
    folder = write_bi_encoder(tmp_path / "tiny", CHARACTERS, prompts)
    encoder = load_encoder(folder)
    reference = plain(folder)
    text = "城管清理摊贩"
    expected = normalize_rows(
        np.asarray(reference.encode([f"问题：{text}", f"文章：{text}"], prompt=""))
    )
    np.testing.assert_allclose(encoder.encode_queries([text])[0], expected[0], atol=1e-6)
    np.testing.assert_allclose(encoder.encode_passages([text])[0], expected[1], atol=1e-6)
    assert encoder.dimension == 16
    assert encoder.encode_passages([]).shape == (0, 16)


@pytest.mark.slow
def test_known_model_without_prompts_gets_those_of_its_card(tmp_path: Path) -> None:
    from tests.support.tiny_transformers import plain, write_bi_encoder  # noqa: PLC0415 - slow to load

    folder = write_bi_encoder(tmp_path / "tiny", CHARACTERS, {})
    known = folder.rename(folder.parent / "bge-small-zh-v1.5")
    encoder = load_encoder(known)
    reference = plain(known)
    text = "图书馆办展览"
    asked = normalize_rows(
        np.asarray(reference.encode(["为这个句子生成表示以用于检索相关文章：" + text]))
    )
    np.testing.assert_allclose(encoder.encode_queries([text]), asked, atol=1e-6)
    stored = normalize_rows(np.asarray(reference.encode([text])))
    np.testing.assert_allclose(encoder.encode_passages([text]), stored, atol=1e-6)


@pytest.mark.slow
def test_two_transformers_with_different_weights_have_different_fingerprints(
    tmp_path: Path,
) -> None:
    from tests.support.tiny_transformers import write_bi_encoder  # noqa: PLC0415 - slow to load

    first = load_encoder(write_bi_encoder(tmp_path / "one", CHARACTERS, {}))
    second = load_encoder(write_bi_encoder(tmp_path / "two", CHARACTERS, {}))
    again = load_encoder(tmp_path / "one" / "model")
    assert first.fingerprint == again.fingerprint != second.fingerprint


def test_missing_folder_is_named_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"no encoder folder at .*absent.*modules\.json"):
        load_encoder(tmp_path / "absent")


def test_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"does not contain a readable.*copy the whole folder"):
        load_encoder(tmp_path)


@pytest.mark.slow
def test_hub_name_that_cannot_be_had_asks_for_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match=r"example/absent.*offline.*path of its folder"):
        load_encoder("example/absent")


def test_static_folder_with_half_its_files_is_refused(tmp_path: Path) -> None:
    for name in ("modules.json", "config_sentence_transformers.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((STATIC_ENCODER / name).read_bytes())
    with pytest.raises(EncoderError, match=r"cannot be read.*model\.safetensors"):
        load_encoder(tmp_path)


def test_vectors_of_another_model_are_refused(tmp_path: Path) -> None:
    for path in STATIC_ENCODER.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    tokenizer = json.loads((tmp_path / "tokenizer.json").read_text("utf-8"))
    tokenizer["model"]["vocab"].append(["另一个模型的词", -9.0])
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer), "utf-8")
    with pytest.raises(EncoderError, match="different models"):
        load_encoder(tmp_path)


def test_static_model_in_use_is_not_loaded_again(tmp_path: Path) -> None:
    folder = write_static_encoder(tmp_path / "tiny", 8)
    encoder = load_encoder(folder)
    assert load_encoder(folder) is encoder
    other = write_static_encoder(tmp_path / "other" / "tiny", 16)
    (other / "model.safetensors").replace(folder / "model.safetensors")
    assert load_encoder(folder).dimension == 16
