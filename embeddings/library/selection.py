"""Which articles a list or a count includes, as a condition on the rows of the catalogue."""

import json
from dataclasses import dataclass

from embeddings.text.normalize import fold

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles to include; an empty field selects all. Texts are compared folded.

    Attributes:
        containing: text that title or source must contain.
        collection: the collection.
        tags: tags that an article must all have.
        date: what the ISO date must begin with: a day, a month, a year.
        within: the only collections; None means all.
    """

    containing: str = ""
    collection: str = ""
    tags: tuple[str, ...] = ()
    date: str = ""
    within: tuple[str, ...] | None = None

    def build_where(self) -> tuple[str, Values]:
        """Return the clause of a query, "" for all articles, and the values of its parameters."""
        values = {"q": fold(self.containing), "collection": fold(self.collection)}
        values |= {"date": self.date, "tags": _dump(self.tags)}
        values["within"] = _dump(self.within or ())
        given = {
            _CONTAINS: self.containing,
            "collection = :collection": self.collection,
            _HAS_TAGS: self.tags,
            "substr(date, 1, length(:date)) = :date": self.date,
            "collection IN (SELECT value FROM json_each(:within))": self.within is not None,
        }
        conditions = [condition for condition, value in given.items() if value]
        return f"WHERE {' AND '.join(conditions)}" if conditions else "", values


EVERYTHING = Selection()
_CONTAINS = "(instr(title, :q) OR instr(source, :q))"
_HAS_TAGS = """
NOT EXISTS (SELECT 1 FROM json_each(:tags) wanted WHERE NOT EXISTS (
    SELECT 1 FROM json_each(catalogue.tags) had WHERE fold(had.value) = wanted.value))
"""


def _dump(names: tuple[str, ...]) -> str:
    return json.dumps([fold(name) for name in names], ensure_ascii=False)
