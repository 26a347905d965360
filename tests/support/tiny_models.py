"""Tiny but real static encoders, made for a test."""

import shutil
from pathlib import Path

import numpy as np
import safetensors.numpy

from embeddings.encoding.model_folder import STATIC_ENCODER
from scripts.crash_tests.encoders import write_static_encoder

__all__ = ("write_static_encoder", "write_useless_encoder")


def write_useless_encoder(folder: Path) -> Path:
    """Save the shipped encoder with NaN for every weight, as an overflow leaves it."""
    shutil.copytree(STATIC_ENCODER, folder)
    path = folder / "model.safetensors"
    tensors = safetensors.numpy.load_file(path)
    broken = {key: np.full_like(tensor, np.nan) for key, tensor in tensors.items()}
    safetensors.numpy.save_file(broken, path)
    return folder
