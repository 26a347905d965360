"""Hits that repeat a better hit of the same story are collapsed."""

from pathlib import Path

import pytest

from service.answers.hits import Hit
from service.questions.question import read_question
from service.retrieval.collapsing import attach_reprints, collapse
from service.retrieval.search import RANKED, retrieve
from service.workspace.workspace import Workspace
from tests.support.workspaces import open_workspace, write_pages

SCHOOLS = (
    "记者从青石县教育局获悉,全县现有小学86所,在校学生3万人,教师1800余人。"
    "今年秋季学期,县里新建的实验小学和滨河小学将投入使用,可以新增学位两千多个。"
    "教育局负责人表示,新建学校优先配齐音乐、体育和美术教师,并开通三条校车线路。"
)
LUNCH = (
    "从九月起,全县小学统一供应午餐,每餐标准十元,由县财政补助四元。家长可以在手机上查看每天的菜单,"
    "也可以预约到食堂参观。县市场监管局每月抽查一次食材,结果在校门口公示。"
)
PAGES = {
    "县报.txt": f"青石县小学秋季开学\n\n{SCHOOLS}\n\n{LUNCH}\n",
    "晚报.txt": f"新建两所小学投入使用\n\n本报讯(记者 王小明) {SCHOOLS}\n",
    "日报.txt": f"青石縣小學統一供應午餐\n\n{LUNCH.replace('公示', '公布')}\n",
    "邻县.txt": "白水县教育\n\n白水县有小学79所,学生2万人,今年秋季学期没有新建学校投入使用。\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder: Path = tmp_path_factory.mktemp("reprints")
    pages = write_pages(folder / "pages", PAGES)
    return open_workspace(folder / "data", collection=pages)


def find(workspace: Workspace, query: str) -> list[Hit]:
    question = read_question(query, workspace.analyzer.segmenter)
    found = retrieve(question, workspace.snapshot(), workspace.library, RANKED)
    return list(found.ranked)


def stories(workspace: Workspace, *sources: str) -> dict[str, str]:
    return {
        article.id: "s"
        for article in workspace.library.articles.page()
        if article.source in sources
    }


def by_source(workspace: Workspace, *sources: str) -> list[Hit]:
    """Return the hits of these files, the first file's first: one passage each."""
    found = {hit.article.source: hit for hit in find(workspace, "小学")}
    return [found[source] for source in sources]


def places(hits: list[Hit]) -> set[tuple[str, str]]:
    return {(hit.article.source, hit.text[:6]) for hit in hits}


def test_reprint_gives_way_to_a_better_hit_that_says_the_same(workspace: Workspace) -> None:
    hits = by_source(workspace, "县报.txt", "邻县.txt", "晚报.txt", "日报.txt")
    shown = collapse(hits, stories(workspace, "县报.txt", "晚报.txt", "日报.txt"))
    assert [hit.article.source for hit in shown] == ["县报.txt", "邻县.txt"]


def test_fuller_hit_stays_below_a_better_hit_that_says_less(workspace: Workspace) -> None:
    hits = by_source(workspace, "晚报.txt", "县报.txt")
    assert len(collapse(hits, stories(workspace, "晚报.txt", "县报.txt"))) == 2


def test_passage_covered_by_two_better_hits_gives_way(workspace: Workspace) -> None:
    hits = by_source(workspace, "晚报.txt", "日报.txt", "县报.txt")
    shown = collapse(hits, stories(workspace, "县报.txt", "晚报.txt", "日报.txt"))
    assert [hit.article.source for hit in shown] == ["晚报.txt", "日报.txt"]


def test_articles_without_a_common_story_stay(workspace: Workspace) -> None:
    hits = find(workspace, "小学有多少所")
    assert collapse(hits, {}) == hits
    one_each = {hit.article.id: hit.article.id for hit in hits}
    assert [hit.passage for hit in collapse(hits, one_each)] == [hit.passage for hit in hits]


def test_other_part_of_the_story_in_another_article_stays(workspace: Workspace) -> None:
    hits = [
        hit for hit in find(workspace, "小学") if hit.article.source in ("晚报.txt", "日报.txt")
    ]
    shown = collapse(hits, stories(workspace, "晚报.txt", "日报.txt"))
    assert places(shown) == places(hits)
    assert {hit.story for hit in shown} == {"s"}


def test_hit_names_the_other_articles_of_its_story(workspace: Workspace) -> None:
    of_story = stories(workspace, "县报.txt", "晚报.txt", "日报.txt")
    articles = [article for article in workspace.library.articles.page() if article.id in of_story]
    hits = attach_reprints(collapse(find(workspace, "小学"), of_story), {"s": articles})
    assert {hit.article.source for hit in hits} >= {"邻县.txt"}
    for hit in hits:
        named = {reprint.source for reprint in hit.reprints}
        everything = {"县报.txt", "晚报.txt", "日报.txt"}
        alone = hit.article.source == "邻县.txt"
        assert named == (set() if alone else everything - {hit.article.source})


def test_no_passage_with_unique_content_is_lost(workspace: Workspace) -> None:
    hits = find(workspace, "小学")
    shown = collapse(hits, stories(workspace, *PAGES))
    reported = "".join(hit.text for hit in shown)
    for words in ("小学86所", "两千多个", "每餐标准十元", "小学79所"):
        assert words in reported
