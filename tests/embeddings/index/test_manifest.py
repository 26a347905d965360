"""The manifest records what an index was built from; each mismatch is reported by name."""

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from embeddings.errors import IndexMismatchError
from embeddings.index.manifest import FORMAT_VERSION, Manifest, Origin, Recipe, compute_checksums
from embeddings.passages import PassageSettings

RECIPE = Recipe("wenbao-static-zh", "0f1e2d3c", 256, "1 jieba 0.42.1 ab", PassageSettings())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index folder with two files and its manifest."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "meta.json").write_text("{}", encoding="utf-8")
    (tmp_path / "vectors.faiss").write_bytes(bytes(range(256)))
    Manifest(RECIPE, 7, compute_checksums(tmp_path)).write(tmp_path)
    return tmp_path


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 1
    path.write_bytes(data)


def edit(folder: Path, **fields: object) -> None:
    """Write a manifest with other fields but valid checksums."""
    path = folder / "manifest.json"
    changed = json.loads(path.read_bytes()) | fields
    del changed["digest"]
    data = json.dumps(changed, sort_keys=True).encode()
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    path.write_text(json.dumps(changed | {"digest": digest}), encoding="utf-8")


def test_manifest_keeps_every_field(tmp_path: Path) -> None:
    origin = Origin("/models/静态", ("绿东播报", "郑东新区"))
    manifest = Manifest(RECIPE, 8, {"a": "b"}, ("s1", "s2"), (3, 5), 2, origin)
    manifest.write(tmp_path)
    assert Manifest.read(tmp_path) == manifest


def test_manifest_comes_back_as_it_was_written(folder: Path) -> None:
    assert Manifest.read(folder) == Manifest(RECIPE, 7, Manifest.read(folder).checksums)
    assert sorted(Manifest.read(folder).checksums) == ["terms/meta.json", "vectors.faiss"]


def test_whole_index_of_the_same_recipe_is_accepted(folder: Path) -> None:
    manifest = Manifest.read(folder)
    manifest.check(folder, RECIPE)
    assert manifest.recipe == RECIPE


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"encoder": "bge-small"}, "encoder wenbao-static-zh, not bge-small"),
        ({"encoder_fingerprint": "ff"}, "encoder_fingerprint 0f1e2d3c, not ff"),
        ({"dimension": 512}, "dimension 256, not 512"),
        ({"terms_fingerprint": "2"}, "terms_fingerprint 1 jieba 0.42.1 ab, not 2"),
        ({"passages": PassageSettings(maximum=400)}, "'maximum': 300.*not.*'maximum': 400"),
        ({"format_version": FORMAT_VERSION + 1}, f"format_version {FORMAT_VERSION}, not"),
    ],
)
def test_other_recipe_is_refused_and_says_what_differs(
    folder: Path, changed: dict[str, Any], said: str
) -> None:
    expected = dataclasses.replace(RECIPE, **changed)
    with pytest.raises(IndexMismatchError, match=f"the index was built with .*{said}"):
        Manifest.read(folder).check(folder, expected)


@pytest.mark.parametrize("name", ["terms/meta.json", "vectors.faiss"])
@pytest.mark.parametrize("offset", [0, 1, -1])
def test_flipped_byte_is_reported_with_its_file(folder: Path, name: str, offset: int) -> None:
    flip(folder / name, offset)
    with pytest.raises(IndexMismatchError, match=f"{name} is damaged or missing"):
        Manifest.read(folder).check(folder, RECIPE)


def test_truncated_and_missing_files_are_reported(folder: Path) -> None:
    (folder / "vectors.faiss").write_bytes(b"")
    with pytest.raises(IndexMismatchError, match=r"vectors\.faiss is damaged or missing"):
        Manifest.read(folder).check(folder, RECIPE)
    (folder / "vectors.faiss").unlink()
    with pytest.raises(IndexMismatchError, match=r"vectors\.faiss is damaged or missing"):
        Manifest.read(folder).check(folder, RECIPE)


def test_missing_manifest_is_reported_with_its_folder(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatchError, match=f"no usable {tmp_path}"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"recipe": {}}', '{"recipe": null}', "null", "7", '"x"']
)
def test_malformed_manifest_is_rejected(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(IndexMismatchError, match=r"no usable .*manifest"):
        Manifest.read(folder)


def test_manifest_with_an_unknown_field_is_rejected(folder: Path) -> None:
    edit(folder, colour="red")
    with pytest.raises(IndexMismatchError, match=r"no usable .*manifest"):
        Manifest.read(folder)


def test_manifest_without_checksums_vouches_for_nothing(folder: Path) -> None:
    edit(folder, checksums=None)
    with pytest.raises(IndexMismatchError):
        Manifest.read(folder).check(folder, RECIPE)


def test_flipped_byte_anywhere_in_the_manifest_is_refused_or_means_the_same(folder: Path) -> None:
    path, written = folder / "manifest.json", Manifest.read(folder)
    accepted = []
    for offset in range(path.stat().st_size):
        flip(path, offset)
        try:
            manifest = Manifest.read(folder)
            manifest.check(folder, RECIPE)
        except IndexMismatchError:
            pass
        else:
            accepted.append(manifest)
        flip(path, offset)
    assert all(manifest == written for manifest in accepted)


def test_lock_files_are_not_part_of_an_index(folder: Path) -> None:
    (folder / "terms" / ".tantivy-writer.lock").touch()
    assert ".tantivy-writer.lock" not in " ".join(compute_checksums(folder))
