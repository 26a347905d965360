"""The product's own source, read as syntax trees for the tests of its structure."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from tests.support.paths import ROOT

PACKAGES = ("embeddings", "service")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file.

    Attributes:
        path: relative to the repository.
        name: as it is imported.
    """

    path: Path
    name: str

    @cached_property
    def text(self) -> str:
        return (ROOT / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def imports(self) -> set[str]:
        """Every dotted name that is imported anywhere in the file."""
        return set(imported(ast.walk(self.tree)))

    @cached_property
    def first_imports(self) -> set[str]:
        """The names that are imported as soon as the file is."""
        return set(imported(iter(self.tree.body)))

    @property
    def libraries(self) -> set[str]:
        """The top-level packages of others that the file imports."""
        tops = {name.partition(".")[0] for name in self.imports}
        return tops - set(sys.stdlib_module_names) - set(PACKAGES)

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


def modules(*folders: str) -> list[Module]:
    """Return every Python file below the folders."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [_module(path.relative_to(ROOT)) for path in paths]


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Yield what import statements name; of ``from a import b`` both ``a`` and ``a.b``."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def body_lines(function: Function) -> int:
    """Return the lines of a function's body without its docstring."""
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@cache  # each file is parsed once
def _module(path: Path) -> Module:
    parts = path.with_suffix("").parts
    return Module(path, ".".join(parts[:-1] if parts[-1] == "__init__" else parts))
