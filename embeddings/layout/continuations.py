"""Stories that go on on another page (下转第3版), joined with what comes from there (上接第1版)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from embeddings.cleaning.characters import ends_sentence
from embeddings.layout.jump_lines import Jump
from embeddings.layout.newspaper import PrintedStory
from embeddings.layout.paragraphs import PrintedParagraph

_ALIKE = 0.5  # share of the characters of the shorter headline that the other has, too


def join_continued(stories: Sequence[PrintedStory]) -> list[PrintedStory]:
    """Return the stories, each with all that continues it, in the order of their first parts.

    If several stories go on on one page, headlines tell which continues which; what has none
    continues them in order. What fits no story stays a story of its own.
    """
    following = _pair(stories)
    left = set(range(len(stories)))
    beginnings = [place for place in left if place not in following.values()]
    joined: dict[int, PrintedStory] = {}
    for place in (*beginnings, *range(len(stories))):  # the latter if pages lead to each other
        if place in left:
            chain = list(_follow(place, following, left))
            joined[place] = reduce(_append, (stories[one] for one in chain))
    return [joined[place] for place in sorted(joined)]


def _follow(place: int, following: Mapping[int, int], left: set[int]) -> Iterator[int]:
    """Yield the places of a story and of what continues it, and take them from ``left``."""
    current: int | None = place
    while current in left:
        left.remove(current)
        yield current
        current = following.get(current)


def _pair(stories: Sequence[PrintedStory]) -> dict[int, int]:
    """Return which story continues which, by their places."""
    fitting = [
        (one, other)
        for one, story in enumerate(stories)
        for other, rest in enumerate(stories)
        if one != other and _leads_to(story, rest)
    ]
    likeness = {pair: _measure_likeness(stories[pair[0]], stories[pair[1]]) for pair in fitting}
    alike = [pair for pair in fitting if likeness[pair] >= _ALIKE]
    untitled = [pair for pair in fitting if not _list_titles(stories[pair[1]])]
    following: dict[int, int] = {}
    for one, other in (*sorted(alike, key=lambda pair: -likeness[pair]), *untitled):
        if one not in following and other not in following.values():
            following[one] = other
    open_pairs = [
        (one, other)
        for one, other in fitting
        if one not in following and other not in following.values()
    ]
    for one, other in open_pairs:  # another headline, but no other story that it can belong to
        if sum(one in pair[:1] or other in pair[1:] for pair in open_pairs) == 1:
            following[one] = other
    return following


def _leads_to(story: PrintedStory, rest: PrintedStory) -> bool:
    """Return whether one says that it goes on where the other is, which says so, too."""
    return any(not jump.back and _is_on(rest, jump) for jump in story.jumps) and any(
        jump.back and _is_on(story, jump) for jump in rest.jumps
    )


def _is_on(story: PrintedStory, jump: Jump) -> bool:
    """Return whether a story is on the page that a jump names: by its head, else in the file."""
    number = story.head.page or story.page
    return number == jump.page and (not jump.part or story.head.part in {"", jump.part})


def _measure_likeness(story: PrintedStory, rest: PrintedStory) -> float:
    """Return the largest share of a headline that is in one of the other, 0 to 1."""
    titles = [story.headline, *(jump.title for jump in story.jumps if not jump.back)]
    pairs = (
        sorted((title, other), key=len)
        for title in filter(None, titles)
        for other in _list_titles(rest)
    )
    shares = (sum(one in longer for one in shorter) / len(shorter) for shorter, longer in pairs)
    return max(shares, default=0.0)


def _list_titles(story: PrintedStory) -> list[str]:
    """Return the headline of a story, and of what it says to come from."""
    titles = [story.headline, *(jump.title for jump in story.jumps if jump.back)]
    return [title for title in titles if title]


def _append(story: PrintedStory, rest: PrintedStory) -> PrintedStory:
    """Return a story with its rest, whose first line may continue the last paragraph."""
    title = () if _measure_likeness(story, rest) >= _ALIKE else rest.title
    return replace(
        story,
        paragraphs=_join_paragraphs(story.paragraphs, (*title, *rest.paragraphs)),
        captions=(*story.captions, *rest.captions),
        imprint=(*story.imprint, *(line for line in rest.imprint if line not in story.imprint)),
    )


def _join_paragraphs(
    above: Sequence[PrintedParagraph], below: Sequence[PrintedParagraph]
) -> tuple[PrintedParagraph, ...]:
    if not above or not below or ends_sentence(above[-1].join()[0]):
        return (*above, *below)
    seam = PrintedParagraph((*above[-1].lines, *below[0].lines))
    return (*above[:-1], seam, *below[1:])
