"""Choose the title of a web page: as the page shows it, without the name of the site."""

import re
from collections.abc import Iterator, Sequence

from embeddings.articles.content import Paragraph, Role
from embeddings.reading.article_builder import derive_title
from embeddings.reading.formats.html_alignment import squeeze
from embeddings.reading.formats.markup_elements import PageElement

_SEPARATOR = r"(?:[-_|–—―·»>/\\]|::|:)"
_TITLE_END = re.compile(rf"\s*{_SEPARATOR}+\s*")
_LAST_PART = re.compile(r"\s*(?:[-_|–—―»]|::)+\s*(?P<name>[^-_|–—―»]{2,20})$")
_SITE = re.compile(
    r".{0,16}(?:网|网站|官网|官方网站|门户|门户网站|首页|频道|在线|新闻|资讯|客户端|订阅|论坛|博客|公报|政府|日报|晚报|"
    r"时报|早报|晨报|商报|都市报|电视台)"
)
_SHORTEST = 6  # characters of a line that is no heading, but the title
_FIRST = 3  # lines of a page that may be shorter


def choose_title(
    source: str, elements: Sequence[PageElement], headline: str, stated: str, known: str
) -> str:
    """Return the title of a page.

    Args:
        source: the name of its file.
        elements: what it shows.
        headline: its first heading of the first level, or "".
        stated: what it tells programs, often with the name of the site.
        known: what an extractor took for its title, or "".
    """
    if shown := _find_shown(stated, elements):
        return shown
    if headline and (not known or squeeze(headline).startswith(squeeze(known))):
        return headline
    if headline and _SITE.fullmatch(known):
        return headline
    return drop_site(known or stated) or derive_title(source)


def drop_site(title: str) -> str:
    """Return a title without the names of sites and their parts at its end."""
    while (match := _LAST_PART.search(title)) and match.start() and _SITE.fullmatch(match["name"]):
        title = title[: match.start()].rstrip()
    return title


def find_site(stated: str, title: str) -> str:
    """Return what a page states behind its title: mostly the name of the site."""
    place = stated.find(title) if title else -1
    return stated[place + len(title) :] if place >= 0 else ""


def _find_shown(stated: str, elements: Sequence[PageElement]) -> str:
    """Return the longest heading, or line, with which the stated title begins, or ""."""
    shown = list(_iterate_shown(stated, elements))
    return max(shown, key=len, default="")


def _iterate_shown(stated: str, elements: Sequence[PageElement]) -> Iterator[str]:
    for place, item in enumerate(elements):
        element = item.element
        if not isinstance(element, Paragraph) or not stated.startswith(element.text):
            continue
        is_first = place < _FIRST and item.linked == 0
        is_heading = element.role is Role.HEADING or is_first
        ends = len(element.text) == len(stated)
        if (is_heading or len(element.text) >= _SHORTEST) and (
            ends or _TITLE_END.match(stated, len(element.text))
        ):
            yield element.text
