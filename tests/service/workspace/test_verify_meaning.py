"""``wenbao verify`` checks the transformer's vectors, and ``--repair`` lets them be made again."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoding.vectors import FloatMatrix, normalize_rows
from embeddings.library.records import Keys
from service.ingestion.ingestion import Ingestion
from service.workspace import verification
from service.workspace.meaning import MeaningSource
from service.workspace.workspace import Workspace
from tests.support.console import wenbao
from tests.support.tiny_models import write_static_encoder
from tests.support.workspaces import open_workspace, with_settings, write_pages

pytestmark = pytest.mark.slow

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
    "长江.txt": "长江大桥\n\n长江大桥全长1670米,1957年10月通车。\n",
}


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_static_encoder(tmp_path_factory.mktemp("models") / "tiny", 64)


@pytest.fixture
def workspace(tmp_path: Path, encoder: Path) -> Workspace:
    """A folder of three passages that are all encoded."""
    pages = write_pages(tmp_path / "pages", PAGES)
    workspace = open_workspace(tmp_path / "data", collection=pages, encoder=str(encoder))
    deepen(workspace)
    return workspace


def deepen(workspace: Workspace) -> None:
    Ingestion.of(workspace).deepening.finish(lambda _: None)


def meaning_of(workspace: Workspace) -> MeaningSource:
    assert workspace.meaning is not None
    return workspace.meaning


def check(workspace: Workspace) -> verification.VerificationReport:
    return verification.verify(workspace.settings, workspace.library, workspace.analyzer)


def list_problems(workspace: Workspace) -> list[str]:
    return [problem.description for problem in check(workspace).inconsistencies]


def repair(workspace: Workspace) -> None:
    settings, library, analyzer = workspace.settings, workspace.library, workspace.analyzer
    verification.repair(settings, library, analyzer, check(workspace))


def assert_recovers(workspace: Workspace, *, kept: int) -> None:
    """Repair a folder that then has ``kept`` vectors left, and encode the others again."""
    repair(workspace)
    assert list_problems(workspace) == []
    source = meaning_of(workspace)
    assert len(source.find_missing(workspace.index)) == len(PAGES) - kept
    deepen(workspace)
    assert len(source.store.vectors) == len(PAGES)
    assert list_problems(workspace) == []


def replace_vectors(
    workspace: Workspace, change: Callable[[Keys, FloatMatrix], tuple[Keys, FloatMatrix]]
) -> None:
    """Store changed vectors as if they were those of the library."""
    store = meaning_of(workspace).store
    keys = store.vectors.keys
    keys, vectors = change(keys, store.vectors.vectors(keys))
    store.retain(keys[:0], 0)
    store.add(keys, vectors)
    store.retain(keys, workspace.library.revision)


def test_encoded_folder_has_no_findings(workspace: Workspace) -> None:
    assert len(meaning_of(workspace).store.vectors) == len(PAGES)
    assert list_problems(workspace) == []


def test_folder_that_is_not_encoded_yet_has_no_findings(tmp_path: Path, encoder: Path) -> None:
    pages = write_pages(tmp_path / "pages", PAGES)
    workspace = open_workspace(tmp_path / "data", collection=pages, encoder=str(encoder))
    assert list_problems(workspace) == []
    assert not (tmp_path / "data" / "meaning").exists()


@pytest.mark.parametrize("pattern", ["*.faiss", "vectors.json"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"damaged")])
def test_damaged_file_is_named_and_its_vectors_are_made_again(
    workspace: Workspace, pattern: str, damage: Callable[[Path], object]
) -> None:
    store = meaning_of(workspace).store
    path = next(store.folder.glob(pattern))
    damage(path)
    is_missing = pattern == "vectors.json" and not path.exists()
    expected = [] if is_missing else [f"the file {path} of the transformer's vectors is damaged"]
    assert list_problems(workspace) == expected
    assert_recovers(workspace, kept=0)


def test_damage_is_named_while_meaning_is_off(workspace: Workspace) -> None:
    path = next(meaning_of(workspace).store.folder.glob("*.faiss"))
    path.write_bytes(b"damaged")
    off = with_settings(workspace, meaning="off")
    assert list_problems(off) == [f"the file {path} of the transformer's vectors is damaged"]
    repair(off)
    assert list_problems(off) == []
    assert_recovers(workspace, kept=0)


def test_damage_in_the_vectors_of_a_former_encoder_is_repaired(workspace: Workspace) -> None:
    other = workspace.settings.meaning_folder / "fedcba9876543210"
    other.mkdir()
    (other / "vectors.json").write_bytes(b"damaged")
    [problem] = list_problems(workspace)
    assert problem.startswith(f"the file {other / 'vectors.json'}")
    assert_recovers(workspace, kept=3)
    assert not other.exists()


def test_vector_of_another_text_is_named_and_all_are_made_again(workspace: Workspace) -> None:
    replace_vectors(workspace, lambda keys, vectors: (keys, vectors[[0, 2, 1]]))
    problems = list_problems(workspace)
    passages = workspace.library.passages.get(meaning_of(workspace).store.vectors.keys.tolist())
    ids = [passage.id for passage in passages.values()]
    assert problems == [
        f"the transformer's vector of passage {passage_id} does not match its text"
        for passage_id in ids[1:]
    ]
    assert_recovers(workspace, kept=0)


def test_vectors_that_are_no_numbers_are_named(workspace: Workspace) -> None:
    replace_vectors(workspace, lambda keys, vectors: (keys, vectors * np.float32("nan")))
    assert len(list_problems(workspace)) == len(PAGES)
    assert_recovers(workspace, kept=0)


def test_vectors_in_half_precision_match_their_texts(workspace: Workspace) -> None:
    def round_off(keys: Keys, vectors: FloatMatrix) -> tuple[Keys, FloatMatrix]:
        return keys, normalize_rows(vectors.astype(np.float16).astype(np.float32))

    replace_vectors(workspace, round_off)
    assert list_problems(workspace) == []


def test_vectors_of_no_passage_are_named_and_removed(workspace: Workspace) -> None:
    def add_two(keys: Keys, vectors: FloatMatrix) -> tuple[Keys, FloatMatrix]:
        return np.append(keys, [77, 78]), np.concatenate([vectors, vectors[:2]])

    replace_vectors(workspace, add_two)
    assert list_problems(workspace) == ["2 of the transformer's vectors belong to no passage"]
    assert_recovers(workspace, kept=3)


def test_vectors_of_deleted_articles_wait_for_their_removal(workspace: Workspace) -> None:
    article = workspace.library.articles.page()[0]
    workspace.library.delete_article(article.id)
    workspace.catch_up()
    assert list_problems(workspace) == []
    deepen(workspace)
    assert len(meaning_of(workspace).store.vectors) == len(PAGES) - 1
    assert list_problems(workspace) == []


def test_vectors_are_verified_and_repaired_on_the_console(
    workspace: Workspace, encoder: Path
) -> None:
    next(meaning_of(workspace).store.folder.glob("*.faiss")).write_bytes(b"damaged")
    settings = {"WENBAO_ENCODER": str(encoder), "WENBAO_DATA": str(workspace.settings.data)}
    said = wenbao("verify", **settings)
    assert (said.returncode, said.stdout.count("of the transformer's vectors is damaged")) == (1, 1)
    said = wenbao("verify", "--repair", **settings)
    assert said.returncode == 0
    assert "after the repair:\nall is well" in said.stdout
