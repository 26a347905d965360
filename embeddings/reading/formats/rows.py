"""Build articles from the rows of JSON lines, JSON arrays and CSV files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from embeddings.articles.imprint import PageImprint
from embeddings.articles.paragraph_imprint import take_imprint
from embeddings.articles.tags import split_tags
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, join_line, split_paragraphs
from embeddings.reading.encodings import is_broken
from embeddings.reading.formats.columns import map_fields
from embeddings.reading.formats.web_residue import remove_web_residue
from embeddings.reading.limits import MOST_ROW_CHARACTERS
from embeddings.reading.results import PartFailure, Read

_IMPRINT = ("title", "byline", "date", "url")


@dataclass(frozen=True, slots=True)
class Row:
    """A parsed row.

    Attributes:
        number: counted from 1: the line of JSON lines, the row of a sheet, header included.
        values: its values by column, or the reason why it could not be parsed.
    """

    number: int
    values: Mapping[str, object] | str


def build_articles(
    rows: Iterable[Row], source: str, sheet: str = "", builder: ArticleBuilder | None = None
) -> Iterator[Read]:
    """Yield for each row an article, or a failure that names its ``sheet``, if it has any.

    Raises:
        UnreadableFileError: there is no row.
    """
    builder, number = builder or ArticleBuilder(source), 0
    for row in rows:
        number = row.number
        result = _build(row.values, builder)
        part = f"{sheet} row {number}".strip()
        yield PartFailure(part, result) if isinstance(result, str) else result
    if not number:
        raise UnreadableFileError(source, "the file contains no row. Put each article into a row.")


def _build(values: Mapping[str, object] | str, builder: ArticleBuilder) -> Read | str:
    """Return the article of a row, or the reason why there is none."""
    if isinstance(values, str):
        return values
    fields = map_fields(values)
    text = remove_web_residue(fields.get("text", ""))
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
    if article is None:
        return "it contains no text. Put the article into a column named text."
    collection = join_line(fields.get("collection", ""))
    return replace(article, collection=collection, tags=split_tags(fields.get("tags", "")))


def describe_length_limit() -> str:
    """Return the reason for rejecting a row that is too long."""
    return f"it is longer than {MOST_ROW_CHARACTERS:,} characters. Split it into several articles."
