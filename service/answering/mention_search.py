"""Find all articles that mention something: count them all, return one page."""

from embeddings.documents import Article
from embeddings.index.exact_search import build_searched_text, find_articles
from embeddings.library.library import Library
from embeddings.text.exact_term import ExactTerm
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_sentence
from service.answers.mentions import Mention, MentionQuestion, Mentions
from service.retrieval.scope import Scope
from service.times.period import parse_period

PAGE = 50


def find_mentions(
    asked: MentionQuestion, scope: Scope, library: Library, offset: int, limit: int
) -> Mentions:
    """Find every article that mentions the terms; return ``limit`` of them from ``offset`` on."""
    terms = [ExactTerm(term) for term in asked.terms]
    matching = find_articles(terms, asked.match, library, scope.snapshot.index.lexical)
    found = sorted(
        (article.source, article.id)
        for article in matching
        if article.id in scope and _is_of_date(article, asked)
    )
    selected = (
        library.articles.get(article_id) for _, article_id in found[offset : offset + limit]
    )
    page = tuple(_build_mention(article, terms, library) for article in selected if article)
    following = offset + limit if offset + limit < len(found) else None
    return Mentions(asked, len(found), page, following, scope.snapshot.manifest.revision)


def _is_of_date(article: Article, asked: MentionQuestion) -> bool:
    if asked.period is None:
        return article.publication_date.startswith(asked.date)
    written = parse_period(article.publication_date)
    return written is not None and written.overlaps(asked.period)


def _build_mention(article: Article, terms: list[ExactTerm], library: Library) -> Mention:
    count = sum(
        1 for term in terms for _ in term.spans_in(fold_aligned(build_searched_text(article)))
    )
    spans = sorted(span for term in terms for span in term.spans_in(fold_aligned(article.text)))
    passages = library.passages.of_article(article.id)
    if not spans:
        return Mention(article, count, None, (), passages[0] if passages else None)
    quote = find_sentence(article.text, spans[0])
    highlights = tuple(span for span in spans if span.end <= quote.end)
    before = [p for p in passages if p.start <= spans[0].start] or passages[:1]
    return Mention(article, count, quote, highlights, before[-1] if before else None)
