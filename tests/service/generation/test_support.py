"""Whether passages support a sentence: numbers by value, names, shared words."""

from fractions import Fraction

import pytest

from embeddings.index.analyzer import Analyzer
from service.generation.claims import split_claims
from service.generation.numbers import find_numbers, find_stated_numbers
from service.generation.support import is_supported
from service.workspace.workspace import Workspace

PASSAGE = (
    "惠济区长兴路街道\n2017年10月11日\n长兴路街道共有五星级党组织86个,其中社区党组织十二个。"
    "全年投入40.92亿元,服务群众1.5万余次,占比95%。街道开通了“绿东播报”微信公共平台,党工委书记李建国介绍了情况。"
)


@pytest.fixture(scope="module")
def analyzer(seeds_workspace: Workspace) -> Analyzer:
    return seeds_workspace.analyzer


@pytest.mark.parametrize(
    "sentence",
    [
        "长兴路街道共有86个五星级党组织。",
        "长兴路街道有八十六个五星级党组织。",
        "社区党组织有12个。",
        "2017年10月11日,长兴路街道投入40.92亿元。",
        "街道服务群众15,000余次。",
        "街道服务群众１．５万余次。",
        "服务群众占比百分之九十五。",
        "党工委书记是李建国。",
        "长兴路街道的微信公共平台叫《绿东播报》。",
    ],
)
def test_sentence_that_the_passage_says_is_supported(analyzer: Analyzer, sentence: str) -> None:
    assert is_supported(sentence, [PASSAGE], analyzer)


@pytest.mark.parametrize(
    "sentence",
    [
        "长兴路街道共有五星级党组织11个。",
        "长兴路街道共有五星级党组织6个。",
        "长兴路街道共有五星级党组织八个。",
        "长兴路街道投入40.92万元。",
        "服务群众占比百分之九十六。",
        "2018年长兴路街道投入40.92亿元。",
        "党工委书记是王志强。",
        "长兴路街道的微信公共平台叫“欣欣须水”。",
        "桐柏路街道共有五星级党组织86个。",
        "居民们对此非常高兴并积极参与志愿服务活动。",
    ],
)
def test_sentence_that_the_passage_does_not_say_is_unsupported(
    analyzer: Analyzer, sentence: str
) -> None:
    assert not is_supported(sentence, [PASSAGE], analyzer)


def test_passages_bear_a_sentence_out_together(analyzer: Analyzer) -> None:
    sentence = "长兴路街道有86个五星级党组织,须水街道有社区40个。"
    other = "须水街道现有社区40个。"
    assert not is_supported(sentence, [PASSAGE], analyzer)
    assert is_supported(sentence, [PASSAGE, other], analyzer)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.5万余次", {15000}),
        ("15,000次和3.20亿元", {15000, 320000000}),
        ("八十六个", {86}),
        ("一万五千多人", {15000}),
        ("三点五倍", {Fraction("3.5")}),
        ("一个社区", set()),
        ("统一思想,十分重要,三官庙", set()),
        ("两个方面", {2}),
        ("一亿零三百万元", {103000000}),
        ("两万亿元", {2 * 10**12}),
    ],
)
def test_numbers_are_read_by_value(text: str, values: set[Fraction]) -> None:
    assert find_stated_numbers(text) == {(value, "") for value in values}
    assert find_stated_numbers(text) <= find_numbers(text)


def test_parts_of_dates_are_not_counted_as_numbers() -> None:
    date = "二〇一七年十月11日"
    parts = {("2017", "年"), ("10", "月"), ("11", "日")}
    assert find_stated_numbers(date) == {(Fraction(value), part) for value, part in parts}
    assert find_stated_numbers("2017年10月11号") <= find_numbers(date)
    assert find_stated_numbers("2017") <= find_numbers(date)
    assert find_stated_numbers("10-11日") <= find_numbers("10日,11日,10个")
    assert not find_stated_numbers("11个") <= find_numbers(date)


def test_claims_are_sentences_with_the_citations_behind_them() -> None:
    text = "书记是黄钫[1]。[2] 社区有12个。\n[3]\n1. 平台叫绿东播报。[1][1]\n……"
    found = [(text[c.span.start : c.span.end], c.text, c.citations) for c in split_claims(text)]
    assert found == [
        ("书记是黄钫[1]。[2]", "书记是黄钫。", (1, 2)),
        ("社区有12个。\n[3]", "社区有12个。", (3,)),
        ("1. 平台叫绿东播报。[1][1]", "平台叫绿东播报。", (1,)),
    ]


def test_claims_of_markdown_are_its_sentences_without_what_shapes_them() -> None:
    text = (
        "## 党组织\n\n- **五星级**党组织`86`个[1]。\n1. 社区有12个[2]。\n\n"
        "| 年份 | 投入 |\n|---|---|\n| 2017 | 40.92亿元[1] |\n"
    )
    claims = list(split_claims(text))
    assert [claim.text for claim in claims] == [
        "五星级党组织86个。",
        "社区有12个。",
        "2017  40.92亿元",
    ]
    assert [claim.citations for claim in claims] == [(1,), (2,), (1,)]
    assert text[claims[0].span.start : claims[0].span.end] == "- **五星级**党组织`86`个[1]。"
