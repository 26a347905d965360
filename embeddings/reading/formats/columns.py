"""Names of the columns and fields of rows, as many programs write them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone

_NAMES = {
    "id": "id 编号 articleid docid newsid",
    "title": (
        "title headline 标题 標題 题目 题名 主题 subject name heading articletitle newstitle 篇名"
    ),
    "text": (
        "text content body 正文 内容 內容 全文 文本 articlebody fulltext maintext contenttext"
        " articlecontent newscontent 原文"
    ),
    "date": (
        "date published 日期 发布日期 发布时间 时间 pubdate publishdate publisheddate"
        " publishtime pubtime publishedat publicationdate datepublished releasedate releasetime"
        " 见报日期 见报时间 刊发日期 刊登日期 出版日期 发表日期 发表时间 刊发时间 发稿时间"
        " 发稿日期 发文日期 成文日期 createdat createtime timestamp"
    ),
    "byline": "byline author authors 作者 记者 撰稿 撰文 writer creator 署名 authorname reporter"
    " 作者姓名 作者名 记者姓名 撰稿人 撰写人 供稿人 供稿",
    "source": "source 来源 來源 稿源 出处 媒体 报纸 media sitename publisher",
    "collection": "collection 文集 合集",
    "tags": "tags tag keywords keyword 标签 標籤 关键词 關鍵詞 关键字",
    "url": "url link 链接 網址 网址 原文链接 href permalink articleurl sourceurl",
}
_MARKS = re.compile(r"[\s_\-.:：()（）*]+")
_KIND = re.compile(r"^(?:新闻|文章|稿件|报道|信息|公告|通知|资讯|内容)(?=..)|(?:内容|正文)$")
_INNER_TEXT = ("text", "content", "value", "name", "body", "title", "children", "$t", "#text")
_MOST_LEVELS = 6
_CHINA = timezone(timedelta(hours=8))
_TIMESTAMP = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")
_FIRST_MOMENT, _LAST_MOMENT = 631_152_000, 4_102_444_800  # 1990 and 2100, in seconds
COLUMNS = {name: column for column, names in _NAMES.items() for name in names.split()}


def find_column(name: str) -> str:
    """Return our name of a column, or "" if it is unknown."""
    plain = _MARKS.sub("", name).lower()
    return COLUMNS.get(plain) or COLUMNS.get(_KIND.sub("", plain, count=1), "")


def find_columns(names: Iterable[str]) -> set[str]:
    """Return our names of the known columns among ``names``."""
    return set(filter(None, map(find_column, names)))


def map_fields(values: Mapping[str, object]) -> dict[str, str]:
    """Return the values of a row by our names of its columns, also those of nested objects.

    The first non-empty value counts, and outer ones before inner ones.
    """
    fields: dict[str, str] = {}
    level: Sequence[Mapping[str, object]] = [values]
    for _ in range(_MOST_LEVELS):
        inner: list[Mapping[str, object]] = []
        for mapping in level:
            for name, value in mapping.items():
                column = find_column(name)
                if column and not fields.get(column):
                    fields[column] = convert_to_text(value)
                if isinstance(value, dict) and not (column and fields[column]):
                    inner.append(value)
        level = inner
    if "date" in fields:
        fields["date"] = convert_timestamp(fields["date"])
    return fields


def convert_to_text(value: object, depth: int = 0) -> str:
    """Return a value as text: lists as lines, objects by the text they hold, else ""."""
    if isinstance(value, str):
        return value
    if depth > _MOST_LEVELS:
        return ""
    if isinstance(value, list):
        return "\n".join(part for item in value if (part := convert_to_text(item, depth + 1)))
    if isinstance(value, dict):
        texts = (convert_to_text(value[name], depth + 1) for name in _INNER_TEXT if name in value)
        return next(filter(None, texts), "")
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def convert_timestamp(text: str) -> str:
    """Return the day in China of a Unix time, in seconds or milliseconds; other texts unchanged."""
    match = _TIMESTAMP.fullmatch(text.strip())
    if not match or not _FIRST_MOMENT <= int(match[1]) < _LAST_MOMENT:
        return text
    return datetime.fromtimestamp(int(match[1]), UTC).astimezone(_CHINA).date().isoformat()
