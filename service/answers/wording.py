"""How dates and titles are worded inside a sentence."""

from embeddings.documents import Article

_TITLE_CHARACTERS = 30


def format_chinese_date(date: str) -> str:
    """Return an ISO date such as 2017-10 as 2017年10月."""
    return "".join(
        part.lstrip("0") + unit for part, unit in zip(date.split("-"), "年月日", strict=False)
    )


def format_chinese_period(iso: str) -> str:
    """Return a period in ISO form such as 2017/2019 as 2017年至2019年."""
    first, slash, last = iso.partition("/")
    if not slash:
        return format_chinese_date(first)
    if last == "..":
        return f"{format_chinese_date(first)}以来"
    if first == "..":
        return f"{format_chinese_date(last)}以前"
    return f"{format_chinese_date(first)}至{format_chinese_date(last)}"


def shorten_title(article: Article) -> str:
    """Return the title, or else the file name, cut after 30 characters."""
    title = article.title or article.source
    return title if len(title) <= _TITLE_CHARACTERS else f"{title[:_TITLE_CHARACTERS]}…"
