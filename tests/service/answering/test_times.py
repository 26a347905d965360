"""Questions about times, asked of articles from several years with the shipped models."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from embeddings.text.normalize import fold_without_spaces
from service.answers.answer import Answer
from service.answers.shape import AnswerKind
from service.assistant import Assistant
from service.workspace.workspace import Workspace
from tests.support.paths import DATA
from tests.support.workspaces import deepen, open_workspace

# The held ones were first looked at when what they ask for was built.
FILES = (
    "times",
    *(f"times_held{n}" for n in ("", "_2", "_3", "_4", "_5", "_6", "_7", "_8", "_9", "_10")),
)
CASES = [
    json.loads(line)
    for name in FILES
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
UNSOLVED = {
    "望海县图书馆的开放时间有过哪些规定？",  # which part of a rule that changes is the same one
    "凤台乡养老院院长是谁?",  # 第五 as a family name
    "栎山县2021年的造林目标是多少亩？",  # 完成造林三万亩, below a heading, is a target
    # Of one of the years only the sum of a list, or another wording, tells it.
    "2020年以来砚池职业技术学校每年一共录取多少新生？",
    "修订后的芷阳市养犬管理办法是什么时候开始施行的？",  # an article on its first year is nearer
    "2014年朔宁市是几月几日开始供暖的？",  # when the price was published is no answer
    "2021年到2022年，牧谣乳业的净利润是多少？",  # of two years, each in its own article
    "2016年在澧安，多大岁数的老人坐公交不要钱？",  # the reader takes the age of who asks
    "枫陵从哪一天起不收电话初装费了？",  # when it was lowered is no answer
    "2024年夺冠之前，铁牛队上一次拿省联赛冠军是哪一年？",  # the last of the years that are named
    "2022年汀源的月最低工资是多少？",  # 上一次调整是在2021年8月
    "麂岭县平均每户多少人，历次普查公报上是怎么写的？",  # a census, and the year after it
    "1985年以来，绛川动物园的东北虎先后有多少只？",  # two cubs were born
    "绛川动物园的门票现在是不是降价了，多少钱一张？",  # two questions
    "2019年那时候，汀源夫妻俩都缴公积金，贷款最高额度是多少？",  # what it had been changed to
    "咸立冬退休之后，汀源市住房公积金管理中心主任是谁？",  # a time that is an event
    "上个月绛川市无偿献血多少人次？",  # after the time of the month, not that of the article
    # The reader is not sure enough of the article that tells it.
    "茅坪渡的船工人数，这么多年下来有什么变化？",
    "绛川梆子剧团第一次获省戏剧节金奖，是哪一年的事？",
    "头一届柏川马拉松有多少人参赛？",
    "柏川马拉松目前的赛会纪录是多少？",
    "1992年到2020年，望淮县小麦的平均亩产是怎么一步步上去的？",
    "芦浦湿地的白鹤数量前前后后是怎么变的？",
    "东方白鹳第一次出现在芦浦湿地是哪一年？",
    "2022年商垣地铁一共拉了多少人次？",
    "眼下商垣一户人家最多能养几只狗？",
    "如今澧安有几个老年卡办卡点？",
    "城北木器厂火灾最后认定死了几个人？",
    "澧水杯的冠军奖金历届各是多少？",
    # Of several things in one sentence, which one a number belongs to.
    "金柳区2011年底和2014年底的初中在校学生分别是多少人？",
    "现在洗车店用水一方要交多少钱水费？",
    "禚家烩面馆的羊肉烩面这些年卖过什么价？",
    "苇集镇2016年和2017年各种了多少亩蒜？",
    "2010年那会儿，禚家两家店合起来一天能卖多少碗烩面？",  # 去年开了第二家分店, 一天能卖上千碗
    "澧安博物馆的一级文物历年公布的数量是多少？",  # 六十一件, and 去年 of something else behind it
    "赫连永平之前，大坡村的村支书是谁？",  # where 堂叔赫连守业 begins and ends
    "2021年度以来，沣川城乡居民医保个人每年要缴多少钱？",  # two years in one article
}
LONGEST_ADDITION = 8
BY_TIME = (AnswerKind.TIMELINE, AnswerKind.COMPARISON)  # of two years: 2019年和2020年各有多少


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_answers_hold_for_the_time_that_is_asked_about(
    tmp_path: Path, case: dict[str, Any]
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    lines = "\n".join(json.dumps(article, ensure_ascii=False) for article in case["articles"])
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    workspace = open_workspace(tmp_path / "data", collection=folder, meaning="on")
    deepen(workspace)
    wrong = {
        question["question"]
        for question in case["questions"]
        if not is_right(question, ask_on(workspace, question["today"], question["question"]))
    }
    assert wrong <= UNSOLVED


def ask_on(workspace: Workspace, today: str, question: str) -> Answer:
    day = date.fromisoformat(today) if today else date(2026, 11, 27)
    return Assistant(workspace, lambda: day).ask(question)


def is_right(question: dict[str, Any], answer: Answer) -> bool:
    if question["timeline"]:
        told = [(read_label(item.label), item.words.text) for item in answer.items]
        expected = question["timeline"]
        is_complete = all(any(agrees(one, other) for other in told) for one in expected)
        return answer.kind in BY_TIME and len(told) == len(expected) and is_complete
    if not question["answers"]:
        return not answer.answered
    if not answer.answered or answer.sources[0].hit.article.title != question["article"]:
        return False
    if question["type"] == "which_year":
        year = answer.validity.period.iso[:4] if answer.validity else ""
        return year in {accepted.removesuffix("年") for accepted in question["answers"]}
    if question["type"] == "when" and not tells_date(question["date"], answer):
        return False
    shown = answer.short.text if answer.short else answer.text
    return any(
        fold_without_spaces(accepted) in fold_without_spaces(shown)
        and (answer.short is None or len(shown) <= len(accepted) + LONGEST_ADDITION)
        for accepted in question["answers"]
    )


def tells_date(date: str, answer: Answer) -> bool:
    """Return whether the short answer means this date, whatever its words are."""
    told = answer.short.date if answer.short else ""
    return date == (told or (answer.validity.period.iso if answer.validity else ""))


def read_label(label: str) -> str:
    """Return the first day of a period as it is labelled in Chinese, as an ISO date."""
    return "-".join(part.zfill(2) for part in re.findall(r"\d+", label.partition("至")[0]))


def agrees(expected: tuple[str, str], told: tuple[str, str]) -> bool:
    days, words = told
    is_then = days.startswith(expected[0]) or expected[0].startswith(days)
    return is_then and fold_without_spaces(expected[1]) in fold_without_spaces(words)


def ask(tmp_path: Path, today: str, question: str, *articles: tuple[str, str, str]) -> Answer:
    folder = tmp_path / "pages"
    folder.mkdir()
    lines = [
        json.dumps({"title": title, "date": day, "text": text}, ensure_ascii=False)
        for title, day, text in articles
    ]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return ask_on(open_workspace(tmp_path / "data", collection=folder), today, question)


MARKETS = (
    ("一月菜价", "2022-01-10", "据监测,青岗市场的白菜每斤0.8元,萝卜每斤0.6元。"),
    ("二月菜价", "2022-02-10", "据监测,青岗市场的白菜每斤1.1元,萝卜每斤0.7元。"),
    ("三月菜价", "2022-03-10", "据监测,青岗市场的白菜每斤0.9元,萝卜每斤0.5元。"),
)


def test_this_year_is_that_of_the_newest_article_and_the_answer_says_so(tmp_path: Path) -> None:
    report = ("政府工作报告", "2023-01-06", "今年预期目标是:清河县城镇新增就业4200人。")
    answer = ask(tmp_path, "2026-11-27", "清河县今年城镇新增就业目标是多少?", report)
    assert answer.short
    assert answer.validity
    assert (answer.short.text, answer.validity.period.iso) == ("4200人", "2023")
    assert [(one.written, one.read_as) for one in answer.corrections] == [("今年", "2023年")]


def test_last_year_of_which_nothing_tells_is_declined(tmp_path: Path) -> None:
    report = ("政府工作报告", "2023-01-06", "去年清河县城镇新增就业4200人。")
    answer = ask(tmp_path, "2026-11-27", "清河县去年城镇新增就业多少人?", report)
    assert not answer.answered
    assert [(one.written, one.read_as) for one in answer.corrections] == [("去年", "2025年")]


def test_articles_that_mention_something_are_those_of_the_time_asked_about(tmp_path: Path) -> None:
    answer = ask(tmp_path, "2024-05-20", "2022年二月以后哪些文章提到白菜?", *MARKETS)
    assert answer.mentions
    assert {one.article.title for one in answer.mentions.page} == {"二月菜价", "三月菜价"}


def test_title_tells_the_month_and_the_date_of_the_article_its_year(tmp_path: Path) -> None:
    answer = ask(tmp_path, "2024-05-20", "2022年2月青岗市场的白菜每斤多少元?", *MARKETS)
    assert answer.short
    assert answer.validity
    assert (answer.short.text, answer.validity.period.iso) == ("1.1元", "2022-02")


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("第三次代表会议多少人到会?", "二百三十人"),
        ("第2次代表会议多少人到会?", "一百八十人"),
        ("二〇一〇年的代表会议多少人到会?", "一百八十人"),
        ("第二次代表会议的会长是谁?", "慕容华"),
    ],
)
def test_year_and_ordinal_number_choose_among_the_sentences_of_a_passage(
    question: str, short: str, tmp_path: Path
) -> None:
    text = (
        "第一次代表会议于2005年召开,会长为戴履谦,到会一百二十人。"
        "第二次代表会议于2010年召开,会长为慕容华,到会一百八十人。"
        "第三次代表会议于2015年召开,会长连任,到会二百三十人。"
    )
    answer = ask(tmp_path, "", question, ("联谊会历届会议", "", text))
    assert answer.short
    assert answer.short.text == short


def test_words_that_mean_a_date_are_told_with_it(tmp_path: Path) -> None:
    report = ("大桥合龙", "2023-11-20", "三天前,清江二桥主桥顺利合龙,建设者在桥上合影。")
    answer = ask(tmp_path, "2024-05-20", "清江二桥是什么时候合龙的?", report)
    assert answer.short
    assert (answer.short.text, answer.short.date) == ("三天前", "2023-11-17")


def test_what_happened_answers_when_and_not_what_was_planned(tmp_path: Path) -> None:
    plan = ("大桥开工", "2021-03-10", "清江二桥昨天开工。大桥全长八百六十米,计划2025年建成。")
    fact = ("大桥通车", "2025-01-05", "清江二桥已于2024年12月建成,比计划提前了一年。")
    answer = ask(tmp_path, "2025-05-20", "清江二桥是什么时候建成的?", plan, fact)
    assert answer.short
    assert (answer.short.text, answer.differing) == ("2024年12月", ())


def test_plan_alone_is_told_as_one(tmp_path: Path) -> None:
    plan = ("大桥开工", "2021-03-10", "清江二桥昨天开工。大桥全长八百六十米,计划2025年建成。")
    answer = ask(tmp_path, "2025-05-20", "清江二桥什么时候建成?", plan)
    assert answer.short
    assert answer.short.text == "计划2025年"


def test_numbers_in_chinese_make_a_timeline(tmp_path: Path) -> None:
    articles = (
        ("合作社成立", "2013-06-03", "青山桑园合作社成立,共有四十三户社员。"),
        ("合作社十年", "2018-01-26", "青山桑园合作社共有一百二十一户社员。"),
    )
    answer = ask(tmp_path, "2025-05-20", "青山桑园合作社有多少户社员?", *articles)
    assert answer.kind is AnswerKind.TIMELINE
    assert [one.words.text for one in answer.items] == ["四十三户", "一百二十一户"]


@pytest.mark.parametrize("asked", ["历任校长是谁", "有过哪几位校长"])
def test_holders_of_an_office_are_listed_in_their_order(tmp_path: Path, asked: str) -> None:
    articles = (
        (
            "石桥小学迎来新校长",
            "2021-10-18",
            "10月16日,石桥小学新任校长褚小玲到任,全校师生列队欢迎。校长褚小玲表示,要让每个孩子都"
            "喜欢上学。",
        ),
        (
            "石桥小学春季运动会",
            "2019-04-26",
            "昨天,石桥小学春季运动会开幕,校长邹维礼宣布比赛开始,全校六百名师生参加。",
        ),
    )
    answer = ask(tmp_path, "2022-05-20", f"石桥小学{asked}?", *articles)
    assert answer.kind is AnswerKind.TIMELINE
    assert [one.words.text for one in answer.items] == ["邹维礼", "褚小玲"]
