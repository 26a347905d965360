"""Part a text into the stories that separators keep apart: lines of ====, or headlines with #."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from embeddings.cleaning.characters import is_numbered
from embeddings.cleaning.headlines import is_title_like

_SEPARATOR = re.compile(r"^[ \t]*([=＝\-—_*~#·•☆★※])(?:[ \t]?\1){4,}[ \t]*$", re.M)
_HEADLINE = re.compile(r"^#[ \t]+(?P<title>\S.*?)[ \t#]*$", re.M)
_SECTIONS = re.compile(
    r"(?:前言|引言|导言|序言?|背景|摘要|简介|介绍|概述|概要|总结|结论|结语|后记|附录?|附件|参考文献|致谢|目录|说明|安装|使用|配置|"
    r"部署|更新日志|常见问题|许可证?|联系方式|FAQ|README|Introduction|Installation|Usage|License|Changelog).{0,6}",
    re.IGNORECASE,
)
_SHORTEST_HEADLINE = 5  # characters; 概述 heads a section
_FEWEST_PARTS = 2


def split_at_separators(text: str) -> list[str]:
    """Return the stories between lines of one repeated mark; the whole text unless all are stories.

    A story has a headline and text below it.
    """
    parts = [part for part in _iterate_parts(text) if part.strip()]
    return parts if len(parts) >= _FEWEST_PARTS and all(map(_is_story, parts)) else [text]


def split_at_headlines(text: str) -> list[str]:
    """Return the stories under lines marked with ``#``; the whole text if these are sections."""
    found = list(_HEADLINE.finditer(text))
    titles = [match["title"] for match in found]
    if not are_headlines(titles) or text[: found[0].start()].strip("\ufeff \t\n"):
        return [text]
    places = [*(match.start() for match in found), len(text)]
    parts = [text[start:end] for start, end in pairwise(places)]
    return parts if all("\n" in part.strip() for part in parts) else [text]


def are_headlines(titles: Sequence[str]) -> bool:
    """Return whether headings of the first level are headlines of stories, not of sections."""
    return len(titles) >= _FEWEST_PARTS and all(map(_is_headline, titles))


def _is_headline(title: str) -> bool:
    is_section = is_numbered(title) or _SECTIONS.fullmatch(title)
    return len(title) >= _SHORTEST_HEADLINE and not is_section


def _iterate_parts(text: str) -> Iterator[str]:
    start = 0
    for match in _SEPARATOR.finditer(text):
        yield text[start : match.start()]
        start = match.end()
    yield text[start:]


def _is_story(part: str) -> bool:
    first, _, rest = part.strip().partition("\n")
    title = first.lstrip("# ").strip()
    return bool(rest.strip()) and bool(title) and is_title_like(title) and not is_numbered(title)
