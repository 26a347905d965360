"""Build articles from the rows of JSON lines, JSON arrays and CSV files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from embeddings.articles.imprint import PageImprint
from embeddings.articles.paragraph_imprint import take_imprint
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
_IMPRINT = ("title", "byline", "date", "url")
COLUMNS = {name: column for column, names in _NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class Row:
    """A parsed row.

    Attributes:
        number: counted from 1: the line of JSON lines, the row of a sheet, header included.
        values: its values by column, or the reason why it could not be parsed.
    """

    number: int
    values: Mapping[str, object] | str


def build_articles(rows: Iterable[Row], source: str) -> Iterator[Read]:
    """Yield for each row an article, or a failure.

    Raises:
        UnreadableFileError: there is no row.
    """
    builder, number = ArticleBuilder(source), 0
    for row in rows:
        number = row.number
        result = _build(row.values, builder)
        yield PartFailure(f"row {number}", result) if isinstance(result, str) else result
    if not number:
        raise UnreadableFileError(source, "the file contains no row. Put each article into a row.")


def _build(values: Mapping[str, object] | str, builder: ArticleBuilder) -> Read | str:
    """Return the article of a row, or the reason why there is none."""
    if isinstance(values, str):
        return values
    fields = _map_columns(values)
    text = fields.get("text", "")
    if len(text) > MOST_ROW_CHARACTERS:
        return describe_length_limit()
    if is_broken(text):
        return "its characters are broken. Save the file as UTF-8."
    title, byline, date, url = (fields.get(name, "") for name in _IMPRINT)
    imprint = Imprint(title, byline, date, url)
    key = fields.get("id") or fields.get("url", "")
    paragraphs = list(split_paragraphs(text))
    if not (imprint.date and imprint.byline):
        stated, others = take_imprint(paragraphs, join_line(imprint.title), PageImprint(""))
        paragraphs = paragraphs if imprint.date or imprint.byline else others
        imprint = imprint.complete(stated)
    article = builder.build(
        imprint,
        paragraphs,
        key=join_line(key),
        source=join_line(fields.get("source", "")),
    )
    return article or "it contains no text. Put the article into a column named text."


def describe_length_limit() -> str:
    """Return the reason for rejecting a row that is too long."""
    return f"it is longer than {MOST_ROW_CHARACTERS:,} characters. Split it into several articles."


def _map_columns(values: Mapping[str, object]) -> dict[str, str]:
    """Return the values of a row by our column names; the first non-empty value counts."""
    fields: dict[str, str] = {}
    for name, value in values.items():
        column = COLUMNS.get(name) or COLUMNS.get(name.strip().lower())
        if column and not fields.get(column):
            fields[column] = _convert_to_text(value)
    return fields


def _convert_to_text(value: object) -> str:
    """Return strings and numbers as text, lists of them as lines, and "" for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(part for part in map(_convert_to_text, value) if part)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
