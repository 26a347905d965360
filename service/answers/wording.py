"""How dates and titles are worded inside a sentence."""

from embeddings.documents import Article

_TITLE_CHARACTERS = 30


def format_chinese_date(date: str) -> str:
    """Return an ISO date such as 2017-10 as 2017年10月."""
    return "".join(
        part.lstrip("0") + unit for part, unit in zip(date.split("-"), "年月日", strict=False)
    )


def shorten_title(article: Article) -> str:
    """Return the title, or else the file name, cut after 30 characters."""
    title = article.title or article.source
    return title if len(title) <= _TITLE_CHARACTERS else f"{title[:_TITLE_CHARACTERS]}…"
