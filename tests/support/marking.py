"""Find out from a test's code what it starts: a browser, or `wenbao` in a process of its own."""

import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType

import pytest

from tests.support import browser, console, forking

STARTERS: dict[str, tuple[object, ...]] = {
    "browser": (browser.open_browser,),
    "server": (console.WENBAO, forking.Fork),
}


def marks_of(test: pytest.Function) -> set[str]:
    """Return the marks of what a test starts, by itself or in one of its fixtures."""
    fixtures = test._fixtureinfo.name2fixturedefs.values()
    functions = [test.function, *(definitions[-1].func for definitions in fixtures)]
    return set().union(*(marks_of_function(inspect.unwrap(function)) for function in functions))


@cache
def marks_of_function(function: FunctionType) -> frozenset[str]:
    """Return the marks of what a function starts."""
    used = {id(value) for value in used_by(function)}
    return frozenset(mark for mark, starters in STARTERS.items() if used & set(map(id, starters)))


def used_by(function: FunctionType) -> Iterator[object]:
    """Yield the globals that a function uses, and those that functions of `tests` use for it."""
    found: set[int] = set()
    functions = [function]
    while functions:
        function = functions.pop()
        for name in names_in(function.__code__):
            value = function.__globals__.get(name)
            if id(value) not in found:
                found.add(id(value))
                yield value
                functions += functions_of_tests(value)


def names_in(code: CodeType) -> Iterator[str]:
    """Yield the names of globals and attributes in a function's code and the code inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)


def functions_of_tests(value: object) -> list[FunctionType]:
    """Return a function of `tests`, or the methods of a class of `tests`."""
    if not str(getattr(value, "__module__", "")).startswith("tests."):
        return []
    members = vars(value).values() if inspect.isclass(value) else [value]
    return [
        function
        for member in members
        if isinstance(function := inspect.unwrap(member), FunctionType)  # type: ignore[arg-type]
    ]
