"""JSON that contains its own digest, so that even a single changed bit is detected."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_DIGEST = "digest"


def dump_checksummed(fields: Mapping[str, Any]) -> bytes:
    """Return ``fields`` as readable JSON for ``load_checksummed``."""
    whole = {**fields, _DIGEST: _compute_digest(fields)}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def load_checksummed(data: bytes) -> dict[str, Any]:
    """Return the fields passed to ``dump_checksummed``.

    Raises:
        ValueError: the digest does not match or is missing.
    """
    fields = json.loads(data)
    if not isinstance(fields, dict) or fields.pop(_DIGEST, None) != _compute_digest(fields):
        raise ValueError("it was changed after it was written")
    return fields


def _compute_digest(fields: Mapping[str, Any]) -> str:
    text = json.dumps(fields, ensure_ascii=True, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
