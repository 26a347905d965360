"""Documents that LibreOffice converts. A program that only copies stands in for it."""

import sys
from pathlib import Path

import pytest

from embeddings.documents import Article
from embeddings.reading.read import read
from embeddings.reading.sandbox.sandbox import Sandbox
from tests.support.documents import make_zip, reason_against
from tests.support.office import make_pptx, shape
from tests.support.word import make_word, p

OLD_WORD = b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "WordDocument".encode("utf-16-le")
OLD_SLIDES = b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "PowerPoint Document".encode("utf-16-le")
ODP = b"application/vnd.oasis.opendocument.presentation"
RTF = rb"{\rtf1\ansi A}"


def install(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a program named soffice."""
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))


@pytest.mark.parametrize(
    ("name", "data"), [("a.doc", OLD_WORD), ("a.wps", OLD_WORD), ("a.rtf", RTF)]
)
def test_document_is_converted_and_read(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted = tmp_path / "converted.docx"
    converted.write_bytes(make_word(p("秋收开始") + p("石桥村收稻一千二百亩，亩产九百斤。")))
    script = f"""
import pathlib, shutil, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
assert pathlib.Path(sys.argv[-1]).read_bytes() == {data!r}
assert sys.argv[1].startswith("-env:UserInstallation=file://")
folder.mkdir()
shutil.copy({str(converted)!r}, folder / "original.docx")
"""
    install(tmp_path, script, monkeypatch)
    path = tmp_path / name
    path.write_bytes(data)
    [article] = [item for item in read(path, path.name) if isinstance(item, Article)]
    assert "亩产九百斤" in article.text
    assert article.source == name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.ppt", OLD_SLIDES),
        ("a.dps", OLD_SLIDES),
        ("a.odp", make_zip({"mimetype": ODP, "content.xml": b"<a/>"})),
    ],
)
def test_presentation_is_converted_and_read(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted = tmp_path / "converted.pptx"
    converted.write_bytes(make_pptx([shape("水库安全", "title") + shape("一查坝体", "body")]))
    script = f"""
import pathlib, shutil, sys
folder = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
assert sys.argv[sys.argv.index("--convert-to") + 1] == "pptx"
folder.mkdir()
shutil.copy({str(converted)!r}, folder / "original.pptx")
"""
    install(tmp_path, script, monkeypatch)
    path = tmp_path / name
    path.write_bytes(data)
    [article] = [item for item in read(path, path.name) if isinstance(item, Article)]
    assert (article.title, article.text, article.source) == ("水库安全", "一查坝体", name)


def test_presentation_is_refused_with_what_to_do_where_nothing_converts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("embeddings.reading.formats.converted._FOLDERS", str(tmp_path))
    path = tmp_path / "a.ppt"
    path.write_bytes(OLD_SLIDES)
    reason = reason_against(path)
    assert "apt install libreoffice-impress-nogui" in reason
    assert "save the file as PPTX" in reason


def test_document_that_cannot_be_converted_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "raise SystemExit(0)", monkeypatch)
    path = tmp_path / "a.doc"
    path.write_bytes(OLD_WORD)
    assert reason_against(path).startswith("LibreOffice cannot convert it")


def test_conversion_that_takes_too_long_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "import time\ntime.sleep(600)", monkeypatch)
    monkeypatch.setattr("embeddings.reading.formats.converted._SECONDS", 0.1)
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    assert "takes longer than 0.1 s" in reason_against(path)


def is_running(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_bytes().rpartition(b")")[2].split()[0] not in (b"Z", b"X")


def test_conversion_ends_with_the_reader_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    script = f"""
import os, pathlib, subprocess, sys, time
pathlib.Path("profile").write_text("x")
inner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
pathlib.Path({str(started)!r}).write_text(f"{{os.getpid()}} {{inner.pid}} {{os.getcwd()}}")
time.sleep(600)
"""
    install(tmp_path, script, monkeypatch)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = tmp_path / "a.rtf"
    path.write_bytes(RTF)
    with Sandbox() as sandbox:
        reads = sandbox.read(path, path.name)
        while not (started.exists() and started.read_text(encoding="utf-8").count(" ") == 2):
            next(reads)
        *processes, folder = started.read_text(encoding="utf-8").split()
        assert all(is_running(int(process)) for process in processes)
        assert (Path(folder) / "profile").exists()
    assert not any(is_running(int(process)) for process in processes)
    assert not list(tmp_path.glob("wenbao-reading-*"))


def test_without_libreoffice_the_reason_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("embeddings.reading.formats.converted._FOLDERS", str(tmp_path))
    for name, data in {"a.doc": OLD_WORD, "a.rtf": RTF, "a.docx": OLD_WORD}.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert "Install it" in reason_against(path)
        assert "save the file as DOCX" in reason_against(path)
