"""Reading in a separate process gives the same articles; a harmful file does not stop the next."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.read import read
from embeddings.reading.results import Extent, PartFailure, Read, ReadingWarning, SignOfLife
from embeddings.reading.sandbox import messages
from embeddings.reading.sandbox.processor_time import measure_processor_time
from embeddings.reading.sandbox.sandbox import Patience, Sandbox
from tests.support.documents import CHAPTERS, WEB_PAGE, make_docx, make_epub, make_pdf, make_zip

TEXT = "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n"
FILES = {
    "a.txt": TEXT.encode("gb18030"),
    "b.html": WEB_PAGE.encode(),
    "c.pdf": make_pdf(
        [["绿东村街道开通了“绿东播报”微信公共平台。"], ["第二页上的一句话也在这里。"]]
    ),
    "d.docx": make_docx(),
    "e.epub": make_epub(CHAPTERS),
    "f.jsonl": b'{"text": "one"}\n{bad\n',
    "g.zip": make_zip({"甲.txt": TEXT.encode(), "b.pdf": b"%PDF-"}),
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def children() -> set[str]:
    """Return the processes that this one started, by their numbers."""
    task = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(task.read_text(encoding="ascii").split())


@pytest.mark.parametrize("name", FILES)
def test_file_reads_the_same_as_in_this_process(
    sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    path = write(tmp_path / name, FILES[name])
    assert list(sandbox.read(path, name)) == list(read(path, name))


def test_one_process_reads_file_after_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT.encode())
    with Sandbox() as sandbox:
        before = children()
        list(sandbox.read(path, "a.txt"))
        [process] = children() - before
        list(sandbox.read(path, "a.txt"))
        assert children() - before == {process}
    assert children() == before


def test_refusal_comes_through_with_the_name_of_the_file(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"^一月/a\.txt: the file is empty\."):
        list(sandbox.read(write(tmp_path / "a.txt", b""), "一月/a.txt"))


def test_name_that_is_not_unicode_is_read(sandbox: Sandbox, tmp_path: Path) -> None:
    path = write(tmp_path / os.fsdecode("报道.txt".encode("gb18030")), TEXT.encode())
    [article] = sandbox.read(path, "报道.txt")
    assert isinstance(article, Article)
    assert article.source == "报道.txt"


def test_file_that_times_out_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    fifo = tmp_path / "a.txt"
    os.mkfifo(fifo)  # opening it blocks: no writer ever comes
    good = write(tmp_path / "b.txt", TEXT.encode())
    with Sandbox(Patience(silence=0.5)) as sandbox:
        began = time.monotonic()
        with pytest.raises(UnreadableFileError, match=r"^a\.txt: reading it took longer than"):
            list(sandbox.read(fifo, "a.txt"))
        assert time.monotonic() - began < 8
        assert len(list(sandbox.read(good, "b.txt"))) == 1


def test_file_that_kills_its_process_is_named_and_the_next_one_is_read(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", b'{"text": "one row of many"}\n' * 200_000)
    good = write(tmp_path / "b.txt", TEXT.encode())
    with Sandbox() as sandbox:
        before = children()
        reads = sandbox.read(rows, "a.jsonl")
        next(reads)
        [process] = children() - before
        os.kill(int(process), 9)
        with pytest.raises(UnreadableFileError, match=r"^a\.jsonl: reading it failed midway"):
            list(reads)
        assert len(list(sandbox.read(good, "b.txt"))) == 1


def test_reading_may_stop_in_the_middle_of_a_file(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", b'{"text": "one row of many"}\n' * 100_000)
    with Sandbox() as sandbox:
        reads = sandbox.read(rows, "a.jsonl")
        next(reads)
        del reads
        first, *_ = sandbox.read(write(tmp_path / "b.txt", TEXT.encode()), "b.txt")
        assert isinstance(first, Article)
        assert first.source == "b.txt"


def test_rows_wait_until_somebody_takes_them(tmp_path: Path) -> None:
    rows = write(tmp_path / "a.jsonl", b'{"text": "one row of many"}\n' * 300_000)
    with Sandbox() as sandbox:
        before = children()
        reads = sandbox.read(rows, "a.jsonl")
        next(reads)
        [process] = children() - before
        position = Path(f"/proc/{process}/fdinfo")
        offsets = [
            int(info.read_text(encoding="ascii").split()[1])
            for info in position.iterdir()
            if Path(f"/proc/{process}/fd/{info.name}").readlink() == rows
        ]
        assert offsets[0] < rows.stat().st_size / 2


def test_process_can_write_no_file_and_has_limits(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT.encode())
    with Sandbox() as sandbox:
        before = children()
        list(sandbox.read(path, "a.txt"))
        [process] = map(int, children() - before)
        size, _ = resource.prlimit(process, resource.RLIMIT_FSIZE)
        memory, _ = resource.prlimit(process, resource.RLIMIT_AS)
        seconds, _ = resource.prlimit(process, resource.RLIMIT_CPU)
        environment = Path(f"/proc/{process}/environ").read_bytes()
    assert size == 0
    assert 1 << 30 <= memory <= 3 << 29
    assert 60 <= seconds <= 70
    assert b"HOME=" not in environment


@pytest.mark.slow
def test_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", b"[" + b'{"a":1},' * 5_000_000 + b"1]")
    with Sandbox(Patience(silence=60)) as sandbox:
        with pytest.raises(
            UnreadableFileError, match=r"^a\.json: reading it exceeds the memory limit"
        ):
            list(sandbox.read(path, "a.json"))
        [_] = sandbox.read(write(tmp_path / "b.txt", TEXT.encode()), "b.txt")


def test_sandbox_works_below_a_script_without_a_main_guard(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT.encode())
    script = tmp_path / "script.py"
    script.write_text(
        "import sys; from pathlib import Path\n"
        "from embeddings.reading.sandbox.sandbox import Sandbox\n"
        "print(len(list(Sandbox().read(Path('a.txt'), 'a.txt'))))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"7",
        b'{"reason": 7}',
        b'{"reason": "x"}',
        b"[7]",
        b'[["a", 7]]',
        b'[["a","b","c","d","e","f","g",[[0,9]],[]]]',
        b'[["a","b","c","d","e","f",7,[],[]]]',
        b'[["a","b","c","d","e","f","g",[],[["x",1]]]]',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_malformed_message_is_refused(message: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        messages.decode_reply(message)


def test_messages_carry_everything(tmp_path: Path) -> None:
    article, extent = read(write(tmp_path / "b.html", WEB_PAGE.encode()), "b.html")
    assert isinstance(article, Article)
    assert isinstance(extent, Extent)
    notes: list[Read] = [PartFailure("row 1", "它没有文字。"), ReadingWarning("", "少了两个字。")]
    sent: list[Read] = [article, extent, SignOfLife(), *notes]
    assert messages.decode_reply(messages.encode_reads(sent)) == sent
    refusal = messages.Refusal("坏", retryable=True)
    assert messages.decode_reply(messages.encode_refusal(refusal)) == refusal


def test_file_may_not_take_longer_in_all_than_is_allowed(tmp_path: Path) -> None:
    book = {f"c{number}": f"<h1>{number}</h1><p>一章。</p>" for number in range(300)}
    path = write(tmp_path / "a.epub", make_epub(book))
    with (
        Sandbox(Patience(whole=0.001)) as sandbox,
        pytest.raises(UnreadableFileError, match=r"^a\.epub: reading it took longer than 0\.001 s"),
    ):
        list(sandbox.read(path, "a.epub"))


@pytest.mark.parametrize(("rest", "is_ready"), [("while True: pass", True), ("input()", False)])
def test_processor_time_tells_who_waits_for_a_turn(rest: str, is_ready: bool) -> None:
    command = [sys.executable, "-c", f"print(flush=True)\n{rest}"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        until = time.monotonic() + 20
        while time.monotonic() < until:
            measured = measure_processor_time(process.pid)
            if measured and measured.is_ready is is_ready and (measured.seconds or not is_ready):
                break
        process.kill()
    assert measured is not None
    assert measured.is_ready is is_ready


def test_processor_time_of_no_process_is_unknown() -> None:
    assert measure_processor_time(2**22 + 1) is None
