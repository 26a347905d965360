"""Changes of articles by editors, as far as their rights allow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from embeddings.documents import Article
from embeddings.library.library import Library, Undoing
from embeddings.library.records import Change
from service.access.rights import OutsideRightsError, Rights
from service.ingestion.uploads import Original, Uploads


class Outcome(StrEnum):
    """What became of one of several articles to change."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NO_SUCH_DOCUMENT = "no_such_document"
    CHANGED_MEANWHILE = "changed_meanwhile"  # by somebody else, in this moment
    OUTSIDE_RIGHTS = "outside_rights"


@dataclass(frozen=True, slots=True)
class Editing:
    """Changes articles; those that ``rights`` do not include do not exist for it."""

    uploads: Uploads
    rights: Rights

    @property
    def library(self) -> Library:
        """The library, as far as the rights allow."""
        return self._whole.limited_to(self.rights.within)

    @property
    def _whole(self) -> Library:
        return self.uploads.ingestion.workspace.library

    def rewrite(
        self, article: Article, former: Article, confirmed: Sequence[tuple[int, int]] = ()
    ) -> bool:
        """Store a new version of an article; False if it is not the ``former`` one any more.

        Raises:
            OutsideRightsError: it would leave the collections that the rights are limited to.
        """
        self.rights.check_collection(article.collection)
        stored = self._whole.rewrite(article, former, confirmed, self.rights.editor)
        self.uploads.ingestion.worker.wake()
        return stored != Change()

    def change_all(
        self, ids: Sequence[str], change: Callable[[Article], Article]
    ) -> Iterator[tuple[str, Outcome]]:
        """Change each of the articles, and yield what became of it."""
        for article_id in dict.fromkeys(ids):
            yield article_id, self._change(article_id, change)

    def _change(self, article_id: str, change: Callable[[Article], Article]) -> Outcome:
        article = self.library.articles.get(article_id)
        if article is None:
            return Outcome.NO_SUCH_DOCUMENT
        changed = change(article)
        if changed == article:
            return Outcome.UNCHANGED
        try:
            stored = self.rewrite(changed, article)
        except OutsideRightsError:
            return Outcome.OUTSIDE_RIGHTS
        return Outcome.CHANGED if stored else Outcome.CHANGED_MEANWHILE

    def undo(self, article_id: str) -> Undoing:
        """Take back the last change of an article.

        Raises:
            OutsideRightsError: it would leave the collections that the rights are limited to.
        """
        if self.library.articles.get(article_id) is None:
            return Undoing.NOTHING
        last = next((one for one in self._whole.history.of_article(article_id) if one.lasts), None)
        if last and last.key not in {
            one.key for one in self.library.history.of_article(article_id)
        }:
            return Undoing.NOTHING  # it was made outside the rights
        undone = self._whole.undo(article_id, self.rights.editor)
        self.uploads.ingestion.worker.wake()
        return undone

    def original_of(self, article_id: str) -> Original | None:
        """Return the file an article was read from, if it still exists.

        None, too, if it holds articles that the rights do not include, or the article was outside
        of them once: the file may say what was taken out since.
        """
        original, within = self.uploads.original_of(article_id), self.rights.within
        if original is None or within is None:
            return original
        seen = {edit.key for edit in self.library.history.of_article(article_id)}
        all_edits = {edit.key for edit in self._whole.history.of_article(article_id)}
        source = self._whole.files.of_article(article_id)
        is_shared = source is None or self.uploads.has_others(source, within)
        return None if is_shared or seen != all_edits else original

    def delete(self, article_id: str) -> bool:
        """Delete an article, which can be restored for a while; False if there is none."""
        is_there = self.library.articles.get(article_id) is not None
        return is_there and self.uploads.delete_article(article_id)

    def restore(self, article_id: str) -> bool:
        """Restore a deleted article; False if it is too late, or was never there."""
        return self.library.articles.is_in_bin(article_id) and self.uploads.restore_article(
            article_id
        )
