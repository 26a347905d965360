"""Terms find names that a dictionary splits, and treat variant spellings as equal."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import UnreadableFileError
from embeddings.text.normalize import fold
from embeddings.text.terms import Segmenter, Terms, load_segmenter, read_user_words
from tests.support.jieba_reference import reference_tokenizer


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


def jieba_dictionary() -> dict[str, int]:
    return dict(reference_tokenizer().FREQ)


@pytest.mark.parametrize("name", ["绿东播报", "欣欣须水", "一辩一评一票决", "浓郁书香漫中原"])
def test_name_unknown_to_the_dictionary_is_found_through_bigrams(
    segmenter: Segmenter, name: str
) -> None:
    terms = segmenter.terms(f"街道开通了“{name}”平台")
    assert name not in terms.words
    assert set(segmenter.terms(name).bigrams) <= set(terms.bigrams)
    assert len(segmenter.terms(name).bigrams) == len(name) - 1


CHARACTERS = st.sampled_from("党建工作〇㐀𠮷a1.%-' \n，。é\ufffd")
FOLDED = st.lists(st.text(CHARACTERS, max_size=40).map(fold), max_size=6)


@given(FOLDED)
def test_terms_are_indexed_as_they_are_searched_for(texts: list[str]) -> None:
    segmenter = load_segmenter(())
    joined = segmenter.join_terms(texts)
    expected = [segmenter.terms_of_folded(text) for text in texts]
    assert [each.words for each in joined] == [" ".join(each.words) for each in expected]
    assert [each.bigrams for each in joined] == [" ".join(each.bigrams) for each in expected]
    assert [each.characters for each in joined] == [" ".join(each.characters) for each in expected]


@pytest.mark.slow
def test_words_with_letters_stay_whole_where_the_dictionary_has_them(segmenter: Segmenter) -> None:
    seen = {word for word, times in jieba_dictionary().items() if times and word == fold(word)}
    mixed = {word for word in seen if re.search("[a-z0-9]", word)}
    assert {"c++", "4s店"} <= mixed
    for word in mixed:
        assert word in segmenter.terms(word).words


@pytest.mark.slow
def test_only_what_asks_for_it_loads_the_whole_dictionary() -> None:
    program = """
from pathlib import Path
from embeddings.text.terms import Segmenter
def pages():
    return Path("/proc/self/statm").read_text().split()[1]
segmenter = Segmenter()
segmenter.terms("街道")
begun = pages()
segmenter.terms("街道开通了LED屏,满意率达到99.9%,USB-C充电")
cut = pages()
segmenter.load_whole()
print(begun, cut, pages())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    begun, cut, whole = map(int, done.stdout.split())
    assert cut - begun < 1_000  # pages of 4 kB
    assert whole - cut > 10_000


def test_bigrams_do_not_run_across_punctuation(segmenter: Segmenter) -> None:
    assert segmenter.terms("城市,管理").bigrams == ("城市", "管理")


def test_single_characters_are_terms_too(segmenter: Segmenter) -> None:
    assert set(segmenter.terms("城管").characters) <= set(segmenter.terms("城市管理").characters)


def test_long_word_gives_its_parts_too(segmenter: Segmenter) -> None:
    assert {"共产", "共产党"} <= set(segmenter.terms("共产党").words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＬＥＤ电子显示屏９６００次", "LED电子显示屏9600次"),
        ("led", "LED"),
        ("黨的群眾路線教育實踐活動", "党的群众路线教育实践活动"),
        ("鄭州市惠濟區", "郑州市惠济区"),
        ("满意率达到９９．９％", "满意率达到99.9%"),
    ],
)
def test_width_case_and_script_make_no_difference(
    segmenter: Segmenter, one: str, other: str
) -> None:
    assert segmenter.terms(one) == segmenter.terms(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("99.9%", ("99.9%",)),
        ("40.92", ("40.92",)),
        ("12371", ("12371",)),
        ("USB-C and Wi-Fi", ("usb-c", "and", "wi-fi")),
        ("CBD,CCD", ("cbd", "ccd")),
    ],
)
def test_latin_words_numbers_and_percentages_stay_whole(
    segmenter: Segmenter, text: str, words: tuple[str, ...]
) -> None:
    assert segmenter.terms(text) == Terms(words, (), ())


def test_number_is_separated_from_its_chinese_unit(segmenter: Segmenter) -> None:
    assert segmenter.terms("86个").words[0] == "86"


@pytest.mark.parametrize("text", ["", " \n\u3000", "，。“”……!?", "🎉☃"])
def test_text_without_words_has_no_terms(segmenter: Segmenter, text: str) -> None:
    assert segmenter.terms(text) == Terms((), (), ())


def test_repetitions_are_kept_for_counting(segmenter: Segmenter) -> None:
    assert segmenter.terms("党党").characters == ("党", "党")


def test_words_of_a_text_join_to_the_text(segmenter: Segmenter) -> None:
    text = '●三官庙街道推行"一网六民"工作法, ＬＥＤ 99.9%。'
    assert "".join(segmenter.words(text)) == text
    assert "".join(word.text for word in segmenter.tagged(text)) == text


def test_user_word_is_kept_whole() -> None:
    segmenter = Segmenter(["绿东播报", "三零三式"])
    assert "绿东播报" in segmenter.terms("开通了绿东播报平台").words
    assert "三零三式" in segmenter.words("推行三零三式服务")


def test_user_words_of_one_segmenter_are_unknown_to_another(segmenter: Segmenter) -> None:
    assert "欣欣须水" in Segmenter(["欣欣须水"]).terms("开通微信欣欣须水").words
    assert "欣欣须水" not in segmenter.terms("开通微信欣欣须水").words


def test_user_word_is_found_in_either_script() -> None:
    assert "绿东播报" in Segmenter(["綠東播報"]).terms("开通了绿东播报").words


@pytest.mark.slow
def test_fingerprint_depends_on_user_words_but_not_on_their_order(segmenter: Segmenter) -> None:
    one, two = Segmenter(["甲乙", "丙丁"]), Segmenter(["丙丁", "甲乙"])
    assert one.fingerprint == two.fingerprint
    assert one.fingerprint != segmenter.fingerprint


def test_frequency_is_zero_for_an_unknown_word(segmenter: Segmenter) -> None:
    assert segmenter.frequency("欣欣须水") == 0
    assert segmenter.frequency("工作") > segmenter.frequency("街道") > 0


def test_user_word_list_takes_a_word_a_line_with_comments(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("\ufeff绿东播报 # 微信平台\n\n# 只是注释\n欣欣须水\n", encoding="utf-8")
    assert read_user_words(path) == ("绿东播报", "欣欣须水")


def test_user_word_list_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("绿东播报".encode("gb18030"))
    with pytest.raises(UnreadableFileError, match=r"words\.txt: .*must be a UTF-8 text file"):
        read_user_words(path)


def test_missing_user_word_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"missing\.txt: "):
        read_user_words(tmp_path / "missing.txt")
