"""Files are filed by their folders: the first subfolder, or what a ``collection.json`` says."""

import json
import os
from pathlib import Path

import pytest

from embeddings.documents import Filing
from embeddings.errors import UnreadableFileError
from embeddings.ingestion import FileOutcome, FoundFile, discover, store_file
from embeddings.library.library import Library
from embeddings.reading.read import read
from tests.support.libraries import cut_library
from tests.support.workspaces import write_pages

STORY = "{}号新桥\n\n记者来到望江县看{}号新桥，村民都说好。\n"
PAGES = {
    "甲.txt": STORY.format(1, 1),
    "晚报/乙.txt": STORY.format(2, 2),
    "晚报/2017/丙.txt": STORY.format(3, 3),
    "日报/表.csv": (
        "title,text,collection,tags\n四,四号新桥通车。,周刊,桥梁;望江\n五,五号通车。,,\n"
    ),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return cut_library(tmp_path / "library.sqlite3")


def store(library: Library, *paths: Path) -> dict[str, FileOutcome]:
    reports = [store_file(library, file, read) for file in discover(library, paths)]
    return {report.source: report.outcome for report in reports}


def filed(library: Library) -> dict[str, tuple[str, str]]:
    """Return source and collection of each article by its title."""
    articles = library.articles.page()
    return {article.title: (article.source, article.collection) for article in articles}


def test_first_subfolder_is_the_collection(library: Library, tmp_path: Path) -> None:
    store(library, write_pages(tmp_path / "pages", PAGES))
    assert filed(library) == {
        "1号新桥": ("甲.txt", ""),
        "2号新桥": ("晚报/乙.txt", "晚报"),
        "3号新桥": ("晚报/2017/丙.txt", "晚报"),
        "四": ("日报/表.csv", "周刊"),
        "五": ("日报/表.csv", "日报"),
    }
    assert [share.name for share in library.catalogue.tags(9)] == ["望江", "桥梁"]


def test_description_names_the_collection_and_the_sources(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", PAGES)
    describe(folder, collection="望江报", sources={"晚报/乙.txt": "望江报 第3版"})
    describe(folder / "晚报" / "2017", collection="望江晚报")
    store(library, folder)
    assert filed(library) == {
        "1号新桥": ("甲.txt", "望江报"),
        "2号新桥": ("望江报 第3版", "望江报"),
        "3号新桥": ("晚报/2017/丙.txt", "望江晚报"),
        "四": ("日报/表.csv", "周刊"),
        "五": ("日报/表.csv", "望江报"),
    }


def describe(folder: Path, **description: object) -> None:
    text = json.dumps(description, ensure_ascii=False)
    (folder / "collection.json").write_text(text, encoding="utf-8")


def test_folder_that_is_described_later_is_read_again(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", {"甲.txt": PAGES["甲.txt"]})
    assert store(library, folder) == {"甲.txt": FileOutcome.STORED}
    describe(folder, collection="望江报")
    store(library, folder)
    assert filed(library) == {"1号新桥": ("甲.txt", "望江报")}
    assert store(library, folder) == {"甲.txt": FileOutcome.UNCHANGED}


def test_file_added_by_itself_stays_where_it_was_filed(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", {"晚报/乙.txt": PAGES["晚报/乙.txt"]})
    store(library, folder)
    file = folder / "晚报" / "乙.txt"
    file.write_text(PAGES["甲.txt"], encoding="utf-8")
    store_file(library, FoundFile(file, "晚报/乙.txt"), read)
    assert filed(library) == {"1号新桥": ("晚报/乙.txt", "晚报")}
    known = library.files.get("晚报/乙.txt")
    assert known is not None
    assert known.filing == Filing("晚报")


@pytest.mark.parametrize(
    "text",
    [
        *("[]", "{", '{"collection": 3}', '{"sources": ["甲.txt"]}', '{"name": "报"}', '"报"'),
        "[" * 100_000,
        f'{{"collection": "报"}}{" " * 1_000_000}',
    ],
    ids=range(8),
)
def test_wrong_description_is_refused_by_name(library: Library, tmp_path: Path, text: str) -> None:
    folder = write_pages(tmp_path / "pages", {"甲.txt": PAGES["甲.txt"], "collection.json": text})
    with pytest.raises(UnreadableFileError, match=r"collection\.json: it describes its folder"):
        discover(library, [folder])


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_description_that_is_no_plain_file_is_refused(
    library: Library, tmp_path: Path, kind: str
) -> None:
    folder = write_pages(tmp_path / "pages", {"甲.txt": PAGES["甲.txt"]})
    if kind == "pipe":
        os.mkfifo(folder / "collection.json")  # whoever reads it waits for ever
    else:
        (tmp_path / "其他.json").write_text('{"collection": "报"}', encoding="utf-8")
        (folder / "collection.json").symlink_to(tmp_path / "其他.json")
    with pytest.raises(UnreadableFileError, match=r"collection\.json: it describes its folder"):
        discover(library, [folder])
