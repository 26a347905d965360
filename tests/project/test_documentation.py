"""What the README promises exists, and what exists stands in the README."""

import os
import re
from pathlib import Path

import httpx
import pytest
import typer.main

from service.cli import app
from service.settings import Settings
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = {f"WENBAO_{name.upper()}" for name in Settings.model_fields}
BESIDE_THE_CONTRACT = {("GET", "/"), ("GET", "/openapi.json")}
COMMANDS = sorted(typer.main.get_group(app).commands)
SCRIPTS = sorted(
    f"scripts/{path.name}"
    for path in (ROOT / "scripts").iterdir()
    if path.is_file() and os.access(path, os.X_OK)
)


def test_the_lists_are_not_empty() -> None:
    assert {"WENBAO_DATA", "WENBAO_PORT"} <= SETTINGS
    assert {"ask", "eval", "index", "search", "serve"} <= set(COMMANDS)
    assert {"scripts/serve", "scripts/test"} <= set(SCRIPTS)


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_every_setting_is_documented(setting: str) -> None:
    assert re.search(rf"\b{setting}\b", README)


def test_every_documented_setting_exists() -> None:
    assert set(re.findall(r"\bWENBAO_[A-Z][A-Z_]*[A-Z]\b", README)) == SETTINGS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"\bwenbao {command}\b", README)


def test_every_documented_command_exists() -> None:
    shown = set(re.findall(r"(?:^|[`/])wenbao ([a-z]+)\b", README, re.MULTILINE))
    assert shown
    assert shown <= set(COMMANDS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_documented(script: str) -> None:
    assert script in README


def test_every_documented_script_exists() -> None:
    shown = set(re.findall(r"\bscripts/[\w./]*\w", README))
    assert shown
    assert {script for script in shown if not (ROOT / script).exists()} == set()


def test_every_route_is_documented_and_every_documented_route_exists(server_url: str) -> None:
    contract = httpx.get(f"{server_url}/openapi.json", trust_env=False).json()
    routes = {
        (method.upper(), re.sub(r"\{\w+\}", "{id}", path))
        for path, methods in contract["paths"].items()
        for method in methods
    }
    shown = {
        (method, re.sub(r"\{\w+\}", "{id}", path))
        for method, path in re.findall(r"\b(GET|POST|PUT|PATCH|DELETE)\s+`?(/[\w./{}-]*)", README)
    }
    assert shown - BESIDE_THE_CONTRACT == routes


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "CHANGELOG.md"])
def test_relative_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [target for target in targets if not (ROOT / Path(target)).exists()] == []


def test_pictures_are_shown_in_both_languages_and_are_small() -> None:
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    pictures = sorted((ROOT / ".github/images").iterdir())
    assert len(pictures) >= 2
    for picture in pictures:
        assert f".github/images/{picture.name}" in README
        assert f".github/images/{picture.name}" in chinese
        assert picture.stat().st_size <= 150_000
