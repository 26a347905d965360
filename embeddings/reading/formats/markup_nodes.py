"""The nodes of a parsed page, and a walk through them that may skip parts."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol


class MarkupNode(Protocol):
    """An element or a text of a page."""

    @property
    def tag(self) -> str | None: ...  # noqa: D102

    @property
    def is_text_node(self) -> bool: ...  # noqa: D102

    @property
    def text_content(self) -> str | None: ...  # noqa: D102

    @property
    def attributes(self) -> dict[str, str | None]: ...  # noqa: D102

    @property
    def mem_id(self) -> int: ...  # noqa: D102

    @property
    def child(self) -> "MarkupNode | None": ...  # noqa: D102

    @property
    def next(self) -> "MarkupNode | None": ...  # noqa: D102

    @property
    def parent(self) -> "MarkupNode | None": ...  # noqa: D102


class Step(NamedTuple):
    """A step of a walk: into a node, or out of it."""

    node: MarkupNode
    enters: bool


class Walk:
    """Walks through the nodes below ``root`` in document order, however deep they are."""

    def __init__(self, root: MarkupNode) -> None:
        self._root = root
        self._skips = False

    def skip(self) -> None:
        """Leave the current node without walking through it."""
        self._skips = True

    def __iter__(self) -> Iterator[Step]:
        """Yield a step into each node and one out of it."""
        node = self._root.child
        depth = 0
        while node is not None:
            self._skips = False
            yield Step(node, enters=True)
            child = None if self._skips else node.child
            if child is not None:
                node, depth = child, depth + 1
                continue
            yield Step(node, enters=False)
            while node.next is None:
                if depth == 0 or node.parent is None:
                    return
                node, depth = node.parent, depth - 1
                yield Step(node, enters=False)
            node = node.next


def iterate_nodes(root: MarkupNode) -> Iterator[MarkupNode]:
    """Yield all nodes below ``root`` in document order."""
    return (step.node for step in Walk(root) if step.enters)
