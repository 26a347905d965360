"""A running server, and a library of which the transformer has encoded only a part."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embeddings.storage.locks import Lock, LockFile
from service.workspace.workspace import Workspace
from tests.support.running_server import running_server
from tests.support.workspaces import add_files, deepen, open_workspace, write_pages

ENCODED, NEW = 12, 6  # articles, each of one passage
TABLES = {
    "灯塔.csv": ["灯塔", *(f"第{n}座灯塔重新亮灯,守塔人说起往事。" for n in range(ENCODED))],
    "码头.csv": ["码头", *(f"第{n}座码头昨日开港,渔民都来看新船。" for n in range(NEW))],
}


@dataclass(frozen=True)
class HalfDeepened:
    """The server, and the lock that keeps it from encoding, as another process would.

    Attributes:
        url: address of the server.
    """

    url: str
    _lock: Lock
    _workspace: Workspace

    def finish(self) -> None:
        """Let the rest be encoded, by the server or by this process."""
        self._lock.release()
        deepen(self._workspace)


@contextmanager
def half_deepened(folder: Path) -> Iterator[HalfDeepened]:
    """Start a server that has ``ENCODED`` passages encoded, and ``NEW`` not yet."""
    pages = write_pages(folder / "pages", {name: _table(*rows) for name, rows in TABLES.items()})
    first, second = (pages / name for name in TABLES)
    workspace = open_workspace(folder / "data", collection=first, meaning="on")
    deepen(workspace)
    add_files(workspace, second)
    lock = Lock(folder / "data" / LockFile.DEEPENING)
    assert lock.try_acquire()
    with running_server(folder / "data", WENBAO_MEANING="on") as url:
        yield HalfDeepened(url, lock, workspace)
    lock.release()


def _table(title: str, *texts: str) -> str:
    """Return a CSV file whose rows are articles."""
    return "\n".join(["title,text", *(f'{title}{n},"{text}"' for n, text in enumerate(texts))])
