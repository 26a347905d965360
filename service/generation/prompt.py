"""The prompt: rules, numbered passages fenced as data, and the question."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.answers.hits import Source
from service.generation.instructions import CHINESE, ENGLISH, Instructions

Message = dict[str, str]
Turn = tuple[str, str]

# With the rules and the question these fit into 4096 tokens, a common default of local servers.
PASSAGE_CHARACTERS = 3500
HISTORY_CHARACTERS = 1000
_HEAD_CHARACTERS = 200
_FENCE_BYTES = 12
_HAN = re.compile(r"[㐀-鿿]")
# How chat templates mark the speaker: inside a passage these could mislead a server.
_TEMPLATE_MARK = re.compile(r"<(?=[|｜]|/?s>|(?:start|end)_of_turn)|\[(?=/?INST\])")


@dataclass(frozen=True, slots=True)
class Prompt:
    """The messages to send, and the numbers of the passages in them."""

    messages: list[Message]
    numbers: frozenset[int]
    language: Instructions


def write_prompt(
    question: str, sources: Sequence[Source], *, history: Sequence[Turn] = (), weak: bool = False
) -> Prompt:
    """Return the prompt for ``question``, in its language, with a random fence.

    It includes the first sources that fit into ``PASSAGE_CHARACTERS``, and the last turns of the
    history that fit into ``HISTORY_CHARACTERS``.
    """
    language = CHINESE if _HAN.search(question) else ENGLISH
    fence = secrets.token_hex(_FENCE_BYTES)
    fitting = list(_take_what_fits(sources))
    rules = language.rules + ("\n" + language.weak if weak else "")
    system = rules.format(fence=fence, no_answer=language.no_answer)
    blocks = [
        _fence_off(fence, f"{language.passage} {source.n}", _format_passage(source), language)
        for source in fitting
    ]
    earlier = "\n\n".join(reversed(list(_format_last_turns(history, language))))
    if earlier:
        blocks.append(_fence_off(fence, language.history, earlier, language))
    blocks.append(language.question.format(question=neutralize_template_marks(question)))
    messages = [
        {"role": "system", "content": system},
        {"role": "user", "content": "\n\n".join(blocks)},
    ]
    return Prompt(messages, frozenset(source.n for source in fitting), language)


def neutralize_template_marks(text: str) -> str:
    """Return ``text`` with chat template marks such as ``<|im_end|>`` made harmless."""
    return _TEMPLATE_MARK.sub(lambda match: f"{match.group()} ", text)


def _fence_off(fence: str, label: str, text: str, language: Instructions) -> str:
    return f"<<<{fence} {label}>>>\n{neutralize_template_marks(text)}\n<<<{fence} {language.end}>>>"


def _format_passage(source: Source) -> str:
    article, passage = source.hit.article, source.hit.passage
    head = " · ".join(
        part for part in (article.title, article.publication_date, passage.heading) if part
    )
    return f"{head[:_HEAD_CHARACTERS]}\n{source.hit.text}"


def _take_what_fits(sources: Iterable[Source]) -> Iterator[Source]:
    left = PASSAGE_CHARACTERS
    for source in sources:
        left -= len(_format_passage(source))
        if left < 0:
            return
        yield source


def _format_last_turns(history: Sequence[Turn], language: Instructions) -> Iterator[str]:
    """Yield the last turns that fit, newest first."""
    left = HISTORY_CHARACTERS
    for question, answer in reversed(history):
        text = language.turn.format(question=question, answer=answer)
        left -= len(text)
        if left < 0:
            return
        yield text
