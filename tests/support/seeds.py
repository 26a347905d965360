"""The bundled collection with all its vectors, made once for all test processes."""

import shutil
from pathlib import Path

from embeddings.storage.locks import exclusive_lock
from tests.support.workspaces import deepen, open_workspace


def copy_seeds(shared: Path, data: Path) -> Path:
    """Copy the data folder of the bundled collection to ``data``; the first to ask makes it.

    ``shared`` is a folder that all test processes of a run know.
    """
    made = shared / "seeds-data"
    with exclusive_lock(shared / "seeds-data.lock"):
        if not made.exists():
            draft = shared / "seeds-draft"
            deepen(open_workspace(draft, meaning="on"))
            shutil.copytree(draft, made)
    return Path(shutil.copytree(made, data, dirs_exist_ok=True))
