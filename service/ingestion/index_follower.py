"""Keep the index nearly up to date while a job stores articles."""

import time
from dataclasses import dataclass, field

from service.workspace.index_maintenance import Progress
from service.workspace.index_process import WORTH_IT, IndexProcess
from service.workspace.workspace import Workspace

_CHECK_SECONDS = 1.0
# Small additions become searchable after this many seconds, or more if indexing takes long: each
# round creates a segment, and segments must be merged.
_ROUND_SECONDS = 10.0
_ROUND_SHARE = 2.0


@dataclass
class IndexFollower:
    """Indexes what was stored: small amounts here, large ones in a separate process."""

    workspace: Workspace
    progress: Progress
    _checked_at: float = field(default_factory=time.monotonic)
    _indexed_at: float = field(default_factory=time.monotonic)
    _pause: float = _ROUND_SECONDS

    @property
    def _process(self) -> IndexProcess:
        return self.workspace.index_process

    def index_if_due(self) -> None:
        """Start indexing if it is time. Call this often."""
        now = time.monotonic()
        if now - self._checked_at < _CHECK_SECONDS or self._process.is_running:
            return
        self._checked_at = now
        if self.workspace.behind >= WORTH_IT:
            self._process.catch_up(self.progress)
        elif now - self._indexed_at > self._pause:
            self._index()

    def finish(self) -> None:
        """Index everything that was stored, and wait for it."""
        self._process.wait()
        if self.workspace.behind >= WORTH_IT:
            self._process.catch_up(self.progress)
            self._process.wait()
        self._index()

    def stop(self) -> None:
        """Stop indexing; what is published stays."""
        self._process.stop()

    def _index(self) -> None:
        start = time.monotonic()
        self.workspace.catch_up(self.progress)
        self._indexed_at = time.monotonic()
        self._pause = max(_ROUND_SECONDS, _ROUND_SHARE * (self._indexed_at - start))
