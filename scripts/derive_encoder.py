"""Derive the shipped transformer from the packed multilingual-e5-small, or from a fine-tuned one.

    python -m scripts.derive_encoder --data FOLDER --words FILE [--weights FOLDER] --output FOLDER

The data folder holds <name>.jsonl.gz files with lines of {"a", "b"}. Samples of them and the words
decide which pieces of the tokenizer stay; the samples also measure how close the result comes to
the float model.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.derivation.bert import Bert
from scripts.derivation.fidelity import LOWEST_MEAN, compare
from scripts.derivation.float_model import as_network, make_model, read_folder
from scripts.derivation.model_folder import GRAPH, PASSAGE_PROMPT, QUERY_PROMPT, write_model
from scripts.derivation.packed_file import PackedFileError, find_packed_file, read_packed_file
from scripts.derivation.pieces import select_pieces
from scripts.derivation.samples import draw_pairs, sample_pairs
from scripts.derivation.session import open_session
from scripts.derivation.tokenizer import make_tokenizer
from scripts.training.pairs import Pair

_COMPARED = 200  # pairs


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the weights, choose pieces, write the model folder, and compare it with the floats."""
    options = _parser().parse_args(arguments)
    words = options.words.read_text(encoding="utf-8").split()
    pairs = sample_pairs(options.data)
    whole = _read_weights(options.weights)
    report(f"looking for the pieces that {len(pairs)} pairs and {len(words)} words use")
    texts = (text for pair in pairs for text in (pair.a, pair.b))
    bert = select_pieces(whole, texts, words, [QUERY_PROMPT, PASSAGE_PROMPT])
    report(f"keeping {len(bert.pieces)} of {len(whole.pieces)} pieces")
    write_model(options.output, bert)
    report(f"wrote {options.output}")
    _check(options.output, bert, draw_pairs(pairs, _COMPARED))


def report(line: str) -> None:
    """Write a line of progress to standard error."""
    sys.stderr.write(line + "\n")


def _read_weights(folder: Path | None) -> Bert:
    try:
        return read_folder(folder) if folder else read_packed_file(find_packed_file())
    except (PackedFileError, OSError, ValueError) as error:
        raise SystemExit(str(error)) from error


def _check(folder: Path, bert: Bert, pairs: Sequence[Pair]) -> None:
    networks = open_session(folder / GRAPH), as_network(make_model(bert))
    tokenizer = make_tokenizer(bert.pieces)
    means = []
    for kind, texts in (
        ("questions", [QUERY_PROMPT + pair.a for pair in pairs]),
        ("passages", [PASSAGE_PROMPT + pair.b for pair in pairs]),
    ):
        found = compare(*networks, tokenizer, texts)
        report(f"cosine with floats, {kind}: mean {found.mean:.4f}, lowest {found.lowest:.4f}")
        means.append(found.mean)
    if min(means) < LOWEST_MEAN:
        raise SystemExit(f"a mean cosine below {LOWEST_MEAN}: do not use this model")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder with <name>.jsonl.gz files"
    )
    parser.add_argument(
        "--words", type=Path, required=True, help="frequent English words, one a line"
    )
    parser.add_argument(
        "--weights", type=Path, help="folder of a fine-tuned BERT and its tokenizer"
    )
    parser.add_argument("--output", type=Path, required=True, help="model folder to write")
    return parser


if __name__ == "__main__":
    main()
