"""Questions in the words of an article: grammatical, clear by themselves, of no vague number."""

import pytest

from embeddings.documents import Article, Span
from embeddings.text.terms import load_segmenter
from service.suggestions.clause import find_topic, read_clauses
from service.suggestions.proposals import propose

SEGMENTER = load_segmenter(())
WHOLE = Span(0, 1_000_000)


def questions(text: str, title: str = "安平区的新闻") -> dict[str, str]:
    """Return the questions that an article seems to answer, each with the words that answer it."""
    article = Article("a", "a.txt", title, "", "", text)
    return {
        candidate.question: candidate.told
        for clause in read_clauses(article, WHOLE, SEGMENTER)
        for candidate in propose(clause, SEGMENTER)
    }


@pytest.mark.parametrize(
    ("sentence", "question", "told"),
    [
        ("安平区组织志愿服务230余次。", "安平区组织了多少次志愿服务?", "230余次"),
        ("安平区聘请了145名民间河长。", "安平区聘请了多少名民间河长?", "145名"),
        ("今年以来,全区累计组建各类书社36个。", "安平区组建了多少个书社?", "36个"),
        ("安平区发放救灾资金4.2亿元。", "安平区发放救灾资金多少元?", "4.2亿元"),
        ("安平区委书记王万鹏参加了活动。", "安平区委书记是谁?", "王万鹏"),
        ("远航机械公司总经理刘洋说,订单很多。", "远航机械公司总经理是谁?", "刘洋"),
        ("10月10日,渔湾镇石桥正式通车。", "渔湾镇石桥是什么时候通车的?", "10月10日"),
        (
            "松岭县人民医院新门诊楼于6月1日投入使用。",
            "松岭县人民医院新门诊楼是什么时候投入使用的?",
            "6月1日",
        ),
        ("2020年4月20日,医院成立了胸痛中心。", "胸痛中心是什么时候成立的?", "2020年4月20日"),
        ("渔湾镇的微信平台名为“渔湾播报”。", "渔湾镇的微信平台叫什么名字?", "渔湾播报"),
        (
            "安平区推行“三段工资制”(基本工资、计件工资和年终分红)。",
            "“三段工资制”指的是什么?",
            "基本工资、计",
        ),
        ("清水河治理工程包括清淤、护岸和绿化。", "清水河治理工程包括哪些?", "清淤"),
        ("渔湾镇的石桥全长86米。", "渔湾镇的石桥全长多少米?", "86米"),
    ],
)
def test_sentence_becomes_a_question(sentence: str, question: str, told: str) -> None:
    assert questions(sentence).items() >= {question: told}.items()


@pytest.mark.parametrize(
    "sentence",
    [
        "医院引进了设备2台。",  # whose?
        "新馆藏书68万册,设有座位1500个。",
        "该区组织志愿服务230次。",  # which?
        "其中植树造林120亩。",
        "为社区配备书记30名。",
        "安平区同比增长18%。",
        "安平区的学校分为3类和5个层次。",
        "安平区涉及党员6800人。",
        "远航机械公司研发了32项专利。",  # a name that begins with a verb
        "新打造村、社区党建示范点12家。",
        "帮助解决社区困难,发放联系卡4000张。",
        "校长赵敏介绍了情况。",
        "学校的机器人社团名叫“小蜜蜂”。",
        "“安平区组织志愿服务230次。",
    ],
)
def test_what_is_unclear_by_itself_is_not_asked(sentence: str) -> None:
    assert questions(sentence) == {}


def test_clause_without_a_subject_is_about_that_of_the_one_before() -> None:
    assert questions("松岭县人民医院引进了28名博士,购置设备2台。") == {
        "松岭县人民医院引进了多少名博士?": "28名",
        "松岭县人民医院购置了多少台设备?": "2台",
    }


def test_article_is_about_the_place_in_its_title_or_that_it_names_most() -> None:
    def topic(title: str, text: str) -> str:
        return find_topic(Article("a", "a.txt", title, "", "", text), SEGMENTER)

    assert topic("第三观摩组到惠济区实地观摩", "") == "惠济区"
    assert topic("党建领航", "安平区很好。" * 4 + "渔湾镇也好。") == "安平区"
    assert topic("党建领航", "渔湾镇也好。") == ""
