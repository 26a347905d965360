"""Damage by chance to real files: the same for the same random numbers."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from random import Random


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file to be read.

    Attributes:
        name: with the suffix that it is read by.
        data: its bytes.
        damage: what was done to it.
    """

    name: str
    data: bytes
    damage: str


_MOST_BITS = 64
_LONGEST_PIECE = 4096


def damage(name: str, data: bytes, suffixes: tuple[str, ...], random: Random) -> Damaged:
    """Return the file with one kind of damage."""
    if random.random() < 1 / (len(_WAYS) + 1):
        return Damaged(PurePath(name).stem + random.choice(suffixes), data, "wrong suffix")
    way = random.choice(list(_WAYS))
    return Damaged(name, _WAYS[way](data, random), way)


def _flip_bits(data: bytes, random: Random) -> bytes:
    out = bytearray(data)
    for _ in range(random.randint(1, _MOST_BITS) if out else 0):
        out[random.randrange(len(out))] ^= 1 << random.randrange(8)
    return bytes(out)


def _cut_off(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _lose_beginning(data: bytes, random: Random) -> bytes:
    return data[random.randint(0, min(len(data), _LONGEST_PIECE)) :]


def _zero_piece(data: bytes, random: Random) -> bytes:
    start, end = _piece(data, random)
    return data[:start] + bytes(end - start) + data[end:]


def _randomise_piece(data: bytes, random: Random) -> bytes:
    start, end = _piece(data, random)
    return data[:start] + random.randbytes(end - start) + data[end:]


def _repeat_piece(data: bytes, random: Random) -> bytes:
    start, end = _piece(data, random)
    return data[:end] + data[start:end] * random.randint(1, 50) + data[end:]


def _lose_piece(data: bytes, random: Random) -> bytes:
    start, end = _piece(data, random)
    return data[:start] + data[end:]


def _change_numbers(data: bytes, random: Random) -> bytes:
    """Put other digits in the place of some: sizes, offsets and references go wrong."""
    out = bytearray(data)
    places = [place for place, byte in enumerate(out) if 0x30 <= byte <= 0x39]  # noqa: PLR2004
    for place in random.sample(places, min(len(places), random.randint(1, 20))):
        out[place] = random.choice(b"0123456789")
    return bytes(out)


def _damage_member(data: bytes, random: Random) -> bytes:
    """Damage what is in an archive and pack it again, so that its sums are right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError):
        return _flip_bits(data, random)
    victim = random.choice(list(members))
    way = random.choice([_flip_bits, _cut_off, _zero_piece, _repeat_piece, _lose_piece])
    members[victim] = way(members[victim], random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _piece(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.randint(1, _LONGEST_PIECE))


_WAYS: dict[str, Callable[[bytes, Random], bytes]] = {
    "bits flipped": _flip_bits,
    "cut off": _cut_off,
    "beginning lost": _lose_beginning,
    "piece zeroed": _zero_piece,
    "piece random": _randomise_piece,
    "piece repeated": _repeat_piece,
    "piece lost": _lose_piece,
    "numbers changed": _change_numbers,
    "member damaged": _damage_member,
}
