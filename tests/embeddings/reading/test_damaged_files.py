"""Damaged and hostile files: no crash, no hang, nothing written, and every refusal has a reason."""

import re
import subprocess
import sys
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.sandbox.sandbox import Sandbox
from scripts.fuzzing.hostile_files import entity_bombs
from scripts.mutate_files import damaged_files, run
from tests.support.documents import CHAPTERS, WEB_PAGE, make_docx, make_epub, make_pdf, make_zip
from tests.support.paths import ROOT

LINES = [f"绿东村街道的第{number}条消息,说的是微信公共平台。" for number in range(60)]
ROWS = "".join(f'{{"title": "消息", "text": "{line}"}}\n' for line in LINES)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an intact file of each format."""
    files = {
        "a.txt": "\n\n".join(LINES).encode("gb18030"),
        "b.md": ("# 标题\n\n" + "\n\n".join(LINES)).encode("utf-16"),
        "c.html": WEB_PAGE.encode(),
        "d.pdf": make_pdf([LINES[:30], LINES[30:]], {"Title": "消息"}),
        "e.docx": make_docx(),
        "f.epub": make_epub(CHAPTERS),
        "g.jsonl": ROWS.encode(),
        "h.json": ("[" + ",".join(ROWS.splitlines()) + "]").encode(),
        "i.csv": ("text\n" + "\n".join(f'"{line}"' for line in LINES)).encode(),
    }
    files["j.zip"] = make_zip(files)
    folder = tmp_path_factory.mktemp("originals")
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.mark.slow
def test_damaged_files_crash_nothing_and_write_nothing(originals: Path) -> None:
    counts, wrong = run(damaged_files(originals, 180, seed=5))
    assert wrong == []
    assert counts.total() == 180
    assert {kind for _, kind in counts} == {"read", "refused"}


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    texts: list[str] = []
    with Sandbox() as sandbox:
        for file in entity_bombs():
            path = tmp_path / file.name
            path.write_bytes(file.data)
            with suppress(UnreadableFileError):
                found = list(sandbox.read(path, file.name))
                texts += [article.text for article in found if isinstance(article, Article)]
    assert len(texts) >= 3
    assert not [text for text in texts if "root:" in text or "lol" in text]


def test_damage_is_the_same_for_the_same_seed(originals: Path) -> None:
    def files(seed: int) -> list[object]:
        return list(islice(damaged_files(originals, 20, seed), 20))

    assert files(1) == files(1)
    assert files(1) != files(2)


@pytest.mark.slow
def test_script_reads_hostile_files_and_prints_what_became_of_them(originals: Path) -> None:
    command = [sys.executable, "-m", "scripts.mutate_files", "--count", "9", "--seed", "2"]
    done = subprocess.run(
        [*command, "--originals", originals], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = dict(re.split(r"  +", line) for line in done.stdout.splitlines()[:-1])
    assert outcomes["zip bomb"] == "refused 6"
    assert outcomes["long line"] == "refused 7"
    assert outcomes["long column"] == "refused 1"
    assert outcomes["names"] == "read 1"
    assert done.stdout.endswith(" 0 to look at\n")
