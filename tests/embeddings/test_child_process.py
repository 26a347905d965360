"""Child processes run this program's code, never code from the working folder."""

import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from embeddings import child_process
from embeddings.encoding.model_folder import STATIC_ENCODER
from service.workspace.index_process import WORTH_IT
from tests.support.console import installed_wenbao
from tests.support.environment import environment
from tests.support.library_client import finished
from tests.support.running_server import installed_server
from tests.support.workspaces import write_pages

GOOD = "须河镇街道\n\n须河镇街道开通了“绿东播报”微信公共平台。\n"
# Enough passages to be indexed in a separate process.
MANY = range(WORTH_IT + 100)
ROWS = "".join(f'{{"title": "工程", "text": "第{n}号工程在当月全部按期完工。"}}\n' for n in MANY)
QUESTION = "须河镇街道开通的微信公共平台叫什么名字?"
TRAPS = ("json", "numpy", "socket", "sitecustomize", "usercustomize", "embeddings", "service")


@pytest.fixture
def trapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of modules that leave a mark where they are imported."""
    folder = tmp_path / "trapped"
    mark = f"open({str(tmp_path / 'marks')!r}, 'a').write(__name__ + '\\n')\n"
    write_pages(
        folder, {f"{name}.py": mark for name in TRAPS} | {"a.txt": GOOD, "rows.jsonl": ROWS}
    )
    monkeypatch.chdir(folder)
    return folder


def marks(folder: Path) -> str:
    marks = folder.parent / "marks"
    return marks.read_text(encoding="utf-8") if marks.exists() else ""


def test_trap_leaves_a_mark_where_it_is_imported(trapped: Path) -> None:
    subprocess.run([sys.executable, "-m", "json"], check=True)
    assert marks(trapped) == "__main__\n"


def test_commands_run_no_code_of_the_working_folder(trapped: Path) -> None:
    settings = {"WENBAO_DATA": "data", "WENBAO_COLLECTION": "a.txt"}
    indexed = installed_wenbao("index", "rows.jsonl", **settings)
    assert indexed.returncode == 0, indexed.stderr
    assert "绿东播报" in installed_wenbao("ask", QUESTION, **settings).stdout
    assert marks(trapped) == ""


def test_server_runs_no_code_of_the_working_folder(trapped: Path) -> None:
    write_pages(trapped, {"words": "绿东播报\n"})
    Path("encoder").symlink_to(STATIC_ENCODER)
    paths = {"COLLECTION": ".", "USER_WORDS": "words", "ENCODER": "encoder"}
    given = {f"WENBAO_{name}": path for name, path in paths.items()}
    with (
        installed_server(Path("data"), **given) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        job = client.post("/v1/reindex", json={"full": True}).json()
        assert finished(client, job["job_id"])["state"] == "done"
        answer = client.post("/v1/ask", json={"question": QUESTION}).json()["answer"]
        assert "绿东播报" in answer
    assert (trapped / "data" / "library.sqlite3").is_file()
    assert marks(trapped) == ""


READ = """
from pathlib import Path
from embeddings.reading.sandbox.sandbox import Sandbox
with Sandbox() as sandbox:
    [article] = sandbox.read(Path("a.txt"), "a.txt")
print(article.title)
"""


@pytest.mark.parametrize(("expected", "caches"), [("1", False), ("", True)])
def test_reading_process_writes_bytecode_only_where_its_parent_does(
    tmp_path: Path, expected: str, caches: bool
) -> None:
    tree = tmp_path / "tree" / "embeddings"
    left_out = shutil.ignore_patterns("__pycache__", "models")
    shutil.copytree(Path(child_process.__file__).parent, tree, ignore=left_out)
    write_pages(tmp_path, {"a.txt": GOOD})
    assert (
        run(tmp_path, READ, PYTHONPATH="tree", PYTHONDONTWRITEBYTECODE=expected) == "须河镇街道\n"
    )
    assert (tree / "reading" / "__pycache__").exists() is caches


@pytest.mark.parametrize("expected", ["1", ""])
def test_every_child_process_writes_bytecode_only_where_its_parent_does(
    tmp_path: Path, expected: str
) -> None:
    write_pages(tmp_path / "tree", {"child.py": "import sys; print(sys.dont_write_bytecode)\n"})
    program = (
        "import subprocess; from embeddings.child_process import build_python_command;"
        "subprocess.run(build_python_command('child'), cwd='/', check=True)"
    )
    paths = str(tmp_path / "tree")
    output = run(tmp_path, program, PYTHONPATH=paths, PYTHONDONTWRITEBYTECODE=expected)
    assert output == f"{bool(expected)}\n"


def run(folder: Path, program: str, **settings: str) -> str:
    """Run a program in ``folder`` and return what it prints."""
    return subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_source_tree_on_a_relative_python_path_is_enough(tmp_path: Path) -> None:
    package = write_pages(
        tmp_path / "tree" / "embeddings",
        {"__init__.py": "", "where.py": "import sys; print(__file__, sys.argv[1:])\n"},
    )
    shutil.copy(child_process.__file__, package)
    program = (
        "import subprocess; from embeddings.child_process import build_python_command;"
        "subprocess.run(build_python_command('embeddings.where', 'given'), cwd='/', check=True)"
    )
    assert run(tmp_path, program, PYTHONPATH="tree") == f"{package / 'where.py'} ['given']\n"
