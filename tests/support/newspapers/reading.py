"""Read pages that are known to be those of a newspaper."""

from collections.abc import Iterable

from embeddings.layout.boxes import PrintedPage
from embeddings.layout.continuations import join_continued
from embeddings.layout.newspaper import PrintedStory, build_stories
from embeddings.layout.page_stories import find_page_stories


def read_newspaper(pages: Iterable[PrintedPage]) -> list[PrintedStory]:
    """Return their stories; one that goes on on another page is whole."""
    parted = [build_stories(find_page_stories(page), page) for page in pages]
    return join_continued([story for stories in parted for story in stories])
