"""Questions about the collection itself are distinguished from questions to its articles."""

import pytest

from service.questions.collection_questions import (
    CollectionQuestion,
    CollectionTopic,
    read_collection_question,
)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("一共有多少篇文章？", CollectionTopic.COUNT),
        ("请问你们现在收录了多少篇新闻", CollectionTopic.COUNT),
        ("文章总数是多少", CollectionTopic.COUNT),
        ("馆藏有多少篇", CollectionTopic.COUNT),
        ("How many articles do you have?", CollectionTopic.COUNT),
        ("最新的一篇", CollectionTopic.NEWEST),
        ("最新的文章是哪一篇？", CollectionTopic.NEWEST),
        ("最近有什么新闻", CollectionTopic.NEWEST),
        ("What is the latest article?", CollectionTopic.NEWEST),
        ("最早的", CollectionTopic.OLDEST),
        ("那最早的呢？", CollectionTopic.OLDEST),
        ("哪篇文章最早", CollectionTopic.OLDEST),
        ("Which article is the oldest?", CollectionTopic.OLDEST),
        ("有哪些来源", CollectionTopic.SOURCES),
        ("文章都来自哪些报纸", CollectionTopic.SOURCES),
        ("数据来源是什么", CollectionTopic.SOURCES),
        ("Where do the articles come from?", CollectionTopic.SOURCES),
        ("文章是什么时候的", CollectionTopic.PERIOD),
        ("收录了哪些年份的文章", CollectionTopic.PERIOD),
        ("库里有哪些文章", CollectionTopic.TITLES),
        ("列出所有文章", CollectionTopic.TITLES),
        ("List all articles", CollectionTopic.TITLES),
    ],
)
def test_question_about_the_collection_is_recognized(text: str, topic: CollectionTopic) -> None:
    assert read_collection_question(text) == CollectionQuestion(topic)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("2023年有几篇", CollectionQuestion(CollectionTopic.COUNT, "2023")),
        ("2021年3月的文章有多少篇？", CollectionQuestion(CollectionTopic.COUNT, "2021-03")),
        ("有没有2023年的文章", CollectionQuestion(CollectionTopic.COUNT, "2023")),
        ("2021年有哪些报道", CollectionQuestion(CollectionTopic.TITLES, "2021")),
        ("how many articles are from 2021?", CollectionQuestion(CollectionTopic.COUNT, "2021")),
        ("最新的三篇文章是什么", CollectionQuestion(CollectionTopic.NEWEST, count=3)),
        ("最早的5篇", CollectionQuestion(CollectionTopic.OLDEST, count=5)),
    ],
)
def test_dates_and_numbers_are_read(text: str, question: CollectionQuestion) -> None:
    assert read_collection_question(text) == question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("最新的一篇文章讲了什么?", CollectionQuestion(CollectionTopic.NEWEST, asks_content=True)),
        ("最近的报道说的是什么事", CollectionQuestion(CollectionTopic.NEWEST, asks_content=True)),
        ("最早的文章主要内容是什么", CollectionQuestion(CollectionTopic.OLDEST, asks_content=True)),
        (
            "最新的三篇新闻都写了些什么?",
            CollectionQuestion(CollectionTopic.NEWEST, count=3, asks_content=True),
        ),
        (
            "What is the latest article about?",
            CollectionQuestion(CollectionTopic.NEWEST, asks_content=True),
        ),
    ],
)
def test_question_for_what_an_article_says_is_read(text: str, question: CollectionQuestion) -> None:
    assert read_collection_question(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "中原区有多少篇文章",
        "最新的文件讲了什么",
        "焦裕禄写了多少篇文章",
        "二七区2021年发表了多少篇文章",
        "哪些文章提到焦裕禄",
        "这个项目有多少篇报道",
        "2021年有哪些项目",
        "2021年有多少人",
        "发了几份文件",
        "有哪些",
        "一共有多少",
        "最新的数据是多少",
        "最早的图书馆是哪一座",
        "最近的一次是什么时候",
        "最早的是哪一年",
        "第一篇文章写了什么",
        "how many people are there",
        "Which county is the oldest?",
    ],
)
def test_question_to_the_articles_is_left_alone(text: str) -> None:
    assert read_collection_question(text) is None
