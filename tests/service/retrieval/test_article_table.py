"""What filters look at follows each change of the library."""

from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import Origin
from embeddings.library.library import Library
from service.retrieval.article_table import ArticleTable, load_table
from service.workspace.workspace import Workspace
from tests.support.workspaces import add_files, open_workspace, write_pages


def write_rows(folder: Path, dates: dict[str, str]) -> Path:
    lines = ["id,title,text,date"]
    lines += [f"{name},{name}消息,记者来到{name}村看桥。,{day}" for name, day in dates.items()]
    return write_pages(folder, {"all.csv": "\n".join(lines)})


def load(workspace: Workspace, library: Library) -> ArticleTable:
    settings = workspace.analyzer.passages
    return load_table(library, settings)


def list_rows(table: ArticleTable) -> list[tuple[object, ...]]:
    columns = table.columns
    days = columns.first_days, columns.last_days
    texts = columns.sources, columns.titles
    filed = columns.collections, columns.tags
    arrays = (table.ids, *texts, *days, *filed, table.first_keys, table.last_keys)
    return list(zip(*(array.tolist() for array in arrays), strict=True))


@pytest.mark.parametrize(
    "later",
    [
        {},
        {"甲": "2016-01-02", "丙": "2018-03-04"},
        {"甲": "2019-01-02", "乙": "2017-02-03"},
        {"丙": "2018-03-04", "丁": "2018", "甲": "2016-01-02", "乙": "2017-02-03", "戊": ""},
    ],
)
def test_table_after_a_change_is_the_one_that_is_loaded_anew(
    tmp_path: Path, later: dict[str, str]
) -> None:
    folder = write_rows(tmp_path / "pages", {"甲": "2016-01-02", "乙": "2017-02-03"})
    workspace = open_workspace(tmp_path / "data", collection=folder)
    library = workspace.library
    before = list_rows(load(workspace, library))
    if later:
        add_files(workspace, write_rows(folder, later) / "all.csv")
    else:
        library.delete_article(str(load(workspace, library).ids[0]))
    after = list_rows(load(workspace, library))
    assert after == list_rows(load(workspace, Library(workspace.settings.library_path)))
    assert after != before
    assert sorted(str(row[2]) for row in after)


def test_date_that_turns_out_to_be_a_file_property_filters_no_more(tmp_path: Path) -> None:
    folder = write_rows(tmp_path / "pages", {"甲": "2016-01-02", "乙": "2017-02-03"})
    workspace = open_workspace(tmp_path / "data", collection=folder)
    library = workspace.library
    before = list_rows(load(workspace, library))
    article = library.articles.page()[0]
    library.rewrite(replace(article, date_origin=Origin.DOCUMENT_PROPERTY))
    after = list_rows(load(workspace, library))
    assert after == list_rows(load(workspace, Library(workspace.settings.library_path)))
    assert [row[3:5] == (0, 0) for row in after] == [row[0] == article.id for row in before]


def test_restored_article_is_in_the_table_again(tmp_path: Path) -> None:
    folder = write_rows(tmp_path / "pages", {"甲": "2016-01-02", "乙": "2017-02-03"})
    workspace = open_workspace(tmp_path / "data", collection=folder)
    library = workspace.library
    ids = load(workspace, library).ids.tolist()
    library.delete_article(ids[0])
    assert load(workspace, library).ids.tolist() == ids[1:]
    library.restore_article(ids[0])
    assert load(workspace, library).ids.tolist() == ids
