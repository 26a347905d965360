"""Run ONNX graphs with onnxruntime. The only importer of it; torch is not needed."""

import os
from pathlib import Path

# Once imported, onnxruntime would report its use to its makers, and keep a file for that in the
# temporary folder.
os.putenv("ORT_DISABLE_TELEMETRY", "1")

import onnxruntime
from onnxruntime import InferenceSession

__all__ = ["InferenceSession", "start_session"]

_FATAL = 4  # what is less severe is raised as an exception as well


def start_session(path: Path, threads: int = 1) -> InferenceSession:
    """Load a graph, whose tensors are memory-mapped; it is safe to run from many threads.

    Args:
        path: of the graph.
        threads: how many processors each run uses.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _FATAL
    # Every run stays in its caller's thread, so that a question never waits in a pool behind the
    # passages that are encoded in the background, and threads inherit their caller's priority.
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    if threads > 1:  # idle threads leave their processors to others
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
