"""The peers, and the environments that their programs run in."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_ENCODING = ("torch==2.13.0", "sentence-transformers==5.7.0", "transformers==5.23.0")
_WORDS = ("jieba==0.42.1",)
_DONE = "requirements.sha256"  # in an environment that was completed: what is installed there


@dataclass(frozen=True, slots=True)
class PeerSystem:
    """A system that is compared.

    Attributes:
        name: of its program in scripts/speed/peers.
        title: how it is called in the results, with how it searches.
        requirements: what its program needs, in exact versions.
    """

    name: str
    title: str
    requirements: tuple[str, ...]


PEERS = (
    PeerSystem(
        "txtai", "txtai hybrid (characters)", ("txtai==9.14.0", "faiss-cpu==1.15.1", *_ENCODING)
    ),
    PeerSystem(
        "haystack",
        "Haystack BM25 (characters) + embedding, RRF",
        ("haystack-ai==3.4.1", "sentence-transformers-haystack==2.0.0", *_ENCODING),
    ),
    PeerSystem(
        "langchain",
        "LangChain BM25 (jieba) + FAISS, RRF",
        (
            "langchain-classic==1.0.8",
            "langchain-community==0.4.2",
            "langchain-huggingface==1.2.3",
            "rank-bm25==0.2.2",
            "faiss-cpu==1.15.1",
            *_WORDS,
            *_ENCODING,
        ),
    ),
    PeerSystem(
        "llama_index",
        "LlamaIndex BM25 (jieba) + vectors, RRF",
        (
            "llama-index-core==0.14.25",
            "llama-index-retrievers-bm25==0.8.0",
            *_WORDS,
            *_ENCODING,
        ),
    ),
    PeerSystem("chroma", "Chroma (vectors alone)", ("chromadb==1.5.9", *_ENCODING)),
)


class MissingPeerError(Exception):
    """A peer cannot be run; the message says why."""


def prepare(peer: PeerSystem, folder: Path, report: Callable[[str], None]) -> Path:
    """Return the Python of the peer's environment below ``folder``; make it if it is not there.

    Raises:
        MissingPeerError: it cannot be installed.
    """
    place = folder / peer.name
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    wanted = hashlib.sha256("\n".join(peer.requirements).encode()).hexdigest()
    done = place / _DONE
    if done.exists() and done.read_text(encoding="ascii") == wanted:
        return python
    report(f"installing {peer.title} in {place}")
    _run([sys.executable, "-m", "venv", "--clear", str(place)])
    _run([str(python), "-m", "pip", "install", "--quiet", *peer.requirements])
    done.write_text(wanted, encoding="ascii")
    return python


def _run(command: list[str]) -> None:
    finished = subprocess.run(  # noqa: S603 - no untrusted input
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if finished.returncode:
        lines = finished.stderr.strip().splitlines() or ["no reason given"]
        raise MissingPeerError(f"`{' '.join(command[:5])} …` failed: {lines[-1]}")
