"""Jieba's cache in the shared temporary folder is neither read nor written: anybody can own it."""

import marshal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.console import installed_wenbao
from tests.support.environment import environment
from tests.support.workspaces import write_pages

pytestmark = pytest.mark.slow

TEXT = "街道开通了微信公共平台"
WORDS = "街道 开通 了 微信 公共 平台"
POISON = marshal.dumps(({TEXT: 10**9} | {TEXT[:n]: 0 for n in range(1, len(TEXT))}, 10**9))
PAGE = {"a.txt": "须河镇街道\n\n须河镇街道开通了“绿东播报”微信公共平台。\n"}
# Cuts a text and prints the words, then which files named like the cache were opened meanwhile.
CUT = f"""
import os, sys
opened = []
def note(event, given):
    if event == "open" and "jieba.cache" in os.fsdecode(str(given[0])):
        opened.append(given[0])
sys.addaudithook(note)
from embeddings.text.terms import Segmenter
segmenter = Segmenter()
segmenter.load_whole()
print(" ".join(segmenter.words("{TEXT}")), opened)
"""


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def poisoned(temporary: Path) -> Path:
    cache = temporary / "jieba.cache"
    cache.write_bytes(POISON)
    return cache


def cut(temporary: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", CUT],
        env=environment(TMPDIR=str(temporary)),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_poisoned_cache_is_neither_opened_nor_replaced(poisoned: Path) -> None:
    assert cut(poisoned.parent) == f"{WORDS} []\n"
    assert poisoned.read_bytes() == POISON


def test_no_cache_is_left_behind(temporary: Path) -> None:
    assert cut(temporary) == f"{WORDS} []\n"
    assert list(temporary.iterdir()) == []


def test_console_leaves_no_cache_behind(tmp_path: Path, temporary: Path) -> None:
    pages = write_pages(tmp_path / "pages", PAGE)
    question = "须河镇街道开通的微信公共平台叫什么名字?"
    settings = {"WENBAO_DATA": str(tmp_path / "data"), "WENBAO_COLLECTION": str(pages)}
    asked = installed_wenbao("ask", question, TMPDIR=str(temporary), **settings)
    assert "绿东播报" in asked.stdout, asked.stderr
    assert list(temporary.iterdir()) == []
