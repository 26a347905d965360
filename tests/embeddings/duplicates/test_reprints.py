"""Reprints of a story are recognized; another story from the same template is not one."""

import random
import subprocess
import sys
from itertools import combinations

import opencc
import pytest

from embeddings.documents import Article
from embeddings.duplicates.minhash import CANDIDATES, CROWD, compute_bands, rank_candidates
from embeddings.duplicates.reprints import is_reprint
from service.workspace.workspace import Workspace
from tests.support.paths import ROOT

HEADLINE = "城市基层党建新闻\n本报记者 王小明 通讯员 李强\n"
PRICES = (
    "截至2023年8月{day}日收盘,{name}报收于{price}元,{move}。当日主力资金净流入{sum}万元,"
    "占总成交额{share}%;游资资金净流出{other}万元,散户资金净流入{rest}万元。"
    "近5日资金流向一览见下表。该股主要指标及行业内排名如下。该公司今年一季报显示,"
    "公司主营收入同比上升,归属于上市公司股东的净利润同比上升,负债率处于合理水平。"
)
CONGRESS = (
    "近日,{place}召开第{number}次党代会。{place}委书记{head}代表上届县委作报告,全面总结过去五年的工作,"
    "深入分析面临的形势,明确提出今后五年的奋斗目标和主要任务。会议号召,全县广大党员干部要紧密团结起来,"
    "解放思想、实事求是,锐意进取、真抓实干,为建设富强美丽的新{place}而努力奋斗。会议选举产生了"
    "中共{place}新一届委员会和纪律检查委员会。县委副书记、县长{mayor}主持会议。"
)


@pytest.fixture(scope="module")
def articles(seeds_workspace: Workspace) -> list[Article]:
    """Every story of the bundled newspapers that has more than a few sentences."""
    return [
        article for article in seeds_workspace.library.articles.page() if len(article.text) > 400
    ]


def found_and_linked(one: str, other: str) -> bool:
    return bool(set(compute_bands(one)) & set(compute_bands(other))) and is_reprint(one, other)


def misread(text: str, share: float) -> str:
    chance = random.Random(1)  # noqa: S311 - the same errors every time
    return "".join(chance.choice(text) if chance.random() < share else char for char in text)


def test_every_story_is_its_own_reprint_and_no_other_ones(articles: list[Article]) -> None:
    assert len(articles) > 5
    assert all(found_and_linked(article.text, article.text) for article in articles)
    assert not any(is_reprint(a.text, b.text) for a, b in combinations(articles, 2))


def test_reprint_under_another_headline_without_a_paragraph_is_linked(
    articles: list[Article],
) -> None:
    for article in articles:
        lines = article.text.split("\n")
        without = [line for line in lines if line != lines[len(lines) // 2]]
        left = "\n".join(without) if len("".join(without)) > 0.8 * len(article.text) else None
        if left:
            assert found_and_linked(article.text, HEADLINE + left)


def test_reprint_cut_short_is_linked(articles: list[Article]) -> None:
    assert all(
        found_and_linked(article.text, article.text[: len(article.text) * 3 // 5])
        for article in articles
    )


def test_reprint_read_badly_by_a_scanner_is_linked(articles: list[Article]) -> None:
    assert all(found_and_linked(article.text, misread(article.text, 0.015)) for article in articles)


def test_reprint_in_traditional_characters_and_full_width_is_linked(
    articles: list[Article],
) -> None:
    wide = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
    for article in articles:
        traditional = opencc.OpenCC("s2t").convert(article.text).translate(wide)
        spaced = " ".join(traditional.replace("\n", ""))
        assert found_and_linked(article.text, spaced)


def test_digest_is_not_a_reprint_of_the_stories_in_it(articles: list[Article]) -> None:
    parts = [article.text[:400] for article in articles[:5]]
    assert not any(is_reprint("\n".join(parts), part) for part in parts)


def test_prices_of_two_shares_are_two_stories() -> None:
    first = PRICES.format(
        day=18,
        name="芯瑞达",
        price=22.77,
        move="下跌2.73%",
        sum=34.5,
        share=1.17,
        other=72.1,
        rest=37,
    )
    second = PRICES.format(
        day=18,
        name="云南城投",
        price=2.99,
        move="上涨0.34%",
        sum=1628,
        share=2.6,
        other=905,
        rest=722,
    )
    assert not is_reprint(first, second)


def test_congresses_of_two_counties_are_two_stories() -> None:
    first = CONGRESS.format(place="青石县", number="十二", head="赵卫东", mayor="钱建国")
    second = CONGRESS.format(place="白沙县", number="十三", head="孙志强", mayor="李红梅")
    assert not is_reprint(first, second)
    assert is_reprint(first, HEADLINE + first)


def test_one_story_in_two_languages_of_a_book_series_are_two() -> None:
    text = (
        "一部论述摘编的{0}文版近日出版,面向海内外发行。全书收入论述四百余段,分八个专题,系统反映了有关工作的"
        "生动实践和丰富经验。该书{0}文版的出版发行,有助于国外读者深入了解这些论述的主要内容和深刻内涵。"
    )
    assert not is_reprint(text.format("法"), text.format("俄"))


def test_short_texts_are_reprints_only_when_they_say_the_same() -> None:
    notice = "因管道检修,8月9日棉纺路停水一天,请居民提前储水。"
    assert found_and_linked(notice, "因管道检修,8月9日 棉紡路停水一天,請居民提前儲水。")
    assert not is_reprint(notice, notice.replace("棉纺路", "桐柏路"))
    assert not set(compute_bands(notice)) & set(compute_bands(notice + "特此通知。"))


def test_text_without_letters_has_no_reprints() -> None:
    assert compute_bands("……——") == compute_bands("") == ()
    assert not is_reprint("……", "——")


def test_bands_are_whole_numbers_for_a_database_and_the_same_in_every_process() -> None:
    text = CONGRESS.format(place="青石县", number="十二", head="赵卫东", mayor="钱建国")
    program = f"from embeddings.duplicates.minhash import compute_bands as b; print(b({text!r}))"
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert finished.stdout.strip() == str(compute_bands(text))
    assert len(set(compute_bands(text))) == 20
    assert all(type(band) is int and 0 <= band < 2**63 for band in compute_bands(text))


def test_candidates_are_those_that_share_most_bands_and_never_many() -> None:
    crowd = [f"template {number:05}" for number in range(10 * CROWD)]
    found = rank_candidates([crowd, ["a", "b"], ["b"], ["b", "a"]])
    assert found[:2] == ["b", "a"]
    assert len(found) == CANDIDATES


def test_longest_texts_are_read_only_so_far() -> None:
    book = "".join(f"第{number}章说的是另一件事情。" for number in range(20_000))
    assert is_reprint(book, book + "完")
