"""The fast segmenter gives the same words as jieba."""

import re
from functools import cache

import jieba
import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from embeddings.text.fast_segmenter import FastSegmenter
from embeddings.text.normalize import fold
from tests.support.jieba_reference import reference_tokenizer
from tests.support.paths import ROOT

USER_WORDS = ["绿东播报", "中国", "5g基站", "c位", "hyper-v", "a.b", "三零三式", "的话", "10"]
FILES = [
    *sorted((ROOT / "seeds").glob("*.txt")),
    *sorted((ROOT / "tests" / "data").glob("*.jsonl")),
    ROOT / "README.zh-CN.md",
]
TEXT = fold("\n".join(path.read_text(encoding="utf-8") for path in FILES))
RUN = re.compile(r"[\u4e00-\u9fd5a-z0-9.'+#&%_-]+")
PIECES = [*re.findall(r"[\u4e00-\u9fd5]{1,3}", TEXT), *USER_WORDS]
MIXED = st.lists(
    st.sampled_from(PIECES) | st.text("a1x0.'+#&%_-", min_size=1, max_size=4), max_size=8
)


def tokenizer(user_words: list[str]) -> jieba.Tokenizer:
    made = reference_tokenizer()
    for word in user_words:
        made.add_word(word)
    return made


def words_of(known: jieba.Tokenizer) -> list[str]:
    return [word for word, seen in known.FREQ.items() if seen]


DICTIONARIES: dict[str, list[str]] = {"plain": [], "taught": USER_WORDS}


@cache
def pair(name: str) -> tuple[jieba.Tokenizer, FastSegmenter]:
    """Return jieba and the fast segmenter with the words of a dictionary."""
    reference = tokenizer(DICTIONARIES[name])
    added = {word: reference.FREQ[word] for word in DICTIONARIES[name]}
    return reference, FastSegmenter(words_of(reference), added)


def expected(reference: jieba.Tokenizer, run: str) -> list[str]:
    return [word for word in reference.cut_for_search(run) if re.search(r"\w", word)]


def cut(cutter: FastSegmenter, run: str) -> list[str]:
    return cutter.segment([run]) if cutter.is_plain(run) else list(cutter.segment_marked(run))


def takes(name: str, run: str) -> bool:
    cutter = pair(name)[1]
    return cutter.is_plain(run) or cutter.can_segment_marked(run)


def assert_alike(name: str, runs: list[str]) -> int:
    reference, cutter = pair(name)
    taken = [run for run in runs if takes(name, run)]
    assert {run: cut(cutter, run) for run in taken} == {
        run: expected(reference, run) for run in taken
    }
    return len(taken)


@pytest.mark.parametrize("name", DICTIONARIES)
def test_real_text_is_cut_as_jieba_cuts_it(name: str) -> None:
    assert assert_alike(name, RUN.findall(TEXT)) > 4000


@pytest.mark.parametrize("name", DICTIONARIES)
@given(pieces=MIXED)
def test_generated_text_is_cut_as_jieba_cuts_it(name: str, pieces: list[str]) -> None:
    """Of two cuts that are equally likely, each may take another: the same words, turned round."""
    reference, cutter = pair(name)
    run = "".join(pieces)
    if takes(name, run):
        assert sorted(cut(cutter, run)) == sorted(expected(reference, run))


@pytest.mark.parametrize(
    "run",
    [
        "基于hyper-v虚拟机",
        "有2-3页的技术描述",
        "打开图片文件ubuntu.png",
        "增长1.1%至40.92亿元",
        "版本1.2.0.13已经发布",
        "学习'c'语言",
        "研发&制造",
        "在3月-5月",
    ],
)
def test_words_with_marks_are_cut_as_jieba_cuts_them(run: str) -> None:
    assert assert_alike("plain", [run]) == 1


@given(runs=st.lists(st.sampled_from(PIECES), max_size=6))
def test_runs_are_segmented_together_as_they_are_alone(runs: list[str]) -> None:
    cutter = pair("plain")[1]
    plain = [run for run in runs if cutter.is_plain(run)]
    assert cutter.segment(plain) == [word for run in plain for word in cutter.segment([run])]


@pytest.mark.parametrize(
    "run", ["", "wi-fi", "99.9%", "4s店", "二〇一七年", "𠮷野家", "㐀字", "é中国", "中国。"]
)
def test_text_that_rjieba_cuts_differently_is_left_to_jieba(run: str) -> None:
    assert not takes("plain", run)


@pytest.mark.parametrize("name", DICTIONARIES)
@given(pieces=st.lists(st.sampled_from([*PIECES, "〇", "㐀", "𠮷", "'", "é", "-"]), max_size=8))
def test_run_with_rare_characters_is_cut_as_jieba_cuts_it(name: str, pieces: list[str]) -> None:
    reference, cutter = pair(name)
    run = "".join(pieces)
    blocks = cutter.split_into_blocks(run)
    assert "".join(blocks) in ("", run)
    if blocks:
        words = [word for block in blocks for word in cutter.segment_marked(block)]
        assert sorted(words) == sorted(expected(reference, run))


def test_years_written_with_a_round_zero_need_no_jieba() -> None:
    reference, cutter = pair("plain")
    blocks = cutter.split_into_blocks("二〇一七年新年贺词")
    words = [word for block in blocks for word in cutter.segment_marked(block)]
    assert words == expected(reference, "二〇一七年新年贺词")
    assert words[:4] == ["二", "〇", "一", "七年"]


def test_run_with_a_user_word_of_letters_is_left_to_jieba() -> None:
    assert takes("plain", "建成5g基站")
    assert not takes("taught", "建成5g基站")


def test_both_know_the_same_words() -> None:
    port = rjieba.Jieba()
    words = words_of(pair("plain")[0])
    assert len(words) > 300_000
    assert [word for word in words if not port.has_word(word)] == []
    assert assert_alike("plain", words[::40]) > 8000
