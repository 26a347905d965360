"""Merge one library into another without overwriting anything; the merge is idempotent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import count
from pathlib import PurePosixPath

from embeddings.documents import Article
from embeddings.library.library import Library
from embeddings.library.records import Change, StoredFile
from embeddings.library.row_mapping import hash_content

_BATCH = 500  # articles per transaction


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a file: its name in this library, and what changed."""

    source: str
    name: str
    change: Change


def merge(library: Library, other: Library) -> Iterator[Merged]:
    """Add each file of ``other``, under another name if its name is taken by other content."""
    for file in other.files.all():
        holder = other.files.get(file.same_as) if file.same_as else file
        if holder:
            yield _merge_file(library, other, file, holder.source)


def _merge_file(library: Library, other: Library, file: StoredFile, holder: str) -> Merged:
    articles = other.places.complete(other.articles.of_file(holder))
    file = replace(file, content_hash=file.content_hash or _hash_articles(articles))
    name = _choose_name(library, file, articles)
    known = library.files.get(name)
    if known and known.content_hash == file.content_hash:
        return Merged(file.source, name, Change(unchanged=len(articles)))
    stored = replace(file, source=name, same_as="")
    same = library.files.find_by_content(file.content_hash)
    if same and not library.files.find_deleted_articles(same.source):
        change = library.note_same(replace(stored, same_as=same.source))
        return Merged(file.source, name, change)
    renamed = [_move_article(library, article, holder, name) for article in articles]
    return Merged(file.source, name, _store(library, stored, renamed))


def _store(library: Library, file: StoredFile, articles: Sequence[Article]) -> Change:
    change = Change()
    for start in range(0, len(articles), _BATCH):
        change += library.add(file, articles[start : start + _BATCH])
    return change + library.finish(file, {article.id for article in articles})


def _choose_name(library: Library, file: StoredFile, articles: Sequence[Article]) -> str:
    """Return the name that the file has in this library, or may be added under."""
    path = PurePosixPath(file.source)
    for n in count(1):
        name = file.source if n == 1 else f"{path.with_suffix('')} ({n}){path.suffix}"
        known = library.files.get(name)
        if known is None or known.content_hash == file.content_hash:
            return name
        if not known.content_hash and _is_part(library, name, file, articles):
            return name  # left by an interrupted merge
    raise AssertionError  # there is always another number


def _is_part(library: Library, name: str, file: StoredFile, articles: Sequence[Article]) -> bool:
    own = {hash_content(_rename_source(article, file.source, name)) for article in articles}
    return {hash_content(article) for article in library.articles.of_file(name)} <= own


def _hash_articles(articles: Sequence[Article]) -> str:
    """Return a content hash for a file of which only the articles are known."""
    return blake2b("".join(map(hash_content, articles)).encode(), digest_size=16).hexdigest()


def _rename_source(article: Article, former: str, name: str) -> Article:
    return replace(article, source=name) if article.source == former else article


def _move_article(library: Library, article: Article, former: str, name: str) -> Article:
    """Return the article as part of the file ``name``, with a unique id."""
    article = _rename_source(article, former, name)
    if library.files.of_article(article.id) in (None, name) and former == name:
        return article
    new = blake2b(f"{name}\0{article.id}".encode(), digest_size=8).hexdigest()
    return replace(article, id=new)
