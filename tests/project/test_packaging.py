"""What is installed, what is shipped, and what runs on a push."""

import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = [
    requirement
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for requirement in map(Requirement, group)
    if requirement.name != PROJECT["name"]
]
LINES = (ROOT / "scripts/constraints.txt").read_text(encoding="utf-8").splitlines()
PINNED = {
    canonicalize_name(name): version
    for name, _, version in (line.partition("==") for line in LINES if not line.startswith("#"))
}
WORKFLOW = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_the_pinned_version_is_one_that_the_project_accepts(requirement: Requirement) -> None:
    assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("name", ["fastapi", "httpx2", "tantivy"])
def test_versions_that_lack_what_is_used_are_refused(name: str) -> None:
    [requirement] = [item for item in REQUIREMENTS if item.name == name]
    too_old = {"fastapi": "0.140.11", "httpx2": "2.4.0", "tantivy": "0.25.1"}
    assert not requirement.specifier.contains(too_old[name])


def test_package_indexes_refuse_an_upload() -> None:
    assert "Private :: Do Not Upload" in PROJECT["classifiers"]


@pytest.mark.parametrize("package", ["embeddings", "service"])
def test_types_are_shipped(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


def test_a_push_runs_the_test_script_on_both_versions_of_python() -> None:
    assert 'python: ["3.11", "3.12"]' in WORKFLOW
    assert (
        "- run: ./scripts/test ${{ github.event_name == 'schedule' && '--thorough' || '' }}\n"
        in WORKFLOW
    )
