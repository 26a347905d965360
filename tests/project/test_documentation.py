"""What the documentation promises exists, and what exists is documented."""

import ast
import os
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from service.console.lazy_commands import LazyCommands
from service.settings import Settings
from tests.support.paths import ROOT
from tests.support.source_code import modules
from tests.support.workspaces import deepen, open_workspace, write_pages

DOCUMENTS = (
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "embeddings/README.md",
    "scripts/README.md",
    "service/README.md",
    "service/web/README.md",
)
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
READMES = ("README.md", "README.zh-CN.md")
SETTING_TABLES = ("service/README.md", "README.zh-CN.md")
HTTP_MANUAL = TEXTS["service/web/README.md"]
SETTINGS = {f"WENBAO_{name.upper()}": field for name, field in Settings.model_fields.items()}
CONSOLE = LazyCommands()
COMMANDS = {name: CONSOLE.get_command(None, name) for name in LazyCommands.modules}
SCRIPTS = {
    path.name
    for path in (ROOT / "scripts").iterdir()
    if path.is_file() and path.name not in ("README.md", "__init__.py")
}
EXECUTABLES = sorted(name for name in SCRIPTS if os.access(ROOT / "scripts" / name, os.X_OK))
every_document = pytest.mark.parametrize("name", DOCUMENTS)
readmes = pytest.mark.parametrize("name", READMES)
Route = tuple[str, str]


def cells(line: str) -> list[str]:
    """Return the cells of a table's row."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def rows(text: str, heading: str = "") -> Iterator[list[str]]:
    """Yield the rows of all tables, or of those in one section, without heads and rules."""
    if heading:
        text = re.split(rf"^#+ {re.escape(heading)}$", text, flags=re.MULTILINE)[1]
        text = re.split(r"^##? ", text, maxsplit=1, flags=re.MULTILINE)[0]
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        yield from map(cells, table.splitlines()[2:])


def quoted(cell: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`]+)`", cell)


def default(setting: str) -> str:
    """Return a setting's default as tables show it: of the paths, the last part.

    One that depends on the machine is described in words, so "" stands for it.
    """
    if SETTINGS[setting].default_factory:
        return ""
    value = SETTINGS[setting].default
    shown = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    return "" if shown is None else Path(str(shown)).name


def routes(text: str) -> set[Route]:
    """Return all methods and paths that a text names, with every parameter called id."""
    found = re.findall(r"\b(GET|POST|PUT|PATCH|DELETE)\s+`?(/[\w./{}-]*)", text)
    return {(method, re.sub(r"\{\w+\}", "{id}", path)) for method, path in found}


def problem_codes() -> Iterator[str]:
    """Yield the codes that the server gives to its problems, as its source spells them."""
    for path in (ROOT / "service" / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for given in given_codes(node):
                yield from words_of(given)


def given_codes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the expressions that give a problem's code: arguments, and what is called ``code``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "ProblemError" and len(node.args) > 1:
            yield node.args[1]
        yield from (word.value for word in node.keywords if word.arg == "code")
    elif isinstance(node, ast.Assign):
        names = {item.id for item in ast.walk(node.targets[0]) if isinstance(item, ast.Name)}
        if "code" in names:
            yield node.value


def words_of(expression: ast.AST) -> Iterator[str]:
    """Yield the strings that an expression may be, or that stand in a tuple of it."""
    match expression:
        case ast.Constant(str(word)):
            yield word
        case ast.IfExp(body=one, orelse=other):
            yield from (*words_of(one), *words_of(other))
        case ast.Tuple(elts=parts):
            yield from (word for part in parts for word in words_of(part))


def tree(text: str, first: str) -> Iterator[str]:
    """Yield the paths of a drawn folder tree, whose first line begins with ``first``."""
    [drawing] = re.findall(rf"```\n({re.escape(first)}.*?)```", text, re.DOTALL)
    folders: list[str] = []
    for line in drawing.splitlines():
        match = re.match(r"([│ ]*)(├── |└── |)([^\s,]+(?:, [^\s,]+)*)", line)
        if match is None or (match[1] and not match[2]):  # an explanation goes on
            continue
        depth = len(match[1]) // 4 + bool(match[2])
        names = match[3].split(", ")
        for name in names:
            yield "/".join([*folders[:depth], name.rstrip("/")])
        folders[depth:] = [names[-1].rstrip("/")]


def layers(text: str) -> Iterator[set[str]]:
    """Yield the layers of the drawing that begins with ``service/``, the upper ones first."""
    [drawing] = re.findall(r"```\n(service/ .*?)```", text, re.DOTALL)
    package = ""
    for line in drawing.splitlines():
        first, names = line[:13].strip(), line[13:].split(", ")
        package = first or package
        yield {package + name for name in names}


def room(module: str) -> str:
    """Return the package and what stands directly in it, of a dotted name."""
    return "/".join(module.split(".")[:2])


def anchors(text: str) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_lists_are_not_empty() -> None:
    assert {"WENBAO_DATA", "WENBAO_PORT"} <= set(SETTINGS)
    assert {"ask", "eval", "index", "search", "serve"} <= set(COMMANDS)
    assert {"serve", "test"} <= set(EXECUTABLES)
    assert {"bad_key", "busy", "no_key", "no_such_job"} <= set(problem_codes())


def test_page_has_a_sentence_for_every_problem() -> None:
    path = ROOT / "service/web/static/js/kit/problem_texts.js"
    [chinese] = re.findall(
        r"const CHINESE = \{(.*?)\n\};", path.read_text(encoding="utf-8"), re.DOTALL
    )
    # A sentence, or a function that makes one of the details.
    explained = set(re.findall(r"^  (\w+): (?:\".*[。]\",|\(.*\) =>.*)$", chinese, re.MULTILINE))
    assert set(problem_codes()) | {"malformed_json", "insufficient_storage"} <= explained


@readmes
def test_readmes_are_short(name: str) -> None:
    assert len(TEXTS[name].splitlines()) <= 150


@pytest.mark.parametrize("name", SETTING_TABLES)
def test_every_setting_stands_in_both_tables_with_its_default(name: str) -> None:
    shown: dict[str, str] = {}
    for setting, given, _ in (row for row in rows(TEXTS[name]) if row[0].startswith("`WENBAO_")):
        names, values = quoted(setting), quoted(given) or [""]
        shown |= dict(zip(names, values * len(names) if len(values) == 1 else values, strict=True))
    assert shown == {setting: default(setting) for setting in SETTINGS}


@every_document
def test_every_documented_setting_exists(name: str) -> None:
    assert set(re.findall(r"\bWENBAO_[A-Z][A-Z_]*[A-Z]\b", TEXTS[name])) <= set(SETTINGS)


@pytest.mark.parametrize("name", ["service/README.md", "README.zh-CN.md"])
def test_every_command_is_documented(name: str) -> None:
    assert set(re.findall(r"\bwenbao ([a-z]+)\b", TEXTS[name])) >= set(COMMANDS)


@every_document
def test_every_documented_command_and_option_exists(name: str) -> None:
    shown = re.findall(r"(?:^|[`/])wenbao ([a-z]+)\b([^`\n]*)", TEXTS[name], re.MULTILINE)
    assert {command for command, _ in shown} <= set(COMMANDS)
    for command, rest in shown:
        made = COMMANDS[command]
        parts = [made, *getattr(made, "commands", {}).values()]
        options = {option for part in parts for param in part.params for option in param.opts}
        assert set(re.findall(r"--[a-z][a-z-]*", rest)) <= options | {"--help"}, command


def test_every_script_is_documented_and_every_documented_script_exists() -> None:
    shown = [quoted(row[0]) for row in rows(TEXTS["scripts/README.md"].split("\n## ")[0])]
    assert sorted(name for names in shown for name in names) == sorted(SCRIPTS)


@pytest.mark.parametrize("script", EXECUTABLES)
def test_both_readmes_name_the_scripts_that_are_run(script: str) -> None:
    assert all(f"scripts/{script}" in TEXTS[name] for name in READMES)


@every_document
def test_every_path_and_module_that_is_named_exists(name: str) -> None:
    paths = set(re.findall(r"(?<![\w/.])(?:scripts|seeds|tests)/[\w./-]*\w", TEXTS[name]))
    modules = set(re.findall(r"\bpython -m ([\w.]+\w)", TEXTS[name]))
    paths |= {module.replace(".", "/") + ".py" for module in modules}
    assert {path for path in paths if not (ROOT / path).exists()} == set()


def test_every_route_is_documented_and_every_documented_route_exists(server_url: str) -> None:
    contract = httpx.get(f"{server_url}/openapi.json", timeout=60, trust_env=False).json()
    existing = {
        (method.upper(), re.sub(r"\{\w+\}", "{id}", path))
        for path, methods in contract["paths"].items()
        for method in methods
    }
    assert {route for row in rows(HTTP_MANUAL, "Requests") for route in routes(row[0])} == existing
    named = {route for text in TEXTS.values() for route in routes(text)}
    assert named <= existing | {("GET", "/openapi.json")}


def test_every_problem_is_documented_and_every_documented_problem_exists() -> None:
    shown = [
        (int(row[0]), code) for row in rows(HTTP_MANUAL, "Problems") for code in quoted(row[1])
    ]
    phrases = {HTTPStatus(status).phrase.lower().replace(" ", "_") for status, _ in shown}
    existing = set(problem_codes()) | {"malformed_json"}
    assert existing <= {code for _, code in shown}
    assert {code for _, code in shown} <= existing | phrases
    assert len(set(shown)) == len(shown)


def test_every_metric_is_documented_with_its_type(server_url: str) -> None:
    text = httpx.get(f"{server_url}/metrics", timeout=60, trust_env=False).text
    shown = {quoted(row[0])[0]: row[1] for row in rows(HTTP_MANUAL, "Monitoring")}
    assert shown == dict(re.findall(r"^# TYPE (wenbao_\w+) (\w+)$", text, re.MULTILINE))


def test_glossary_has_sixteen_words() -> None:
    assert len(list(rows(TEXTS["CONTRIBUTING.md"], "Sixteen words"))) == 16


def test_the_map_of_the_house_shows_what_is_there() -> None:
    shown = set(tree(TEXTS["CONTRIBUTING.md"], "embeddings/"))
    assert "service/web/app.py" in shown
    assert {path for path in shown if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("package", ["embeddings", "service"])
def test_the_map_of_the_house_shows_every_folder(package: str) -> None:
    shown = set(tree(TEXTS["CONTRIBUTING.md"], "embeddings/"))
    folders = {f"{package}/{path.parent.name}" for path in (ROOT / package).glob("*/__init__.py")}
    assert folders <= shown


def test_imports_point_down_the_layers_that_are_drawn() -> None:
    drawn = list(layers(TEXTS["CONTRIBUTING.md"]))
    height = {name: -number for number, names in enumerate(drawn) for name in names}
    rooms = {room(module.name) for module in modules("service", "embeddings")}
    assert set(height) == rooms - {"service", "embeddings"}
    for module in modules("service", "embeddings"):
        here = room(module.name)
        for name in {room(name) for name in module.imports} & set(height) - {here}:
            assert height[name] < height[here], f"{module.path} imports {name}"


def test_the_data_folder_is_as_it_is_drawn(tmp_path: Path) -> None:
    shown = set(tree(TEXTS["embeddings/README.md"], "data/"))
    folder = tmp_path / "data"
    page = write_pages(tmp_path, {"灯塔.txt": "灯塔\n\n海边的灯塔重新亮灯。\n"}) / "灯塔.txt"
    deepen(open_workspace(folder, collection=page, meaning="on"))
    paths = {"data", "data/originals", "data/recognized", "data/server.json"}  # come with use
    for path in folder.rglob("*"):
        if path.parent.name != "terms" and not path.name.endswith(("-wal", "-shm")):
            name = f"data/{path.relative_to(folder).as_posix()}"
            name = re.sub(r"generation-\d+", "generation-000002", name)
            name = re.sub(r"meaning/[0-9a-f]{16}\b", "meaning/<fingerprint>", name)
            paths.add(re.sub(r"[\w.]+\.(lock|faiss)$", r"*.\1", name))
    assert shown | {"data/index/generation-000002/vectors"} == paths


@every_document
def test_links_lead_somewhere(name: str) -> None:
    for target, anchor in re.findall(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)]+))?\)", TEXTS[name]):
        path = (ROOT / name).parent / target if target else ROOT / name
        assert path.exists(), target
        if anchor:
            assert anchor in anchors(path.read_text(encoding="utf-8")), f"{target}#{anchor}"


def test_pictures_are_shown_in_both_languages_and_are_small() -> None:
    pictures = sorted((ROOT / ".github/images").iterdir())
    assert len(pictures) >= 2
    for picture in pictures:
        assert all(f".github/images/{picture.name}" in TEXTS[name] for name in READMES)
        assert picture.stat().st_size <= 150_000
