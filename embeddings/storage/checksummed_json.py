"""JSON with its own digest: a file in which one bit was changed is told from a whole one."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_DIGEST = "digest"


def dump_checksummed(fields: Mapping[str, Any]) -> bytes:
    """Return ``fields`` as readable JSON that ``load_checksummed`` takes."""
    whole = {**fields, _DIGEST: _digest(fields)}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def load_checksummed(data: bytes) -> dict[str, Any]:
    """Return the fields that were sealed.

    Raises:
        ValueError: they were changed since, or never sealed.
    """
    fields = json.loads(data)
    if not isinstance(fields, dict) or fields.pop(_DIGEST, None) != _digest(fields):
        raise ValueError("it was changed after it was written")
    return fields


def _digest(fields: Mapping[str, Any]) -> str:
    text = json.dumps(fields, ensure_ascii=True, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
