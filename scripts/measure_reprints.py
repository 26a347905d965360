"""Measure how well reprints are found among many articles, and at what cost.

    python -m scripts.measure_reprints [--field NAME] [--show N] [--sample N] FILE ...

Files hold JSON lines, plain or compressed; --field names the field with the text. Every article
gets its MinHash bands and is compared with the earlier ones that share a band. A sample is then
edited the way editors and scanners change texts, and searched for again; the last two edits make
another story from the same template, which must not be linked. --show prints linked pairs, the most
different first.
"""

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from embeddings.duplicates.minhash import compute_bands, extract_letters, rank_candidates
from embeddings.duplicates.reprints import is_reprint

SEED = 5
_SHORT, _MIDDLE, _LONG = 90, 200, 300
_FEW = 4
Edit = Callable[[str, random.Random, Sequence[str]], str]


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, link, edit and report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--field", default="text", metavar="NAME")
    parser.add_argument(
        "--sample", type=int, default=300, metavar="N", help="articles for each edit"
    )
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N linked pairs")
    options = parser.parse_args(arguments)
    try:
        texts = [text for file in options.files for text in read_texts(file, options.field)]
    except (OSError, ValueError, KeyError) as error:
        raise SystemExit(
            f"{error}: expected JSON lines with the field {options.field!r}"
        ) from error
    linked = sorted(_link(texts), key=lambda pair: _shared_bands(texts, pair))
    for first, second in linked[: options.show]:
        sys.stdout.write(f"{texts[first]}\n~ {texts[second]}\n\n")
    sys.stdout.write(edits_table(texts, options.sample))


def read_texts(file: Path, field: str) -> Iterator[str]:
    """Yield the texts of a file."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield str(json.loads(line)[field])


def _link(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs that are reprints, and print what finding them cost."""
    start = time.process_time()
    bands = [compute_bands(text) for text in texts]
    computed = time.process_time()
    under: defaultdict[int, list[str]] = defaultdict(list)
    found, counts = [], []
    for number, keys in enumerate(bands):
        near = [int(other) for other in rank_candidates(under[key] for key in keys)]
        counts.append(len(near))
        found += [(other, number) for other in near if is_reprint(texts[other], texts[number])]
        for key in keys:
            under[key].append(str(number))
    checked = time.process_time()
    sys.stdout.write(
        f"{len(texts)} articles of {sum(map(len, texts)) // len(texts)} characters: "
        f"{(computed - start) / len(texts) * 1e6:.0f} µs each to compute bands; "
        f"{sum(counts) / len(counts):.2f} candidates each, at most {max(counts)}, "
        f"{(checked - computed) / max(1, sum(counts)) * 1e6:.0f} µs each to check; "
        f"{len(found)} pairs linked; the most crowded band holds {max(map(len, under.values()))}\n"
    )
    return found


def _shared_bands(texts: Sequence[str], pair: tuple[int, int]) -> int:
    return len(set(compute_bands(texts[pair[0]])) & set(compute_bands(texts[pair[1]])))


def edits_table(texts: Sequence[str], count: int) -> str:
    """Return a Markdown table: for each edit, the shares of articles found and linked."""
    rng = random.Random(SEED)  # noqa: S311 - a fixed sample
    lengths = {text: len(extract_letters(text)) for text in texts}
    groups = {
        f"{_LONG} letters or more": [text for text in texts if lengths[text] >= _LONG],
        f"{_SHORT} to {_MIDDLE} letters": [
            text for text in texts if _SHORT <= lengths[text] < _MIDDLE
        ],
    }
    rows = ["| edit | articles | shares a band | linked |", "|---|---|---|---|"]
    for group, members in groups.items():
        sample = rng.sample(members, min(count, len(members)))
        for name, edit in EDITS.items():
            pairs = [(text, edit(text, rng, texts)) for text in sample]
            pairs = [(text, edited) for text, edited in pairs if edited != text]
            near = [
                pair for pair in pairs if set(compute_bands(pair[0])) & set(compute_bands(pair[1]))
            ]
            linked = sum(is_reprint(*pair) for pair in near)
            total = max(1, len(pairs))
            shares = f"{len(near) / total:.3f} | {linked / total:.3f}"
            rows.append(f"| {name} | {len(pairs)} of {group} | {shares} |")
    return "\n".join([*rows, ""])


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^。!?!?\n]*[。!?!?\n]|[^。!?!?\n]+$", text)


def _shorten(text: str, rng: random.Random, _: Sequence[str]) -> str:
    parts = _sentences(text)
    if len(parts) < _FEW:
        return text
    start = rng.randrange(len(parts))
    return "".join(parts[:start] + parts[start + max(1, len(parts) // 5) :])


def _keep_first_half(text: str, *_: object) -> str:
    head = ""
    for part in _sentences(text):
        if 2 * len(head) < len(text):
            head += part
    return head


def _add_sentences(text: str, rng: random.Random, texts: Sequence[str]) -> str:
    parts = _sentences(text)
    for _ in range(rng.randint(1, 3)):
        parts.insert(rng.randint(0, len(parts)), rng.choice(_sentences(rng.choice(texts))))
    return "".join(parts)


def _change_headline(text: str, rng: random.Random, texts: Sequence[str]) -> str:
    return f"{_sentences(rng.choice(texts))[0]}\n本报记者 王小明 通讯员 李强\n{text}"


def _misrecognise(share: float) -> Edit:
    def edit(text: str, rng: random.Random, texts: Sequence[str]) -> str:
        letters = "".join(rng.sample(texts, min(20, len(texts))))
        return "".join(
            (rng.choice(letters) if rng.random() < 0.8 else "")  # noqa: PLR2004
            if rng.random() < share
            else letter
            for letter in text
        )

    return edit


def _change_numbers(text: str, rng: random.Random, _: Sequence[str]) -> str:
    if len(re.findall(r"\d+", text)) < _FEW:
        return text
    return re.sub(r"\d", lambda _: str(rng.randrange(10)), text)


def _change_subject(text: str, rng: random.Random, texts: Sequence[str]) -> str:
    """Replace the most frequent pair of characters, if it is frequent enough for a subject."""
    pairs = Counter(re.findall(r"(?=([\u4e00-\u9fff]{2}))", text))
    (name, times), *_ = pairs.most_common(1) or [("", 0)]
    others = re.findall(r"[\u4e00-\u9fff]{2}", rng.choice(texts))
    often = times * 100 > len(text) and others
    return text.replace(name, rng.choice(others)) if often else text


EDITS: dict[str, Edit] = {
    "a fifth left out": _shorten,
    "cut to the first half": _keep_first_half,
    "1 to 3 sentences added": _add_sentences,
    "another headline": _change_headline,
    "1 % misread": _misrecognise(0.01),
    "2 % misread": _misrecognise(0.02),
    "3 % misread": _misrecognise(0.03),
    "other story: other numbers": _change_numbers,
    "other story: another subject": _change_subject,
}


if __name__ == "__main__":
    main()
