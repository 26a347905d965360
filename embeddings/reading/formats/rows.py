"""A row of JSON lines, a JSON array or CSV as an article."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, join_line, split_paragraphs
from embeddings.reading.encodings import is_broken
from embeddings.reading.limits import MOST_ROW_CHARACTERS
from embeddings.reading.results import PartFailure, Read

_NAMES = {
    "id": ("id", "编号"),
    "title": ("title", "headline", "标题", "標題", "题目"),
    "text": ("text", "content", "body", "正文", "内容", "內容"),
    "date": ("date", "published", "日期", "发布日期", "发布时间", "时间"),
    "byline": ("byline", "author", "authors", "作者", "记者"),
    "source": ("source", "来源", "來源"),
    "url": ("url", "link", "链接", "網址", "网址"),
}
COLUMNS = {name: column for column, names in _NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was parsed.

    Attributes:
        number: as people count: the line of JSON lines, the row of a sheet whose first is 1.
        values: what it holds, or the reason why it could not be parsed.
    """

    number: int
    values: Mapping[str, object] | str


def build_articles(rows: Iterable[Row], source: str) -> Iterator[Read]:
    """Yield an article for each row, or why there is none.

    Raises:
        UnreadableFileError: there is no row.
    """
    writer, number = ArticleBuilder(source), 0
    for row in rows:
        number = row.number
        found = _write(row.values, writer)
        yield PartFailure(f"row {number}", found) if isinstance(found, str) else found
    if not number:
        raise UnreadableFileError(source, "the file holds no row. Give one article a row.")


def _write(values: Mapping[str, object] | str, writer: ArticleBuilder) -> Read | str:
    """Return the article of a row, or the reason why there is none."""
    if isinstance(values, str):
        return values
    fields = _fields(values)
    text = fields.get("text", "")
    if len(text) > MOST_ROW_CHARACTERS:
        return too_long()
    if is_broken(text):
        return "its characters are broken. Save the file as UTF-8."
    imprint = Imprint(*(fields.get(name, "") for name in ("title", "byline", "date", "url")))
    key = fields.get("id") or fields.get("url", "")
    article = writer.write(
        imprint,
        split_paragraphs(text),
        key=join_line(key),
        source=join_line(fields.get("source", "")),
    )
    return article or "it holds no text. Put the article into a column named text."


def too_long() -> str:
    """Return the reason against a row that is too long."""
    return f"it is longer than {MOST_ROW_CHARACTERS:,} characters. Part it into several articles."


def _fields(values: Mapping[str, object]) -> dict[str, str]:
    """Return what a row holds by our names for its columns; the first that is filled counts."""
    fields: dict[str, str] = {}
    for name, value in values.items():
        column = COLUMNS.get(name) or COLUMNS.get(name.strip().lower())
        if column and not fields.get(column):
            fields[column] = _text_of(value)
    return fields


def _text_of(value: object) -> str:
    """Return a text or number as text, a list of such as lines, "" for all else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(part for part in map(_text_of, value) if part)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
