"""The structure of the page's modules: which folder may import which, and how long they are."""

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.page_modules import PageModule, page_modules

MODULES = page_modules()
# What each folder stands on; "" are the entry points, which compose the features.
LAYERS = {
    "kit": set[str](),
    "adding": {"kit"},
    "scope": {"kit"},
    "article": {"kit", "scope"},
    "ask": {"kit", "scope"},
    "docs": {"kit"},
    "palette": {"kit"},
    "embed": {"kit", "ask"},
    "search": {"kit"},
    "timeline": {"kit"},
    "library": {"kit", "adding", "scope"},
    "conversations": {"kit", "ask"},
    "": {
        *("kit", "adding", "article", "ask", "conversations", "library", "palette", "search"),
        "timeline",
    },
}
ENTRY_POINTS = {"first_paint.js", "main.js", "offline.js", "page.js", "views.js", "worker.js"}
LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def assert_no_circle(graph: dict[str, set[str]]) -> None:
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"imported in a circle: {' → '.join(error.args[1])}")
    assert set(order) == set(graph)


def test_every_folder_has_its_place() -> None:
    assert {module.folder for module in MODULES} == set(LAYERS)
    assert {module.name for module in MODULES if not module.folder} == ENTRY_POINTS


@pytest.mark.parametrize("folder", LAYERS)
def test_folder_imports_only_what_it_stands_on(folder: str) -> None:
    allowed = LAYERS[folder] | {folder}
    found = [
        (module.name, name)
        for module in MODULES
        if module.folder == folder
        for name in module.imports | module.lazy_imports | module.type_imports
        if folder_of(name) not in allowed
    ]
    assert found == []


def test_no_folder_stands_on_itself() -> None:
    assert_no_circle(LAYERS)


def test_no_module_is_imported_in_a_circle() -> None:
    graph = {module.name: module.imports for module in MODULES}
    assert graph["kit/api_key.js"] >= {"kit/request_error.js", "kit/storage.js"}
    assert graph["library/maintenance.js"] >= {"adding/texts.js", "adding/jobs.js"}
    assert_no_circle(graph)


def test_every_import_names_a_module() -> None:
    names = {module.name for module in MODULES}
    missing = {
        (module.name, name)
        for module in MODULES
        for name in module.imports | module.lazy_imports | module.type_imports
        if name not in names
    }
    assert missing == set()


def test_views_are_imported_only_where_the_page_is_composed() -> None:
    views = {module.name for module in MODULES if module.name.endswith("/view.js")}
    assert views == {
        "conversations/view.js",
        "library/view.js",
        "search/view.js",
        "timeline/view.js",
    }
    importers = {
        module.name for module in MODULES if views & (module.imports | module.lazy_imports)
    }
    assert importers == {"views.js"}


def test_every_module_is_reached_from_an_entry_point() -> None:
    graph = {module.name: module.imports | module.lazy_imports for module in MODULES}
    starts = {
        "main.js",
        "first_paint.js",
        "offline.js",
        "worker.js",
        "docs/main.js",
        "embed/main.js",
    }
    assert reached(graph, starts) == set(graph)


def reached(graph: dict[str, set[str]], starts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(graph[name])
    return found


def test_only_one_module_uses_the_storage() -> None:
    users = {
        module.name
        for module in MODULES
        if "localStorage" in module.code or "sessionStorage" in module.code
    }
    # The latter is no module, so it can import nothing.
    assert users == {"kit/storage.js", "first_paint.js"}


def test_no_text_is_defined_twice_on_a_page() -> None:
    for own in ({"docs"}, set(LAYERS) - {"docs", "embed"}):
        files = [
            item for item in MODULES if item.folder in own | {"kit"} and "addTexts({" in item.code
        ]
        for language in ("zh", "en"):
            keys = [key for module in files for key in text_keys(module, language)]
            assert len(keys) > 60
            assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


def test_every_text_is_there_in_both_languages() -> None:
    for module in MODULES:
        assert text_keys(module, "zh") == text_keys(module, "en"), module.name


def text_keys(module: PageModule, language: str) -> list[str]:
    """Return the keys of the texts that a module adds, in order."""
    _, begins, rest = module.code.partition(f"\n  {language}: {{\n")
    lines = rest.partition("\n  },\n")[0].splitlines() if begins else []
    return [line.split(":")[0].strip() for line in lines if line[:4] == "    " and line[4] != " "]


def test_functions_are_short() -> None:
    lines = {where: count for module in MODULES for where, count in module.functions}
    assert len(lines) > 500
    assert max(lines.values()) > 15
    assert {where: count for where, count in lines.items() if count > LONGEST_FUNCTION} == {}


def test_files_are_short() -> None:
    long = {
        article.name: n for article in MODULES if (n := article.text.count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_every_file_says_what_it_holds() -> None:
    assert [module.name for module in MODULES if not module.text.startswith("/**")] == []


def test_the_lines_of_a_function_are_counted() -> None:
    module = PageModule("ask/composer.js")
    head = "export function setUpComposer(send) {\n"
    before, _, rest = module.text.partition(head)
    line = before.count("\n") + 1
    body = rest.partition("\n}\n")[0]
    assert dict(module.functions)[f"ask/composer.js:{line}"] == body.count("\n") + 1 > 15
