"""Running an ONNX model with onnxruntime."""

from pathlib import Path

import numpy as np
import onnxruntime

from scripts.derivation.bert import FloatArray
from scripts.derivation.vectors import Ids, Network


def open_session(path: Path, threads: int = 0) -> Network:
    """Return the model at ``path`` as a function; no ``threads`` means one for each core."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Threads that wait by spinning halve the speed where others use the same cores.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def run(ids: Ids, mask: Ids) -> FloatArray:
        [hidden] = session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(hidden, dtype=np.float32)

    return run
