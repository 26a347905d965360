"""Keep the index close behind the library while a job stores articles."""

import time
from dataclasses import dataclass, field

from service.workspace.index_maintenance import Progress
from service.workspace.index_process import WORTH_IT, IndexProcess
from service.workspace.workspace import Workspace

_LOOK_SECONDS = 1.0
# What little was stored becomes searchable after so many seconds, or more where indexing takes
# long: each time makes a segment, and segments must be merged.
_ROUND_SECONDS = 10.0
_ROUND_SHARE = 2.0


@dataclass
class IndexFollower:
    """Indexes what was stored: little of it here, much of it in a process of its own."""

    workspace: Workspace
    progress: Progress
    _looked: float = field(default_factory=time.monotonic)
    _indexed: float = field(default_factory=time.monotonic)
    _pause: float = _ROUND_SECONDS

    @property
    def _process(self) -> IndexProcess:
        return self.workspace.index_process

    def look(self) -> None:
        """Start to index if it is time; call it often."""
        now = time.monotonic()
        if now - self._looked < _LOOK_SECONDS or self._process.is_running:
            return
        self._looked = now
        if self.workspace.behind >= WORTH_IT:
            self._process.catch_up(self.progress)
        elif now - self._indexed > self._pause:
            self._index()

    def finish(self) -> None:
        """Index all that was stored, and wait until it is."""
        self._process.wait()
        if self.workspace.behind >= WORTH_IT:
            self._process.catch_up(self.progress)
            self._process.wait()
        self._index()

    def stop(self) -> None:
        """End what is under way; what is published stays."""
        self._process.stop()

    def _index(self) -> None:
        start = time.monotonic()
        self.workspace.catch_up(self.progress)
        self._indexed = time.monotonic()
        self._pause = max(_ROUND_SECONDS, _ROUND_SHARE * (self._indexed - start))
