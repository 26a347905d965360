"""Scanned files are read page by page, in the sandbox; what is done is not done again."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.layout.boxes import Box
from embeddings.reading.read import read as read_here
from embeddings.reading.recognizer import Recognizer
from embeddings.reading.results import PageBegun, PartFailure, Read, SignOfLife
from embeddings.reading.sandbox.sandbox import Patience, Sandbox
from embeddings.scans.finished_pages import FinishedPages
from tests.support.documents import make_pdf, make_zip
from tests.support.newspapers.papers import set_paper
from tests.support.newspapers.scanning import SCANS, scan_page
from tests.support.paths import ROOT
from tests.support.scans import TEXT, draw_page

SECOND = (
    "城北大桥今日通车",
    "本报讯 城北大桥今日上午十时正式通车。大桥全长一千二",
    "百米，双向六车道，总投资四亿八千万元。",
)
LAYER = ["文化站本周六晚在广场放映露天电影，欢迎居民观看。"]
BODY = "".join(TEXT[1:]).replace(" ", "")


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with Sandbox(finished=FinishedPages(tmp_path / "recognized"), threads=2) as sandbox:
        yield sandbox


def write(path: Path, save: Callable[[io.BytesIO], None]) -> Path:
    target = io.BytesIO()
    save(target)
    path.write_bytes(target.getvalue())
    return path


def articles_in(reads: list[Read]) -> list[Article]:
    return [read for read in reads if isinstance(read, Article)]


def begun_in(reads: list[Read]) -> list[tuple[int, int]]:
    return [(read.number, read.total) for read in reads if isinstance(read, PageBegun)]


def two_pages(folder: Path) -> Path:
    pages = [draw_page(), draw_page(SECOND)]
    return write(
        folder / "扫描.tiff",
        lambda to: pages[0].save(to, "TIFF", save_all=True, append_images=pages[1:]),
    )


@pytest.mark.slow
def test_image_becomes_an_article_with_places(sandbox: Sandbox, tmp_path: Path) -> None:
    path = write(tmp_path / "开放.png", lambda to: draw_page().save(to, "PNG"))
    [article] = articles_in(list(sandbox.read(path, "开放.png")))
    assert article.title == TEXT[0]
    assert article.text.replace(" ", "") == BODY
    assert [page.number for page in article.pages] == [1]
    start = article.text.index("四十二万册")
    [region] = article.places.find_regions([(start, start + 5)])
    page = draw_page()
    # "百平方米，藏书四十二万册" is the fourth line: the words begin with its eighth character
    assert abs(region.left * page.width - (60 + 32 * 7)) < 32
    assert abs((region.top + region.bottom) / 2 * page.height - (60 + 96 + 51 * 2 + 20)) < 16


@pytest.mark.slow
def test_pages_that_are_done_are_not_recognised_again(sandbox: Sandbox, tmp_path: Path) -> None:
    path = two_pages(tmp_path)
    for read in sandbox.read(path, "扫描.tiff"):
        if isinstance(read, PageBegun) and read.number == 2:
            break
    sandbox.close()  # as when the server stops
    reads = list(sandbox.read(path, "扫描.tiff"))
    assert begun_in(reads) == [(2, 2)]
    text = "".join(article.title + article.text for article in articles_in(reads))
    assert all(line in text for line in (TEXT[0], "藏书四十二万册", SECOND[0], "双向六车道"))


@pytest.mark.slow
def test_mixed_pdf_is_read_from_its_layer_and_its_images(sandbox: Sandbox, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(make_pdf([LAYER]))
    scan = io.BytesIO()
    draw_page(SECOND).save(scan, "PDF", resolution=150)
    document.import_pages(pypdfium2.PdfDocument(scan.getvalue()))
    count = len(document)
    path = write(tmp_path / "混合.pdf", document.save)
    document.close()
    reads = list(sandbox.read(path, "混合.pdf"))
    assert begun_in(reads) == [(count, count)]
    text = "".join(article.text + article.title for article in articles_in(reads))
    assert "双向六车道" in text
    assert LAYER[0] in text


@pytest.mark.slow
def test_page_that_fails_is_named_and_the_others_are_read(sandbox: Sandbox, tmp_path: Path) -> None:
    pages = [Image.new("L", (8, 8)), draw_page(SECOND)]
    path = write(
        tmp_path / "a.tiff",
        lambda to: pages[0].save(to, "TIFF", save_all=True, append_images=pages[1:]),
    )
    reads = list(sandbox.read(path, "a.tiff"))
    [failure] = [read for read in reads if isinstance(read, PartFailure)]
    assert (failure.part, failure.reason[:24]) == ("page 1", "the image has only 8 × 8")
    assert [article.title for article in articles_in(reads)] == [SECOND[0]]


@pytest.mark.slow
def test_page_that_breaks_the_process_is_skipped(tmp_path: Path) -> None:
    path = two_pages(tmp_path)
    failures: list[Read] = []
    with Sandbox(Patience(page=0.05)) as sandbox:
        reads = (read for read in sandbox.read(path, "扫描.tiff") if isinstance(read, PartFailure))
        with pytest.raises(UnreadableFileError, match="no text was recognised"):
            failures.extend(reads)
    assert [read.part for read in failures if isinstance(read, PartFailure)] == ["page 1", "page 2"]


def test_file_that_breaks_the_process_before_any_page_is_not_tried_for_ever(
    tmp_path: Path,
) -> None:
    path = two_pages(tmp_path)
    with Sandbox(Patience(silence=1, page=0.05)) as sandbox:
        reads = sandbox.read(path, "扫描.tiff")
        assert isinstance(next(reads), PageBegun)
        path.unlink()
        os.mkfifo(path)  # opening it blocks: no writer ever comes
        with pytest.raises(UnreadableFileError, match="longer than 1 s"):
            list(reads)


def test_pages_that_break_the_process_leave_the_rest_of_an_archive(tmp_path: Path) -> None:
    members = {
        "甲.txt": "修渠\n\n水渠修了八里。".encode(),
        "乙.tiff": two_pages(tmp_path).read_bytes(),
    }
    path = tmp_path / "旧稿.zip"
    path.write_bytes(make_zip(members))
    with Sandbox(Patience(page=0.05)) as sandbox:
        reads = list(sandbox.read(path, "旧稿.zip"))
    assert [article.text for article in articles_in(reads)] == ["水渠修了八里。"]
    failed = [result.part for result in reads if isinstance(result, PartFailure)]
    assert failed == ["乙.tiff page 1", "乙.tiff page 2", "乙.tiff"]


def test_page_whose_recognition_fails_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(make_pdf([LAYER]))
    scan = io.BytesIO()
    draw_page(SECOND).save(scan, "PDF", resolution=150)
    document.import_pages(pypdfium2.PdfDocument(scan.getvalue()))
    path = write(tmp_path / "混合.pdf", document.save)
    document.close()
    # With no thread at all, every page fails.
    reads = list(read_here(path, "混合.pdf", Recognizer(threads=0)))
    [failure] = [read for read in reads if isinstance(read, PartFailure)]
    assert (failure.part, failure.reason[:23]) == ("page 2", "it cannot be recognised")
    assert LAYER[0] in articles_in(reads)[0].text


def test_page_is_shown_as_an_image(sandbox: Sandbox, tmp_path: Path) -> None:
    path = two_pages(tmp_path)
    shown = sandbox.render_page(path, 2, 400)
    assert shown is not None
    image = Image.open(io.BytesIO(shown))
    assert (image.format, max(image.size)) == ("WEBP", 400)
    assert sandbox.render_page(path, 3, 400) is None


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_page_is_shown_upright_as_it_was_read(
    sandbox: Sandbox, tmp_path: Path, quarters: int
) -> None:
    page = draw_page().rotate(90 * quarters, expand=True)
    path = write(tmp_path / "馆.png", lambda to: page.save(to, "PNG"))
    [article] = articles_in(list(sandbox.read(path, "馆.png")))
    lines = [Box(*line[3:]) for line in article.places.lines]
    shown = sandbox.render_page(path, 1, 960, lines)
    assert shown is not None
    image = np.asarray(Image.open(io.BytesIO(shown)).convert("L"))
    upright = np.asarray(draw_page().resize(image.shape[::-1]))
    assert np.abs(image.astype(int) - upright).mean() < 10


def test_showing_a_scan_loads_no_model(tmp_path: Path) -> None:
    path = write(tmp_path / "馆.png", lambda to: draw_page().save(to, "PNG"))
    code = (
        "import sys; from pathlib import Path; from embeddings.reading.page_images import *\n"
        "image = render_page(Path(sys.argv[1]), 1, 400, [])\n"
        "print(len(image) > 999, 'onnxruntime' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "False"]


def test_file_without_pages_cannot_be_shown(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UnreadableFileError, match="damaged"):
        sandbox.render_page(path, 1, 400)


@pytest.mark.slow
def test_page_of_a_newspaper_becomes_its_stories(sandbox: Sandbox, tmp_path: Path) -> None:
    paper = set_paper("four columns", 0)
    scan = scan_page(paper.pages[0], SCANS["clean 200"], 0)
    path = write(tmp_path / "要闻.png", lambda to: scan.save(to, "PNG"))
    reads = list(sandbox.read(path, "要闻.png"))
    assert SignOfLife() in reads  # so that a server that stops does not wait for the page
    articles = articles_in(reads)
    assert len(articles) > 2
    assert len({article.id for article in articles}) == len(articles)
    assert all(article.places.lines for article in articles)
    for article in articles:  # places follow the text, without gaps or overlaps
        ends = [line.end for line in article.places.lines]
        starts = [line.start for line in article.places.lines]
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
        assert sum(map(int.__sub__, ends, starts)) > 0.9 * len(article.text)


def test_program_starts_without_what_only_scans_need() -> None:
    code = (
        "import sys, service.console.serving, embeddings.reading.sandbox.child\n"
        "print(sorted({'cv2', 'PIL', 'rapidocr'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
