"""The library: the truth about articles and passages, in one SQLite file."""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from embeddings.documents import Article
from embeddings.library import changes, deletion
from embeddings.library.articles import Articles
from embeddings.library.catalogue import Catalogue
from embeddings.library.database import Connection, Database
from embeddings.library.files import Files
from embeddings.library.passages import Passages
from embeddings.library.records import Change, Contents, StoredFile
from embeddings.library.repair import repair
from embeddings.library.row_mapping import dump_settings
from embeddings.library.story_links import link_all
from embeddings.library.verify import LibraryInconsistencies
from embeddings.passages import PassageSettings

_BATCH = 500  # articles to one transaction: others can write in between


class Library:
    """All articles and passages. A change is accepted when its method returns.

    Articles are chunked with the current passage settings. While an index for other settings is
    being built, and as long as a former one is kept, the passages of several chunkings are stored
    side by side. Safe to use from many threads.

    Attributes:
        files: what the articles were read from.
        articles: the articles.
        passages: their passages.
        catalogue: the lists and counts that the library view shows.
    """

    def __init__(self, path: Path) -> None:
        """Open the library at ``path``, or create it.

        Raises:
            WenbaoError: the file is not a library, a newer version made it, or the folder cannot
                be written.
        """
        self._database = Database(path)
        self.files = Files(self._database)
        self.articles = Articles(self._database)
        self.passages = Passages(self._database)
        self.catalogue = Catalogue(self._database)

    @property
    def _connection(self) -> Connection:
        return self._database.connection

    @property
    def revision(self) -> int:
        """How many changes were accepted so far; 0 for a library that was never filled."""
        return int(self._connection.execute("SELECT revision FROM state").fetchone()[0])

    def is_empty(self) -> bool:
        """Tell whether the library holds no file."""
        return self._connection.execute("SELECT 1 FROM files LIMIT 1").fetchone() is None

    @contextmanager
    def _change(self) -> Iterator[Connection]:
        """Run one accepted change: all of it or nothing, and the revision moves on."""
        with self._database.transaction() as connection:
            yield connection
            connection.execute("UPDATE state SET revision = revision + 1")

    # Files and their articles

    def replace(self, contents: Contents) -> Change:
        """Store what a file holds now, in place of what it held before.

        An article that reads as before keeps its passages.
        """
        file, articles = contents.file, contents.articles
        with self._change() as connection:
            change = self._add(connection, file, articles)
            change += changes.drop_other_articles(
                connection, file.source, {article.id for article in articles}, file.source
            )
            changes.write_file(connection, file)
        return change

    def add(self, file: StoredFile, articles: Sequence[Article]) -> Change:
        """Store some articles of a large file; ``finish`` it when all are stored."""
        with self._change() as connection:
            return self._add(connection, file, articles)

    def finish(self, file: StoredFile, ids: Collection[str]) -> Change:
        """Drop what a file no longer holds: all articles but ``ids``."""
        with self._change() as connection:
            change = changes.drop_other_articles(connection, file.source, ids, file.source)
            changes.write_file(connection, file)
        return change

    def _add(self, connection: Connection, file: StoredFile, articles: Sequence[Article]) -> Change:
        changes.bequeath(connection, file.source, file.content_hash)
        changes.inherit_deletions(connection, file.source)
        changes.write_file(connection, StoredFile(file.source, file.origin, ""))
        cuts = self.passages.chunkings()
        return changes.write_articles(connection, file.source, articles, cuts, time.time())

    def note_same(self, file: StoredFile) -> Change:
        """Remember a file whose articles another one holds: ``file.same_as``."""
        with self._change() as connection:
            change = changes.drop_file(connection, file.source, file.same_as)
            changes.write_file(connection, file)
        return change

    def note_read(self, file: StoredFile) -> None:
        """Remember where a file that has not changed was read from."""
        with self._database.transaction() as connection:
            changes.write_file(connection, file)

    def rewrite(self, article: Article, former: Article | None = None) -> Change:
        """Store another version of one article; its file stays what it is.

        With ``former`` only while that is what stands; otherwise nothing changes.
        """
        with self._change() as connection:
            row = connection.execute("SELECT file FROM articles WHERE id = ?", (article.id,))
            found = row.fetchone()
            if found is None or (former and self.articles.get(article.id) != former):
                return Change()
            return changes.write_articles(
                connection, found[0], [article], self.passages.chunkings(), time.time()
            )

    def delete_article(self, article_id: str) -> Change:
        """Delete an article: it is in no answer from now on; for a while it can be restored."""
        with self._change() as connection:
            return deletion.drop_article(connection, article_id, time.time())

    def restore_article(self, article_id: str) -> Change:
        """Bring a deleted article back as it was; no change where it is not in the bin."""
        with self._change() as connection:
            return deletion.restore_article(connection, article_id, self.passages.chunkings())

    def remove_deleted(self, before: float) -> int:
        """Remove for good what was deleted before a time, in seconds since 1970, and its remains.

        Nothing of its text is left in the file, unless somebody reads the log beside it just now.
        Returns how many articles that were.
        """
        query = "SELECT 1 FROM bin WHERE deleted_at < ? LIMIT 1"
        if self._connection.execute(query, (before,)).fetchone() is None:
            return 0
        with self._database.transaction() as connection:
            removed = deletion.remove_for_good(connection, before)
        self._database.clear_log()
        return removed

    def delete_file(self, source: str) -> Change:
        """Forget a file, and its articles unless another file has the same content."""
        with self._change() as connection:
            return changes.drop_file(connection, source)

    # Chunkings into passages

    def chunk(self, settings: PassageSettings) -> None:
        """Cut every article with ``settings``, beside what there is; begun again it goes on."""
        with self._change() as connection:
            values = (dump_settings(settings),)
            connection.execute("INSERT OR IGNORE INTO cuts (settings) VALUES (?)", values)
        cut = next(key for key, known in self.passages.chunkings() if known == settings)
        after = ""
        while batch := self.articles.page(after, _BATCH):
            self._chunk_articles(cut, settings, batch)
            after = batch[-1].id

    def _chunk_articles(
        self, cut: int, settings: PassageSettings, articles: Sequence[Article]
    ) -> None:
        with self._change() as connection:
            ids = [article.id for article in articles]
            changes.chunk_missing(connection, ids, (cut, settings))
            link_all(connection, ids)

    def use_chunking(self, settings: PassageSettings) -> None:
        """Make a cut the current one."""
        if settings == self.passages.settings:
            return
        with self._change() as connection:
            connection.execute("UPDATE state SET passage_settings = ?", (dump_settings(settings),))

    def drop_chunkings(self, kept: Iterable[PassageSettings]) -> None:
        """Drop all cuts but the current one and those ``kept``."""
        wanted = {*kept, self.passages.settings}
        for cut, settings in self.passages.chunkings():
            if settings not in wanted:
                with self._change() as connection:
                    connection.execute("DELETE FROM cuts WHERE key = ?", (cut,))

    # Repair

    def repair(self, faults: LibraryInconsistencies) -> None:
        """Mend what was found wrong with this library; no article is lost."""
        with self._change() as connection:
            repair(connection, faults, self.passages.chunkings())
