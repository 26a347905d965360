"""Where the quotes of sources are printed."""

from collections.abc import Iterable
from dataclasses import replace

from embeddings.library.library import Library
from service.answers.hits import Source


def locate(sources: Iterable[Source], library: Library) -> tuple[Source, ...]:
    """Return the sources with the regions of their highlights on the printed pages."""
    return tuple(
        replace(
            source,
            regions=tuple(library.places.of_ranges(source.hit.article.id, source.highlights)),
        )
        for source in sources
    )
