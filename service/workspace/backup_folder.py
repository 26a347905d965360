"""A folder of backups: their names, and which of them to keep."""

import re
from datetime import datetime
from pathlib import Path

_NAME = re.compile(r"wenbao-\d{8}T\d{6}Z\.tar\.gz")


def name_backup(folder: Path, now: datetime) -> Path:
    """Return the path of a backup made ``now`` (UTC): wenbao-20261128T032000Z.tar.gz."""
    return folder / f"wenbao-{now:%Y%m%dT%H%M%SZ}.tar.gz"


def remove_older(folder: Path, keep: int) -> list[Path]:
    """Remove all backups with such names but the ``keep`` newest, and return the removed ones.

    Other files stay.
    """
    backups = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    older = backups[:-keep]
    for path in older:
        path.unlink(missing_ok=True)
    return older
