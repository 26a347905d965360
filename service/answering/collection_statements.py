"""Put facts about the collection into a sentence, in Chinese or English."""

from collections.abc import Callable, Mapping

from embeddings.documents import Article, Span
from service.answers.collection import CollectionFacts
from service.answers.wording import format_chinese_date, shorten_title
from service.language import Language
from service.locating.quoting import find_quote
from service.questions.collection_questions import CollectionQuestion, CollectionTopic

State = Callable[[CollectionQuestion, CollectionFacts], str]
_NAMED_FILES = 5
_BY_DATE = (CollectionTopic.NEWEST, CollectionTopic.OLDEST, CollectionTopic.PERIOD)


def _depends_on_dates(asked: CollectionQuestion) -> bool:
    return bool(asked.date) or asked.topic in _BY_DATE


def _state_in_chinese(asked: CollectionQuestion, facts: CollectionFacts) -> str:
    if not facts.total and not asked.date:
        return "还没有收录文章。"
    if not _depends_on_dates(asked) or not facts.undated:
        return _CHINESE[asked.topic](asked, facts)
    if facts.undated == facts.articles:
        return "收录的文章都没有注明日期。"
    return f"{_CHINESE[asked.topic](asked, facts)}另有 {facts.undated} 篇没有注明日期。"


def _count_in_chinese(asked: CollectionQuestion, facts: CollectionFacts) -> str:
    if not asked.date:
        return f"一共收录了 {facts.total} 篇文章。"
    dated = f"日期为{format_chinese_date(asked.date)}的文章"
    return f"{dated}有 {facts.total} 篇。" if facts.total else f"没有{dated}。"


def _name_in_chinese(asked: CollectionQuestion, facts: CollectionFacts) -> str:
    newest = asked.topic is CollectionTopic.NEWEST
    which = f"日期最{'新' if newest else '早'}的" + (
        "一篇是" if len(facts.named) == 1 else f" {len(facts.named)} 篇是："
    )
    titles = (
        f"《{shorten_title(article)}》（{format_chinese_date(article.publication_date)}）"
        + (f"，开头是：“{_quote_lead(article)}”" if asked.asks_content else "")
        for article in facts.named
    )
    return f"{which}{'、'.join(titles)}。"


def _quote_lead(article: Article) -> str:
    """Return the first words of an article, verbatim."""
    lead = find_quote(article.text, Span(0, 1))
    return article.text[slice(*lead)].rstrip("。")


def _list_files_in_chinese(_: CollectionQuestion, facts: CollectionFacts) -> str:
    files = "、".join(f"{name}（{count} 篇）" for name, count in facts.files[:_NAMED_FILES])
    more = "等" if len(facts.files) > _NAMED_FILES else ""
    return f"{facts.total} 篇文章来自 {len(facts.files)} 个文件：{files}{more}。"


def _state_period_in_chinese(_: CollectionQuestion, facts: CollectionFacts) -> str:
    first, last = format_chinese_date(facts.first), format_chinese_date(facts.last)
    return f"文章的日期从{first}到{last}。"


def _list_titles_in_chinese(asked: CollectionQuestion, facts: CollectionFacts) -> str:
    counted = _count_in_chinese(asked, facts).removesuffix("。")
    if not facts.named:
        return f"{counted}。"
    titles = "、".join(f"《{shorten_title(article)}》" for article in facts.named)
    return f"{counted}：{titles}{'等' if facts.total > len(facts.named) else ''}。"


_CHINESE: Mapping[CollectionTopic, State] = {
    CollectionTopic.COUNT: _count_in_chinese,
    CollectionTopic.NEWEST: _name_in_chinese,
    CollectionTopic.OLDEST: _name_in_chinese,
    CollectionTopic.SOURCES: _list_files_in_chinese,
    CollectionTopic.PERIOD: _state_period_in_chinese,
    CollectionTopic.TITLES: _list_titles_in_chinese,
}


def _state_in_english(asked: CollectionQuestion, facts: CollectionFacts) -> str:
    if not facts.total and not asked.date:
        return "There are no articles yet."
    if not _depends_on_dates(asked) or not facts.undated:
        return _ENGLISH[asked.topic](asked, facts)
    if facts.undated == facts.articles:
        return "The articles have no dates."
    return f"{_ENGLISH[asked.topic](asked, facts)} Articles without a date: {facts.undated}."


def _count_in_english(asked: CollectionQuestion, facts: CollectionFacts) -> str:
    dated = f" dated {asked.date}" if asked.date else ""
    if facts.total == 1:
        return f"There is 1 article{dated}."
    return f"There are {facts.total or 'no'} articles{dated}."


def _name_in_english(asked: CollectionQuestion, facts: CollectionFacts) -> str:
    order = "newest" if asked.topic is CollectionTopic.NEWEST else "oldest"
    titles = ", ".join(
        f"“{shorten_title(article)}” ({article.publication_date})"
        + (f", which begins: “{_quote_lead(article)}”" if asked.asks_content else "")
        for article in facts.named
    )
    count = len(facts.named)
    subject = f"The {order} article is" if count == 1 else f"The {count} {order} articles are"
    return f"{subject} {titles}."


def _list_files_in_english(_: CollectionQuestion, facts: CollectionFacts) -> str:
    files = ", ".join(f"{name} ({count})" for name, count in facts.files[:_NAMED_FILES])
    more = " and others" if len(facts.files) > _NAMED_FILES else ""
    articles = "1 article comes" if facts.total == 1 else f"{facts.total} articles come"
    number = "1 file" if len(facts.files) == 1 else f"{len(facts.files)} files"
    return f"The {articles} from {number}: {files}{more}."


def _state_period_in_english(_: CollectionQuestion, facts: CollectionFacts) -> str:
    return f"The articles are dated {facts.first} to {facts.last}."


def _list_titles_in_english(asked: CollectionQuestion, facts: CollectionFacts) -> str:
    counted = _count_in_english(asked, facts).removesuffix(".")
    if not facts.named:
        return f"{counted}."
    titles = ", ".join(f"“{shorten_title(article)}”" for article in facts.named)
    return f"{counted}: {titles}{' and others' if facts.total > len(facts.named) else ''}."


_ENGLISH: Mapping[CollectionTopic, State] = {
    CollectionTopic.COUNT: _count_in_english,
    CollectionTopic.NEWEST: _name_in_english,
    CollectionTopic.OLDEST: _name_in_english,
    CollectionTopic.SOURCES: _list_files_in_english,
    CollectionTopic.PERIOD: _state_period_in_english,
    CollectionTopic.TITLES: _list_titles_in_english,
}
STATE: Mapping[Language, State] = {
    Language.CHINESE: _state_in_chinese,
    Language.ENGLISH: _state_in_english,
}
"""By language: states the facts in a sentence."""
