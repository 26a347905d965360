"""Questions for all articles that mention a term are distinguished from similar ones."""

import pytest

from embeddings.text.terms import Segmenter
from service.answers.mentions import Form, MentionQuestion
from service.language import Language
from service.questions.mention_questions import read_mention_question

CUT = Segmenter().words


def read(question: str) -> MentionQuestion | None:
    return read_mention_question(question, CUT)


@pytest.mark.parametrize(
    ("question", "term", "form"),
    [
        ("哪些文章提到焦裕禄?", "焦裕禄", Form.LIST),
        ("有多少篇提到望江县?", "望江县", Form.COUNT),
        ('提到"五星级"的报道有几篇', "五星级", Form.COUNT),
        ("关于秦岭路街道的文章有哪些", "秦岭路街道", Form.LIST),
        ("哪几篇新闻讲到了刘琴", "刘琴", Form.LIST),
        ("几篇文章里出现过王静", "王静", Form.COUNT),
        ("哪些文章提到了“党建云”这个词?", "党建云", Form.LIST),
        ("焦裕禄在哪些文章中出现过?", "焦裕禄", Form.LIST),
        ("焦裕禄这个名字在几篇文章里出现过?", "焦裕禄", Form.COUNT),
        ("赵新举被哪些报道提到过?", "赵新举", Form.LIST),
        ("望江县出现在哪几篇报道里?", "望江县", Form.LIST),
        ("请列出所有提到焦裕禄的文章", "焦裕禄", Form.LIST),
        ("有哪些关于人才引进的报道?", "人才引进", Form.LIST),
        ("与莲湖街道有关的文章有哪些", "莲湖街道", Form.LIST),
        ("哪些报道与莲湖街道有关?", "莲湖街道", Form.LIST),
        ("有多少篇文章提到《组工通讯》?", "组工通讯", Form.COUNT),
        ("哪些文章提到中华人民共和国宪法", "中华人民共和国宪法", Form.LIST),
        ("哪些文章提到“不忘初心、牢记使命”?", "不忘初心、牢记使命", Form.LIST),
        ("哪些文章提到“的”?", "的", Form.LIST),
        ("提到“他在哪里?”的文章有几篇?", "他在哪里?", Form.COUNT),
        ("提到碧沙岗商圈的有哪几篇?", "碧沙岗商圈", Form.LIST),
        ("一共有几篇报道涉及“三票制”?", "三票制", Form.COUNT),
        ("馆藏里有多少篇文章提到二七区?", "二七区", Form.COUNT),
        ("请问哪些文章介绍了党建云平台?", "党建云平台", Form.LIST),
        ("哪些文章里有“时间银行”?", "时间银行", Form.LIST),
        ("統計提到焦裕祿的文章數量", "焦裕祿", Form.COUNT),
        ("哪些報道提到焦裕祿？", "焦裕祿", Form.LIST),
        ("哪些文章提到了ＡＰＥＣ？", "ＡＰＥＣ", Form.LIST),
        ("哪些文章是关于换届的?", "换届", Form.LIST),
        ("哪些新闻报道了惠济区", "惠济区", Form.LIST),
        ("哪篇报道了焦裕禄", "焦裕禄", Form.LIST),
        ("有几条新闻提到G20峰会", "G20峰会", Form.COUNT),
        ("有没有文章提到焦裕禄?", "焦裕禄", Form.LIST),
        ("文章里提到陈久磊的有几篇?", "陈久磊", Form.COUNT),
        ("望江县一共有多少篇报道?", "望江县", Form.COUNT),
        ("莲湖街道的文章有几篇", "莲湖街道", Form.COUNT),
        ("“时间银行”总共有几篇新闻?", "时间银行", Form.COUNT),
        ("一共有多少篇望江县的报道?", "望江县", Form.COUNT),
        ("Which articles mention Jiao Yulu?", "Jiao Yulu", Form.LIST),
        ("How many articles mention 焦裕禄?", "焦裕禄", Form.COUNT),
        ("What reports are about the G20 summit?", "G20 summit", Form.LIST),
        ("In how many articles is Beijing mentioned?", "Beijing", Form.COUNT),
        ("Please list all articles that refer to “AI”.", "AI", Form.LIST),
    ],
)
def test_mention_question_yields_its_terms_and_its_kind(
    question: str, term: str, form: Form
) -> None:
    asked = read(question)
    assert asked is not None
    assert (asked.terms, asked.form, asked.date) == ((term,), form, "")


@pytest.mark.parametrize(
    ("question", "terms", "match"),
    [
        ("哪些文章同时提到焦裕禄和兰考?", ("焦裕禄", "兰考"), "all"),
        ("哪些文章提到焦裕禄以及兰考?", ("焦裕禄", "兰考"), "all"),
        ("哪些文章提到焦裕禄或兰考", ("焦裕禄", "兰考"), "any"),
        ("提到“焦裕禄”、“兰考”的文章有几篇", ("焦裕禄", "兰考"), "all"),
        ("哪些新闻里提到“时间银行”或者“积分”", ("时间银行", "积分"), "any"),
        ("哪些文章提到密垌与郭厂?", ("密垌", "郭厂"), "all"),
        ("list all articles mentioning APEC and G20", ("APEC", "G20"), "all"),
        ('Which documents contain "five star" or 五星级?', ("five star", "五星级"), "any"),
    ],
)
def test_reads_several_terms(question: str, terms: tuple[str, ...], match: str) -> None:
    asked = read(question)
    assert asked is not None
    assert (asked.terms, asked.match) == (terms, match)


@pytest.mark.parametrize(
    ("question", "date"),
    [
        ("2018年的哪些文章提到中原区?", "2018"),
        ("2017年10月有多少篇报道提到中原区?", "2017-10"),
        ("2017年3月8日有几篇报道提到中原区?", "2017-03-08"),
        ("2018年提到中原区的文章有哪些", "2018"),
        ("列出2018年提到中原区的文章", "2018"),
        ("In 2018, how many articles mention 中原区?", "2018"),
    ],
)
def test_reads_the_date_of_the_articles(question: str, date: str) -> None:
    asked = read(question)
    assert asked is not None
    assert (asked.terms, asked.date) == (("中原区",), date)


@pytest.mark.parametrize(
    "question",
    [
        "焦裕禄写了多少篇文章?",
        "这次评选有多少篇作品入选?",
        "哪些文章获奖?",
        "哪些文章最长?",
        "哪篇文章写得最好?",
        "征文活动收到多少篇文章?",
        "哪些文章提到的人获奖了?",
        "二七区在省市媒体发表创先争优稿件多少篇?",
        "中原红网发布了多少篇微信信息?",
        "有多少篇报道发表在人民网上?",
        "撰写心得体会多少篇?",
        "哪些文章提到了什么?",
        "哪些文章提到谁是区委书记?",
        "哪些文章没有提到焦裕禄?",
        "哪些文章提到他?",
        "这篇文章提到了哪些人?",
        "文章提到哪些街道?",
        "文章中提到的“两本书”是什么?",
        "哪些街道提到了五星级?",
        "哪些提到了五星级?",
        "涉及拆迁的有多少?",
        "学校有多少篇文章提到雷锋?",
        "报告中提到的三票制指的是哪三票?",
        "关于人才工作的文件有哪些要求?",
        "关于加强党建的意见有哪些?",
        "关于加强城市基层党建工作的实施意见有多少条?",
        "关于深化党员志愿服务活动的文件有几个?",
        "提到焦裕禄精神时组织了什么活动?",
        "有关部门出台了哪些文件?",
        "这个街道有多少篇报道?",
        "望江县有多少篇报道获奖?",
        "望江县写了多少篇报道?",
        "望江县在省级媒体有多少篇报道?",
        "哪个区有多少篇报道?",
        "征文有多少篇?",
        "哪些通讯员写了稿件?",
        "惠济区有多少名党员?",
        "How many articles did Jiao Yulu write?",
        "Which articles won a prize?",
        "Which articles mention him?",
        "Which district is about to build a park?",
        "",
        "?",
        "哪些文章提到“ ”?",
        "哪些文章提到" + "焦裕禄" * 14,
        "哪些文章提到" + "焦裕禄" * 600,
        "," * 2000,
    ],
)
def test_a_question_about_something_in_an_article_is_left_alone(question: str) -> None:
    assert read(question) is None


def test_language_of_the_question_is_known() -> None:
    chinese, english = read("哪些文章提到 Beijing?"), read("Which articles mention 北京?")
    assert chinese is not None
    assert english is not None
    assert (chinese.language, english.language) == (Language.CHINESE, Language.ENGLISH)
