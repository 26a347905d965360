"""How much of an accepted answer a text contains, measured as in the CMRC 2018 task.

Cui et al. 2019, "A Span-Extraction Dataset for Chinese Machine Reading Comprehension", and its
``cmrc2018_evaluate.py``: mixed segmentation (every Chinese character is a token, other scripts are
split into words), no punctuation, and an F1 over the longest common run of tokens. Words of other
scripts are split by a pattern here and by NLTK there.
"""

import re
from collections.abc import Sequence

# The characters that the official script drops.
_PUNCTUATION = re.compile(r"[-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』]")
_TOKEN = re.compile(r"[一-龥]|[^\W一-龥]+(?:[.,'][^\W一-龥]+)*|[^\s\w]")


def tokenize(text: str) -> list[str]:
    """Split ``text`` into tokens, without punctuation."""
    return _TOKEN.findall(_PUNCTUATION.sub("", text.lower()))


def exact_match(answer: str, accepted: Sequence[str]) -> bool:
    """Return whether ``answer`` is one of ``accepted``, ignoring punctuation and case."""
    return _normalize(answer) in {_normalize(text) for text in accepted}


def f1(answer: str, accepted: Sequence[str]) -> float:
    """Return the best F1 of ``answer`` against any of ``accepted``; 0 if there is none."""
    predicted = tokenize(answer)
    return max((_compute_f1(predicted, tokenize(text)) for text in accepted), default=0.0)


def best_f1_within(text: str, accepted: Sequence[str]) -> float:
    """Return the F1 of the best span of ``text``.

    That span is the longest common run itself: its precision is 1, and no other has more recall.
    """
    predicted = tokenize(text)
    return max((_compute_best_f1(predicted, tokenize(each)) for each in accepted), default=0.0)


def _normalize(text: str) -> str:
    return _PUNCTUATION.sub("", text.lower().strip())


def _compute_f1(predicted: Sequence[str], accepted: Sequence[str]) -> float:
    common = _measure_common_run(predicted, accepted)
    return 2 * common / (len(predicted) + len(accepted)) if common else 0.0


def _compute_best_f1(predicted: Sequence[str], accepted: Sequence[str]) -> float:
    common = _measure_common_run(predicted, accepted)
    return 2 * common / (common + len(accepted)) if common else 0.0


def _measure_common_run(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the length of the longest run of tokens that both contain."""
    longest, ending = 0, [0] * (len(second) + 1)
    for token in first:
        # Backwards, so that the left neighbour still holds the value for the previous token.
        for place in range(len(second), 0, -1):
            ending[place] = ending[place - 1] + 1 if second[place - 1] == token else 0
        longest = max(longest, *ending)
    return longest
