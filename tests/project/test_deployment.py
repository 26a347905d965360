"""The examples for operators agree with the settings, the metrics and each other."""

import configparser
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.console.lazy_commands import LazyCommands
from service.settings import Settings
from tests.http.test_metrics import NAMES
from tests.support.paths import ROOT

FOLDER = ROOT / "scripts" / "deployment"
UNITS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".service", ".timer"))
EXAMPLES = [ROOT / "Dockerfile", ROOT / "compose.yaml", *sorted(FOLDER.iterdir())]
SETTINGS = {f"WENBAO_{name.upper()}" for name in Settings.model_fields}
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICE = COMPOSE["services"]["wenbao"]
# What Prometheus itself and its client library call their series.
FOREIGN = {"up"}


def read_unit(path: Path) -> configparser.ConfigParser:
    """Return the sections of a systemd unit; repeated keys are as allowed there."""
    unit = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    unit.optionxform = str  # type: ignore[method-assign, assignment] # keys are case-sensitive
    unit.read_string(path.read_text(encoding="utf-8"))
    return unit


def read_expressions() -> list[str]:
    """Return the PromQL of alerts and dashboard."""
    rules = yaml.safe_load((FOLDER / "alerts.yaml").read_text(encoding="utf-8"))
    board: dict[str, Any] = json.loads((FOLDER / "grafana.json").read_text(encoding="utf-8"))
    alerts = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    return alerts + [target["expr"] for panel in board["panels"] for target in panel["targets"]]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_settings_in_the_examples_exist(path: Path) -> None:
    named = set(re.findall(r"WENBAO_[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named - {"WENBAO_NAME"} <= SETTINGS


def test_alerts_and_dashboard_measure_what_there_is() -> None:
    expressions = read_expressions()
    assert len(expressions) > 15
    for expression in expressions:
        series = set(re.findall(r"([a-z_]+)\{job=", expression))
        assert series
        assert {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in series} - FOREIGN <= set(
            NAMES
        )
        assert expression.count("(") == expression.count(")")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_run_commands_that_exist(path: Path) -> None:
    unit = read_unit(path)
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
        return
    program, command, *_ = shlex.split(unit["Service"]["ExecStart"])
    assert program == "/opt/wenbao/.venv/bin/wenbao"
    assert command in LazyCommands.modules
    assert unit["Service"]["User"] == "wenbao"
    assert unit["Service"]["NoNewPrivileges"] == "yes"


def test_container_is_confined_and_keeps_what_lasts() -> None:
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    mounts = [mount.split(":")[1] for mount in SERVICE["volumes"]]
    assert {"/data", "/articles"} <= set(mounts)
    assert all(port.startswith("127.0.0.1:") for port in SERVICE["ports"])
    assert set(COMPOSE["volumes"]) == {"data"}


def test_image_copies_what_its_steps_need() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    let_in = re.findall(
        r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE
    )
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        *sources, _ = line.split()
        for source in sources:
            assert (ROOT / source).exists()
            assert source in let_in
    assert {"/data"} == set(re.findall(r"^VOLUME (\S+)$", text, re.MULTILINE))
    assert "USER wenbao" in text
