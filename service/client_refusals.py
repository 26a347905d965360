"""What programs that use ``service.client`` are told when a request brings nothing."""

import json
from typing import Self

from embeddings.errors import WenbaoError


class WenbaoRefusedError(WenbaoError):
    """A request that brought nothing.

    Attributes:
        status: of the reply; 0 when none came.
        code: the problem's stable name; ``unreachable`` when no whole reply came.
        detail: what was expected, what came, what to do.
    """

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{detail} ({status} {code})" if status else detail)
        self.status = status
        self.code = code
        self.detail = detail

    @classmethod
    def told_by(cls, status: int, body: str | bytes) -> Self:
        """Read the body of a refusal; a proxy in between may send something else."""
        try:
            problem = json.loads(body)
        except ValueError:
            problem = None
        known = problem if isinstance(problem, dict) else {}
        detail = str(known.get("detail") or "The server refused without a reason.")
        return cls(status, str(known.get("code", "")), detail)
