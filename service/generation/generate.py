"""Let the language model answer from the retrieved sources, and check its sentences."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace

from embeddings.documents import Span
from embeddings.index.analyzer import Analyzer
from service.answers.answer import Answer, Generated, Notice, NoticeCode, Sentence
from service.answers.events import Delta, Final
from service.answers.hits import Hit, Source
from service.generation.claims import split_claims
from service.generation.client import stream_completion
from service.generation.draft import Draft
from service.generation.errors import LanguageModelError
from service.generation.prompt import Turn, write_prompt
from service.generation.support import check_sentences, find_evidence
from service.language_model import LanguageModel


async def generate(
    found: Answer, model: LanguageModel, analyzer: Analyzer, history: Sequence[Turn] = ()
) -> AsyncGenerator[Delta | Final, None]:
    """Yield the answer as it grows, then the final one.

    ``found`` is the extractive answer: the model reads its sources, and if the server fails it is
    the final answer, with a notice.
    """
    start = time.perf_counter()
    weak = not found.answered
    prompt = write_prompt(found.question, found.sources, history=history, weak=weak)
    draft = Draft(prompt.numbers, prompt.language)
    ending: str | None = None
    try:
        async with aclosing(stream_completion(model, prompt.messages)) as chunks:
            async for chunk in chunks:
                ending = chunk.finished or ending
                if delta := draft.feed(chunk.text):
                    yield Delta(delta)
                if draft.full:
                    ending = "length"
                    break
        if (delta := draft.finish()) and not draft.declines:
            yield Delta(delta)
        answer = await asyncio.to_thread(_build_answer, found, draft, analyzer, ending)
    except LanguageModelError as error:
        answer = replace(found, notice=Notice(error.code, str(error)))
    spent = round((time.perf_counter() - start) * 1000, 2)
    yield Final(replace(answer, timings_ms={**found.timings_ms, "generation": spent}))


def _build_answer(found: Answer, draft: Draft, analyzer: Analyzer, ending: str | None) -> Answer:
    """Return the checked answer, or the extractive one if the model declines.

    Raises:
        LanguageModelError: the reply is empty.
    """
    if not draft.text.strip():
        raise LanguageModelError(NoticeCode.BROKEN, "the reply is empty")
    hits = {source.n: source.hit for source in found.sources}
    checked = check_sentences(draft.text, draft.dropped, hits, analyzer)
    supported = any(sentence.supported for sentence in checked)
    if draft.declines or not (found.answered or supported):
        detail = "the language model did not find the answer in the passages"
        return replace(found, notice=Notice(NoticeCode.DECLINED, detail))
    cut_off = Notice(NoticeCode.CUT_OFF, "the answer was too long and is cut off")
    return replace(
        found,
        quotes=(),
        short=None,
        items=(),
        verdict=None,
        validity=None,
        reason=None,
        sources=_highlight(found.sources, draft.text, checked, analyzer),
        generated=Generated(draft.text, checked),
        notice=cut_off if ending == "length" else None,
    )


def _highlight(
    sources: Sequence[Source], text: str, checked: Sequence[Sentence], analyzer: Analyzer
) -> tuple[Source, ...]:
    """Highlight in each source the statements that support the sentences citing it."""
    spans: dict[int, list[Span]] = {source.n: [] for source in sources}
    hits: Mapping[int, Hit] = {source.n: source.hit for source in sources}
    for sentence, claim in zip(checked, split_claims(text), strict=True):
        for n in sentence.citations if sentence.supported else ():
            spans[n].append(find_evidence(claim.text, hits[n], analyzer))
    return tuple(replace(s, highlights=tuple(sorted(set(spans[s.n])))) for s in sources)
