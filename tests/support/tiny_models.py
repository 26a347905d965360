"""Tiny but real static encoders, made for a test."""

import shutil
from pathlib import Path

import numpy as np
import safetensors.numpy

from embeddings.encoding.encoder import DEFAULT_ENCODER


def write_static_encoder(folder: Path, dimension: int) -> Path:
    """Save the shipped encoder cut to its first ``dimension`` numbers: another, smaller model."""
    shutil.copytree(DEFAULT_ENCODER, folder)
    path = folder / "model.safetensors"
    tensors = safetensors.numpy.load_file(path)
    cut = {key: np.ascontiguousarray(tensor[:, :dimension]) for key, tensor in tensors.items()}
    safetensors.numpy.save_file(cut, path)
    return folder


def write_useless_encoder(folder: Path) -> Path:
    """Save the shipped encoder with NaN for every weight, as an overflow leaves it."""
    shutil.copytree(DEFAULT_ENCODER, folder)
    path = folder / "model.safetensors"
    tensors = safetensors.numpy.load_file(path)
    broken = {key: np.full_like(tensor, np.nan) for key, tensor in tensors.items()}
    safetensors.numpy.save_file(broken, path)
    return folder
