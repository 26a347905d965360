"""Random damage to real files, reproducible by the seed."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from random import Random


@dataclass(frozen=True, slots=True)
class FuzzFile:
    """A file to read.

    Attributes:
        name: its suffix decides how it is read.
        data: its bytes.
        mutation: how it was damaged, or what is hostile about it.
    """

    name: str
    data: bytes
    mutation: str


_MOST_BITS = 64
_LONGEST_RANGE = 4096


def mutate(name: str, data: bytes, suffixes: tuple[str, ...], random: Random) -> FuzzFile:
    """Return the file with one random mutation."""
    if random.random() < 1 / (len(_MUTATIONS) + 1):
        return FuzzFile(PurePath(name).stem + random.choice(suffixes), data, "wrong suffix")
    mutation = random.choice(list(_MUTATIONS))
    return FuzzFile(name, _MUTATIONS[mutation](data, random), mutation)


def _flip_bits(data: bytes, random: Random) -> bytes:
    out = bytearray(data)
    for _ in range(random.randint(1, _MOST_BITS) if out else 0):
        out[random.randrange(len(out))] ^= 1 << random.randrange(8)
    return bytes(out)


def _truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _drop_beginning(data: bytes, random: Random) -> bytes:
    return data[random.randint(0, min(len(data), _LONGEST_RANGE)) :]


def _zero_range(data: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:start] + bytes(end - start) + data[end:]


def _randomise_range(data: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:start] + random.randbytes(end - start) + data[end:]


def _repeat_range(data: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:end] + data[start:end] * random.randint(1, 50) + data[end:]


def _drop_range(data: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:start] + data[end:]


def _change_numbers(data: bytes, random: Random) -> bytes:
    """Replace some digits, so that sizes, offsets and references are wrong."""
    out = bytearray(data)
    places = [place for place, byte in enumerate(out) if 0x30 <= byte <= 0x39]  # noqa: PLR2004
    for place in random.sample(places, min(len(places), random.randint(1, 20))):
        out[place] = random.choice(b"0123456789")
    return bytes(out)


def _mutate_member(data: bytes, random: Random) -> bytes:
    """Damage one member of an archive and pack it again, so that its checksums are right."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError):
        return _flip_bits(data, random)
    victim = random.choice(list(members))
    mutation = random.choice([_flip_bits, _truncate, _zero_range, _repeat_range, _drop_range])
    members[victim] = mutation(members[victim], random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _range(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.randint(1, _LONGEST_RANGE))


_MUTATIONS: dict[str, Callable[[bytes, Random], bytes]] = {
    "bits flipped": _flip_bits,
    "cut off": _truncate,
    "beginning lost": _drop_beginning,
    "piece zeroed": _zero_range,
    "piece random": _randomise_range,
    "piece repeated": _repeat_range,
    "piece lost": _drop_range,
    "numbers changed": _change_numbers,
    "member damaged": _mutate_member,
}
