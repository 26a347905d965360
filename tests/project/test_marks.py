"""Tests are marked by what they start, directly or through other functions."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType

import pytest
from playwright.sync_api import Browser

from tests.support.browser import open_browser
from tests.support.console import wenbao
from tests.support.marking import marks_of_function
from tests.support.running_server import running_server


def starts_a_server(folder: Path) -> None:
    with running_server(folder) as url:
        assert url


def starts_a_server_through_another_function(folder: Path) -> None:
    starts_a_server(folder)


def starts_a_server_in_an_inner_function(folder: Path) -> Callable[[], None]:
    return lambda: starts_a_server(folder)


def runs_a_command() -> None:
    assert wenbao("--help").returncode == 0


class Opener:
    def open(self) -> Iterator[Browser]:
        with open_browser() as browser:
            yield browser


def opens_a_browser() -> None:
    assert Opener()


def computes() -> None:
    assert Path("a").name == "a"


@pytest.mark.parametrize(
    ("function", "marks"),
    [
        (starts_a_server, {"server"}),
        (starts_a_server_through_another_function, {"server"}),
        (starts_a_server_in_an_inner_function, {"server"}),
        (runs_a_command, {"server"}),
        (opens_a_browser, {"browser"}),
        (computes, set()),
    ],
)
def test_function_is_marked_by_what_it_reaches(function: FunctionType, marks: set[str]) -> None:
    assert marks_of_function(function) == marks
