"""All articles that mention something: counted whole, shown a page at a time."""

from dataclasses import dataclass

from embeddings.index.exact_search import ExactTerm, articles_that_hold, searched_text
from embeddings.library.library import Library
from embeddings.nouns import Article, Passage, Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import sentences
from service.questions.mention_questions import Form, Language, MentionQuestion
from service.retrieval.scope import Scope

PAGE = 50
_TITLES = 3
_TITLE_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class Mention:
    """One article that mentions what was asked for.

    Attributes:
        article: the article.
        count: how often it does, in title, byline and text.
        quote: its first sentence that does; None when only title or byline do.
        highlights: where the terms stand in that sentence.
        passage: the passage that the quote stands in, or the article's first; None without any.
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
        asked: the question, read.
        total: how many articles there are in all.
        page: those of this page.
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
        write = _in_english if self.asked.language is Language.ENGLISH else _in_chinese
        return write(self)


def find_mentions(
    asked: MentionQuestion, scope: Scope, library: Library, offset: int, limit: int
) -> Mentions:
    """Find every article that mentions what is asked for; show ``limit`` after ``offset``."""
    terms = [ExactTerm(term) for term in asked.terms]
    holding = articles_that_hold(terms, asked.match, library, scope.snapshot.index.lexical)
    found = sorted(
        (one.source, one.id)
        for one in holding
        if one.id in scope and one.date.startswith(asked.date)
    )
    shown = (library.article(article_id) for _, article_id in found[offset : offset + limit])
    page = tuple(_mention(article, terms, library) for article in shown if article)
    following = offset + limit if offset + limit < len(found) else None
    return Mentions(asked, len(found), page, following, scope.snapshot.manifest.revision)


def _mention(article: Article, terms: list[ExactTerm], library: Library) -> Mention:
    count = sum(1 for term in terms for _ in term.spans_in(fold_aligned(searched_text(article))))
    spans = sorted(span for term in terms for span in term.spans_in(fold_aligned(article.text)))
    passages = library.passages_of(article.id)
    if not spans:
        return Mention(article, count, None, (), passages[0] if passages else None)
    quote = _sentence(article.text, spans[0])
    highlights = tuple(span for span in spans if span.end <= quote.end)
    before = [one for one in passages if one.start <= spans[0].start] or passages[:1]
    return Mention(article, count, quote, highlights, before[-1] if before else None)


def _sentence(text: str, span: Span) -> Span:
    """Return the sentence around ``span``, or those that it runs over."""
    end = text.find("\n", span.end)
    line = Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)
    touched = [s for s in sentences(text, line) if s.end > span.start and s.start < span.end]
    return Span(touched[0].start, touched[-1].end)


def _in_chinese(found: Mentions) -> str:
    joint = "和" if found.asked.match == "all" else "或"
    terms = joint.join(f"“{term}”" for term in found.asked.terms)
    dated = f"日期为{_chinese_date(found.asked.date)}的" if found.asked.date else ""
    if not found.total:
        return f"收录的{dated}文章里没有提到{terms}。"
    counted = f"共有 {found.total} 篇{dated}文章提到{terms}"
    if found.asked.form is Form.COUNT:
        return f"{counted}。"
    titles = "、".join(f"《{_title(one.article)}》" for one in found.page[:_TITLES])
    return f"{counted}：{titles}{'等' if found.total > _TITLES else ''}。"


def _in_english(found: Mentions) -> str:
    joint = " and " if found.asked.match == "all" else " or "
    terms = joint.join(f"“{term}”" for term in found.asked.terms)
    dated = f" dated {found.asked.date}" if found.asked.date else ""
    if not found.total:
        return f"No article{dated} in the collection mentions {terms}."
    noun, verb = ("article", "mentions") if found.total == 1 else ("articles", "mention")
    counted = f"{found.total} {noun}{dated} {verb} {terms}"
    if found.asked.form is Form.COUNT:
        return f"{counted}."
    titles = ", ".join(f"“{_title(one.article)}”" for one in found.page[:_TITLES])
    return f"{counted}: {titles}{' and others' if found.total > _TITLES else ''}."


def _chinese_date(date: str) -> str:
    return "".join(
        part.lstrip("0") + unit for part, unit in zip(date.split("-"), "年月日", strict=False)
    )


def _title(article: Article) -> str:
    title = article.title or article.source
    return title if len(title) <= _TITLE_CHARACTERS else f"{title[:_TITLE_CHARACTERS]}…"
