"""The library: all articles and passages, in one SQLite file."""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from threading import Lock

from embeddings.documents import Article
from embeddings.library import changes, deletion
from embeddings.library.article_places import ArticlePlaces
from embeddings.library.articles import Articles
from embeddings.library.catalogue import Catalogue
from embeddings.library.database import Collections, Connection, Database
from embeddings.library.edited_fields import keep_edits, note_edit
from embeddings.library.files import Files
from embeddings.library.history import History, note_undone, read_edits, record_edit
from embeddings.library.passages import Passages
from embeddings.library.records import Change, Contents, StoredFile
from embeddings.library.repair import repair
from embeddings.library.row_mapping import dump_settings
from embeddings.library.story_links import link_all
from embeddings.library.verify import LibraryInconsistencies
from embeddings.passages import PassageSettings


class Undoing(StrEnum):
    """What became of an attempt to take the last change of an article back."""

    DONE = "done"
    NOTHING = "nothing"  # there is no article, or no change to take back
    CHANGED_SINCE = "changed_since"  # by its file, which was read again


_BATCH = 500  # articles per transaction: others can write in between


class Library:
    """All articles and passages. A change is committed when its method returns.

    Articles are chunked with the current passage settings. While an index with other settings is
    being built, and as long as the previous index is kept, several chunkings are stored side by
    side. Safe to use from many threads.

    Attributes:
        files: the files the articles were read from.
        articles: the articles.
        passages: their passages.
        places: where they stand on their printed pages.
        catalogue: the lists and counts displayed in the library view.
        history: what editors changed.
        within: the only collections that it shows; None means all.
    """

    def __init__(self, path: Path, within: Collections = None) -> None:
        """Open the library at ``path``, or create it.

        Limited to the collections ``within``, it can only be read, as if it held nothing else.

        Raises:
            WenbaoError: the file is not a library, a newer version created it, or the folder is
                not writable.
        """
        self._path = path
        self._database = Database(path, within=within)
        self._limited: dict[tuple[str, ...], Library] = {}
        self._limiting = Lock()
        self.within = within
        self.files = Files(self._database)
        self.articles = Articles(self._database)
        self.passages = Passages(self._database)
        self.places = ArticlePlaces(self._database)
        self.catalogue = Catalogue(self._database)
        self.history = History(self._database)

    @property
    def _connection(self) -> Connection:
        return self._database.connection

    def limited_to(self, collections: Collections) -> "Library":
        """Return the library as if it held nothing but these collections; None means all."""
        if collections is None:
            return self
        with self._limiting:
            if collections not in self._limited:
                self._limited[collections] = Library(self._path, collections)
            return self._limited[collections]

    @property
    def revision(self) -> int:
        """The number of changes committed so far; 0 for a new library."""
        return int(self._connection.execute("SELECT revision FROM state").fetchone()[0])

    def is_empty(self) -> bool:
        """Return whether the library contains no file."""
        return self._connection.execute("SELECT 1 FROM files LIMIT 1").fetchone() is None

    @contextmanager
    def _begin_change(self) -> Iterator[Connection]:
        """Run one change atomically, and increment the revision."""
        with self._database.transaction() as connection:
            yield connection
            connection.execute("UPDATE state SET revision = revision + 1")

    # Files and their articles

    def replace(self, contents: Contents) -> Change:
        """Replace the articles of a file by its current ones.

        An unchanged article keeps its passages.
        """
        file, articles = contents.file, contents.articles
        with self._begin_change() as connection:
            change = self._add(connection, file, articles)
            change += changes.drop_other_articles(
                connection, file.source, {article.id for article in articles}, file.source
            )
            changes.write_file(connection, file)
        return change

    def add(self, file: StoredFile, articles: Sequence[Article]) -> Change:
        """Store some articles of a large file; call ``finish`` after the last ones."""
        with self._begin_change() as connection:
            return self._add(connection, file, articles)

    def finish(self, file: StoredFile, ids: Collection[str]) -> Change:
        """Drop the articles that a file no longer contains: all except ``ids``."""
        with self._begin_change() as connection:
            change = changes.drop_other_articles(connection, file.source, ids, file.source)
            changes.write_file(connection, file)
        return change

    def _add(self, connection: Connection, file: StoredFile, articles: Sequence[Article]) -> Change:
        changes.bequeath(connection, file.source, file.content_hash)
        changes.inherit_deletions(connection, file.source)
        changes.write_file(connection, replace(file, content_hash="", same_as=""))
        chunkings = self.passages.list_chunkings()
        edited = self.articles.edited_among([article.id for article in articles])
        stored = {article.id: article for article in self.places.complete(edited)}
        kept = keep_edits(stored, articles)
        return changes.write_articles(connection, file.source, kept, chunkings, time.time())

    def note_same(self, file: StoredFile) -> Change:
        """Record a file whose articles are stored under another one, ``file.same_as``."""
        with self._begin_change() as connection:
            change = changes.drop_file(connection, file.source, file.same_as)
            changes.write_file(connection, file)
        return change

    def note_read(self, file: StoredFile) -> None:
        """Record where an unchanged file was read from."""
        with self._database.transaction() as connection:
            changes.write_file(connection, file)

    def rewrite(
        self,
        article: Article,
        former: Article | None = None,
        confirmed: Sequence[tuple[int, int]] = (),
        editor: str = "",
    ) -> Change:
        """Store a new version of one article in the same file, and what ``editor`` changed.

        With ``former``, do nothing unless that is the stored version. The ranges ``confirmed`` of
        the text were read rightly: they are no longer in doubt.
        """
        with self._begin_change() as connection:
            stored = self._get_whole(article.id)
            if stored is None or (former and stored != former):
                return Change()
            places = stored.places.follow_edit(stored.text, article.text).confirm(confirmed)
            placed = replace(note_edit(stored, article), places=places)
            record_edit(connection, stored, placed, editor)
            return self._rewrite(connection, placed)

    def undo(self, article_id: str, editor: str = "") -> Undoing:
        """Take back the last change of an article that was not taken back yet."""
        with self._begin_change() as connection:
            stored = self._get_whole(article_id)
            edits = read_edits(connection, article_id)
            last = next((edit for edit in edits if edit.lasts), None)
            if stored is None or last is None:
                return Undoing.NOTHING
            if not last.describes(stored):
                return Undoing.CHANGED_SINCE
            note_undone(connection, last, editor)
            self._rewrite(connection, note_edit(stored, last.take_back(stored)))
            return Undoing.DONE

    def _get_whole(self, article_id: str) -> Article | None:
        """Return an article with its places."""
        stored = self.articles.get(article_id)
        return next(iter(self.places.complete([stored]))) if stored else None

    def _rewrite(self, connection: Connection, article: Article) -> Change:
        file = self.files.of_article(article.id) or ""
        chunkings = self.passages.list_chunkings()
        return changes.write_articles(connection, file, [article], chunkings, time.time())

    def delete_article(self, article_id: str) -> Change:
        """Delete an article: no answer uses it from now on. For a while it can be restored."""
        with self._begin_change() as connection:
            return deletion.drop_article(connection, article_id, time.time())

    def restore_article(self, article_id: str) -> Change:
        """Restore a deleted article; no change if it is not in the bin."""
        with self._begin_change() as connection:
            return deletion.restore_article(connection, article_id, self.passages.list_chunkings())

    def remove_deleted(self, before: float) -> int:
        """Permanently remove the articles deleted before a time, in seconds since 1970.

        No remains of their text are left in the file, unless another process is reading its
        write-ahead log at that moment. Returns the number of articles.
        """
        query = "SELECT 1 FROM bin WHERE deleted_at < ? LIMIT 1"
        if self._connection.execute(query, (before,)).fetchone() is None:
            return 0
        with self._database.transaction() as connection:
            removed = deletion.remove_permanently(connection, before)
        self._database.clear_log()
        return removed

    def delete_file(self, source: str) -> Change:
        """Remove a file, and its articles unless another file has the same content."""
        with self._begin_change() as connection:
            return changes.drop_file(connection, source)

    # Chunkings

    def chunk(self, settings: PassageSettings) -> None:
        """Add a chunking of every article with ``settings``; an interrupted run is resumed."""
        with self._begin_change() as connection:
            values = (dump_settings(settings),)
            connection.execute("INSERT OR IGNORE INTO cuts (settings) VALUES (?)", values)
        chunking = next(key for key, known in self.passages.list_chunkings() if known == settings)
        after = ""
        while batch := self.articles.page(after, _BATCH):
            self._chunk_articles(chunking, settings, batch)
            after = batch[-1].id

    def _chunk_articles(
        self, chunking: int, settings: PassageSettings, articles: Sequence[Article]
    ) -> None:
        with self._begin_change() as connection:
            ids = [article.id for article in articles]
            changes.chunk_missing(connection, ids, (chunking, settings))
            link_all(connection, ids)

    def use_chunking(self, settings: PassageSettings) -> None:
        """Make a chunking the current one."""
        if settings == self.passages.settings:
            return
        with self._begin_change() as connection:
            connection.execute("UPDATE state SET passage_settings = ?", (dump_settings(settings),))

    def drop_chunkings(self, kept: Iterable[PassageSettings]) -> None:
        """Drop all chunkings except the current one and those in ``kept``."""
        needed = {*kept, self.passages.settings}
        for chunking, settings in self.passages.list_chunkings():
            if settings not in needed:
                with self._begin_change() as connection:
                    connection.execute("DELETE FROM cuts WHERE key = ?", (chunking,))

    # Repair

    def repair(self, inconsistencies: LibraryInconsistencies) -> None:
        """Repair the inconsistencies found in this library; no article is lost."""
        with self._begin_change() as connection:
            repair(connection, inconsistencies, self.passages.list_chunkings())
