"""Write the float weights of a derived model beside its ONNX graph.

    python -m scripts.write_float_weights FOLDER

The eight-bit weights are turned back into floats in <folder>/model.safetensors, which is what
``SentenceTransformer(folder)`` loads. The packed weights are not needed.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from scripts.derivation.model_folder import write_floats


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the floats of one folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="what derive_encoder has written")
    folder = parser.parse_args(arguments).folder
    try:
        write_floats(folder)
    except OSError as error:
        raise SystemExit(f"{folder} holds no derived model: {error}") from error


if __name__ == "__main__":
    main()
