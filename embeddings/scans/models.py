"""The models that read scans: PP-OCRv6 (Apache-2.0), as ONNX graphs inside rapidocr's wheel.

Only the files of rapidocr are used. Its code, which would download what is missing, never runs.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.encoding.onnx_session import InferenceSession, start_session
from embeddings.errors import WenbaoError

_DETECTION = "PP-OCRv6_det_small.onnx"
_RECOGNITION = "PP-OCRv6_rec_small.onnx"
_CHARACTERS = "character"  # where the graph's metadata list what it can read

Tensor = NDArray[np.float32]


class Reading(NamedTuple):
    """What the pixels of a line say, from left to right, in steps of 8 pixels.

    Attributes:
        classes: the number of the likeliest character at each step: int64.
        likelihoods: how likely it is there, 0 to 1: float32.
    """

    classes: NDArray[np.int64]
    likelihoods: Tensor


@dataclass(frozen=True)
class Models:
    """Both graphs; each is loaded when it is first used.

    Attributes:
        threads: how many processors they use at most.
    """

    threads: int

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.threads, "recognition")

    @cached_property
    def _detection(self) -> InferenceSession:
        return start_session(_find(_DETECTION), threads=self.threads)

    @cached_property
    def _recognition(self) -> InferenceSession:
        return start_session(_find(_RECOGNITION))

    @cached_property
    def characters(self) -> tuple[str, ...]:
        """What each class of ``recognize`` says; the first is "", for none."""
        listed = self._recognition.get_modelmeta().custom_metadata_map[_CHARACTERS]
        return ("", *listed.splitlines(), " ")

    def detect(self, image: Tensor) -> Tensor:
        """Return how likely each pixel is inside of a line: ``(height, width)``.

        ``image`` is ``(3, height, width)``, from -1 for black to 1, both multiples of 32.
        """
        result: Tensor = self._detection.run(None, {"x": image[None]})[0][0, 0]
        return result

    def recognize(self, lines: Iterable[Tensor]) -> Iterator[Reading]:
        """Yield what each line says; it is ``(3, 48, width)``, from -1 for black to 1."""
        return self._pool.map(self._recognize, lines)

    def _recognize(self, line: Tensor) -> Reading:
        likely: Tensor = self._recognition.run(None, {"x": line[None]})[0][0]
        return Reading(likely.argmax(axis=1), likely.max(axis=1))


def _find(name: str) -> Path:
    package = find_spec("rapidocr")
    path = Path(package.origin).parent / "models" / name if package and package.origin else None
    if path is None or not path.is_file():
        raise WenbaoError(
            f"The model that reads scans ({name}) is missing. Install the program again:"
            " it is part of the package rapidocr."
        )
    return path
