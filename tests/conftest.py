"""What many tests share: the bundled collection, indexed once, and a running server over it."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest
from playwright.sync_api import Browser, Page

from service.assistant import Assistant
from service.workspace.workspace import Workspace
from tests.support.browser import Visit, open_browser, visit
from tests.support.forking import remove_sockets
from tests.support.marking import marks_of
from tests.support.paths import ROOT
from tests.support.running_server import installed_server
from tests.support.seeds import copy_seeds
from tests.support.workspaces import open_workspace

# The same examples every time, however slow the machine.
hypothesis.settings.register_profile("wenbao", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("wenbao")

# Tests set what they need; the developer's environment must not interfere.
for name in [name for name in os.environ if name.startswith("WENBAO_")]:
    del os.environ[name]

# The files run side by side: more threads in one would only wait for those of another.
os.environ["OMP_NUM_THREADS"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    thorough = "make four times as many random requests, questions and crashes"
    parser.addoption("--thorough", action="store_true", help=thorough)


@pytest.fixture(scope="session")
def effort(pytestconfig: pytest.Config) -> int:
    """How many times the usual number of random examples are tried."""
    return 4 if pytestconfig.getoption("--thorough") else 1


# The slowest files start first, so that no process is left working alone at the end.
LONGEST = (
    "service/workspace/test_kill_points.py",
    "page/test_states.py",
    "http/test_verbatim_quotes.py",
    "http/test_schemathesis.py",
    "service/answering/test_times.py",
    "service/workspace/test_switch_encoder.py",
    "service/workspace/test_disk_full.py",
    "page/test_adding.py",
    "page/test_conversations.py",
    "page/test_original.py",
    "service/evaluation/test_evaluate.py",
    "page/test_server_restart.py",
    "page/test_docs.py",
    "embeddings/reading/test_scans.py",
    "service/test_cli.py",
    "service/workspace/test_outdated_index.py",
    "service/retrieval/test_reranker.py",
    "service/test_console.py",
    "service/answering/test_answers.py",
    "service/workspace/test_backup.py",
    "service/workspace/test_backup_of_meaning.py",
    "service/workspace/test_random_operations.py",
    "scripts/test_train_confidence.py",
)


@pytest.hookimpl(tryfirst=True)  # before the tests are selected by their marks
def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    rank = {ROOT / "tests" / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path, len(LONGEST)))
    for item in items:
        for mark in marks_of(item):
            item.add_marker(mark)


def pytest_sessionfinish() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        remove_sockets()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run know."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def seeds_workspace(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The bundled collection with the shipped encoders. Tests must not add to it."""
    data = copy_seeds(shared_folder, tmp_path_factory.mktemp("seeds"))
    return open_workspace(data, meaning="on")


@pytest.fixture(scope="session")
def assistant(seeds_workspace: Workspace) -> Assistant:
    return Assistant(seeds_workspace)


@pytest.fixture(scope="session")
def server_data(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_seeds(shared_folder, tmp_path_factory.mktemp("server"))


@pytest.fixture(scope="session")
def server_url(server_data: Path) -> Iterator[str]:
    """A server over the bundled collection. Tests must not add to it."""
    with installed_server(server_data, WENBAO_MEANING="on") as url:
        yield url


@pytest.fixture(scope="session")
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=60, trust_env=False) as client:
        yield client


# One per module: while Playwright runs, no other test of the process can run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def url(server_url: str) -> str:
    """The address of the page; modules with a server of their own override it."""
    return server_url


@pytest.fixture
def reader(browser: Browser, url: str) -> Iterator[Visit]:
    """A reader on a desktop. A test that causes errors on purpose clears `complaints`."""
    with visit(browser) as reader:
        reader.page.goto(url)
        yield reader
        assert reader.complaints == []


@pytest.fixture
def page(reader: Visit) -> Page:
    return reader.page
