"""Questions for all articles that mention something, and the articles found."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from embeddings.documents import Article, Passage, Span
from service.answers.wording import format_chinese_date, shorten_title
from service.language import Language
from service.times.period import Period

_TITLES = 3


class Form(StrEnum):
    """Whether to list the articles or count them."""

    LIST = "list"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class MentionQuestion:
    """A question for all articles that mention something.

    Attributes:
        terms: what they mention, as typed, without quotation marks.
        match: whether an article must mention all of the terms, or any.
        form: whether to list the articles or count them.
        date: the prefix of the ISO date that they must have, or "".
        language: the language of the question.
        period: the days of which they must be, if the date does not say so; None for any.
    """

    terms: tuple[str, ...]
    match: Literal["all", "any"] = "all"
    form: Form = Form.LIST
    date: str = ""
    language: Language = Language.CHINESE
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One article that mentions the terms.

    Attributes:
        article: the article.
        count: how often it mentions them, in title, byline and text.
        quote: the first sentence with a mention; None if only title or byline has one.
        highlights: the ranges of the terms in that sentence.
        passage: the passage that contains the quote, or the article's first; None without any.
    """

    article: Article
    count: int
    quote: Span | None
    highlights: tuple[Span, ...]
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """One page of the articles that mention something, in the order of their sources.

    Attributes:
        asked: the parsed question.
        total: how many articles there are in all.
        page: the articles of this page.
        next_offset: where the next page starts, or None at the end.
        revision: the library revision that was searched.
    """

    asked: MentionQuestion
    total: int
    page: tuple[Mention, ...]
    next_offset: int | None
    revision: int

    @property
    def statement(self) -> str:
        """The answer in one sentence, in the language of the question."""
        write = _state_in_english if self.asked.language is Language.ENGLISH else _state_in_chinese
        return write(self)


def _state_in_chinese(found: Mentions) -> str:
    conjunction = "和" if found.asked.match == "all" else "或"
    terms = conjunction.join(f"“{term}”" for term in found.asked.terms)
    dated = f"日期为{format_chinese_date(found.asked.date)}的" if found.asked.date else ""
    if not found.total:
        return f"收录的{dated}文章里没有提到{terms}。"
    counted = f"共有 {found.total} 篇{dated}文章提到{terms}"
    if found.asked.form is Form.COUNT:
        return f"{counted}。"
    titles = "、".join(f"《{shorten_title(mention.article)}》" for mention in found.page[:_TITLES])
    return f"{counted}：{titles}{'等' if found.total > _TITLES else ''}。"


def _state_in_english(found: Mentions) -> str:
    conjunction = " and " if found.asked.match == "all" else " or "
    terms = conjunction.join(f"“{term}”" for term in found.asked.terms)
    dated = f" dated {found.asked.date}" if found.asked.date else ""
    if not found.total:
        return f"No article{dated} in the collection mentions {terms}."
    noun, verb = ("article", "mentions") if found.total == 1 else ("articles", "mention")
    counted = f"{found.total} {noun}{dated} {verb} {terms}"
    if found.asked.form is Form.COUNT:
        return f"{counted}."
    titles = ", ".join(f"“{shorten_title(mention.article)}”" for mention in found.page[:_TITLES])
    return f"{counted}: {titles}{' and others' if found.total > _TITLES else ''}."
