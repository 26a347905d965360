"""The transformer that is shipped."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tokenizers import Tokenizer

from scripts.derivation.bert import FloatArray
from scripts.derivation.model_folder import GRAPH, PASSAGE_PROMPT, QUERY_PROMPT
from scripts.derivation.session import open_session
from scripts.derivation.speed import main as measure_speed
from scripts.derivation.vectors import Network, encode
from tests.support.paths import ROOT

FOLDER = ROOT / "embeddings/models/wenbao-e5-zh"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


@cache
def network() -> Network:
    return open_session(FOLDER / GRAPH, threads=1)


def vectors(*texts: str) -> FloatArray:
    return encode(network(), Tokenizer.from_file(str(FOLDER / "tokenizer.json")), texts)


def is_shipped(path: Path) -> bool:
    return path.is_file() and path.name != "model.safetensors"


def test_example_of_the_model_card_gives_the_same_cosine() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    [code] = re.findall(r"```python\n(.*?)```", card, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code.replace("embeddings/models", str(FOLDER.parent)), names)  # noqa: S102 - our own
    question, passage = vectors("query: 路边摊归谁管", "passage: 城管执法人员整治占道经营")
    assert names["similarity"] == pytest.approx(question @ passage, abs=0.01)


def test_speed_is_told_for_each_number_of_threads(capsys: pytest.CaptureFixture[str]) -> None:
    measure_speed([str(FOLDER), "--threads", "1", "2", "--seconds", "0.01"])
    line = (
        r"threads (\d): question of 24 tokens [\d.]+ ms; passages of 140 tokens a second: \d+ one"
    )
    assert re.findall(line, capsys.readouterr().out) == ["1", "2"]


def test_folder_is_small_enough_to_ship() -> None:
    assert (
        sum(path.stat().st_size for path in FOLDER.rglob("*") if is_shipped(path)) < 38 * MEGABYTE
    )


def test_tensors_lie_in_a_file_of_their_own() -> None:
    assert (FOLDER / GRAPH).stat().st_size < MEGABYTE / 10
    assert (FOLDER / f"{GRAPH}.data").stat().st_size > 30 * MEGABYTE


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("路边摊贩被谁清理了", "城管执法人员整治占道经营", "图书馆举办古籍展览，读者参观珍贵善本"),
        ("老人去哪儿量血压", "医院开展义诊，大夫为老年人免费体检", "果农采摘苹果，收购商上门装车"),
        ("Who cleared the street vendors?", "城管清理路边摊贩", "图书馆举办古籍展览"),
        ("How fast did the economy grow?", "国内生产总值同比增长5.2%", "医生提醒老人按时吃药"),
    ],
)
def test_question_is_nearer_to_its_answer_than_to_another_sentence(
    question: str, answer: str, other: str
) -> None:
    asked, right, wrong = vectors(
        QUERY_PROMPT + question, PASSAGE_PROMPT + answer, PASSAGE_PROMPT + other
    )
    assert asked @ right > asked @ wrong + 0.02


def test_paraphrase_is_nearer_than_another_sentence() -> None:
    first, paraphrase, other = vectors(
        *(QUERY_PROMPT + text for text in ("怎么办理护照", "护照要如何申请", "怎么做红烧肉"))
    )
    assert first @ paraphrase > first @ other + 0.05


def test_english_question_is_split_into_words(tokenizer: Tokenizer) -> None:
    encoding = tokenizer.encode("When will the new subway line in Zhengzhou open?")
    assert tokenizer.token_to_id("<unk>") not in encoding.ids
    tokens = encoding.tokens[1:-1]
    assert "".join(tokens) == "▁When▁will▁the▁new▁subway▁line▁in▁Zhengzhou▁open?"
    assert {"▁When", "▁will", "▁the", "▁new", "▁line", "▁in", "▁open", "?"} < {*tokens}
    assert len(tokens) <= 14


@pytest.mark.parametrize(
    "text", ["饕餮盛宴", "鬱鬱蔥蔥", "1,234.5%", "￥３０", "《》「」“”——…", "αβ ﬁ ①"]
)
def test_rare_characters_and_signs_are_known(tokenizer: Tokenizer, text: str) -> None:
    assert tokenizer.token_to_id("<unk>") not in tokenizer.encode(text).ids


def test_full_width_text_is_read_as_narrow(tokenizer: Tokenizer) -> None:
    wide, narrow = tokenizer.encode("ＡＢＣ１２３，（问）"), tokenizer.encode("ABC123,(问)")
    assert wide.tokens == narrow.tokens
