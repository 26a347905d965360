"""Whatever the contract allows is answered as documented; whatever it forbids is refused.

schemathesis makes requests from the OpenAPI of the running server, valid ones and broken ones, and
compares each reply with it. Half of the operations each, so that two processes share the work.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from service.access.keys import KeyStore, Role
from tests.support.paths import ROOT
from tests.support.running_server import running_server

EXAMPLES = 15  # per operation, besides those of the coverage phase
ASKING = ["ask", "openai", "state"]
KEEPING = ["conversations", "documents", "feedback", "jobs"]


@pytest.mark.parametrize("tags", [ASKING, KEEPING], ids=["asking", "keeping"])
def test_every_reply_is_what_the_contract_says(
    tags: list[str], effort: int, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    key = KeyStore(data / "library.sqlite3").add("everything", Role.EDITOR)
    with running_server(data, WENBAO_AUTH="required") as url:
        contract, operations = contract_of(url, key, tags)
        path = tmp_path / "openapi.json"
        path.write_text(json.dumps(contract), encoding="utf-8")
        finished = schemathesis(path, url, key, EXAMPLES * effort, tmp_path)
    assert finished.returncode == 0, finished.stdout
    assert f"Tested: {operations}\n" in finished.stdout


def contract_of(url: str, key: str, tags: list[str]) -> tuple[dict[str, object], int]:
    """Return the contract of the operations with these tags, and their number."""
    headers = {"Authorization": f"Bearer {key}"}
    contract = httpx.get(f"{url}/openapi.json", headers=headers, timeout=60, trust_env=False).json()
    kept = {
        path: chosen
        for path, methods in contract["paths"].items()
        if (chosen := {m: item for m, item in methods.items() if set(item["tags"]) & set(tags)})
    }
    return {**contract, "paths": kept}, sum(map(len, kept.values()))


def schemathesis(
    contract: Path, url: str, key: str, examples: int, folder: Path
) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("schemathesis")
    settings = ["--config-file", str(ROOT / "tests" / "support" / "schemathesis.toml")]
    how = ["--checks", "all", "--max-examples", str(examples), "--generation-deterministic"]
    # Without the stateful phase: it follows links between operations, and there are none.
    how += ["--phases", "examples,coverage,fuzzing", "--no-color", "--header"]
    return subprocess.run(
        [program, *settings, "run", contract, "--url", url, *how, f"Authorization: Bearer {key}"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        cwd=folder,
        env={
            **os.environ,
            "NO_PROXY": "127.0.0.1",
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.support.schemathesis_hooks",
        },
    )


def test_all_operations_are_in_one_half(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    tags = [
        tag for methods in paths.values() for method in methods.values() for tag in method["tags"]
    ]
    assert set(tags) == {*ASKING, *KEEPING}
