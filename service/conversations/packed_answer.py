"""Answers as they are stored: as ranges of articles, with none of their text.

Whoever reads a conversation later gets the text from the articles as they are then. What was
deleted or has changed in the meantime is left out, as in an answer that is given at that moment.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from embeddings.documents import Article, Passage, Span
from service.answering.verification import collect_articles, verify_answer
from service.answers.answer import (
    Answer,
    AnswerItem,
    Generated,
    Notice,
    NoticeCode,
    Reason,
    Sentence,
    ShortAnswer,
)
from service.answers.correction import Correction
from service.answers.hits import Hit, Quote, Scores, Source
from service.answers.mentions import Form, Mention, MentionQuestion, Mentions
from service.answers.shape import AnswerKind, Verdict
from service.answers.statement import Statement, StatementKind
from service.conversations.choices import Choices, pack_choices, unpack_choices
from service.language import Language
from service.times.period import Period
from service.times.validity import Basis, Validity

Packed = dict[str, Any]
_FORMAT = 1
_LOST = Article("", "", "", "", "", "")  # stands for every article that is gone or has changed


def pack_answer(answer: Answer, choices: Choices) -> str:
    """Return ``answer``, and what was chosen when it was asked for, as JSON for storage."""
    articles = collect_articles(answer)
    written = answer.generated or answer.statement
    packed: Packed = {
        "format": _FORMAT,
        "choices": pack_choices(choices),
        "articles": list(articles),
        "quotes": [
            [quote.article_id, *_seal(articles[quote.article_id], quote.span)]
            for quote in answer.quotes
        ],
        "short": _pack_short(answer.short) if answer.short else None,
        "confidence": answer.confidence,
        "reason": answer.reason,
        "sources": [_pack_source(source) for source in answer.sources],
        "revision": answer.revision,
        "timings_ms": answer.timings_ms,
        "differing": [_pack_short(short) for short in answer.differing],
        "sentences": [asdict(one) for one in answer.generated.sentences]
        if answer.generated
        else None,
        "statement": [answer.statement.kind, answer.statement.total] if answer.statement else None,
        "notice": asdict(answer.notice) if answer.notice else None,
        "mentions": _pack_mentions(answer.mentions) if answer.mentions else None,
        "corrections": [asdict(one) for one in answer.corrections],
        "articles_left": answer.articles_left,
        "shape": answer.shape,
        "items": [[*_pack_short(item.words), item.label] for item in answer.items],
        "verdict": answer.verdict,
        "untold": answer.untold,
        "validity": _pack_validity(answer.validity) if answer.validity else None,
    }
    if written:
        packed["written"] = written.text
    return json.dumps(packed, ensure_ascii=False)


def list_packed_articles(packed: str) -> list[str]:
    """Return the ids of the articles that a stored answer is based on."""
    ids: list[str] = json.loads(packed)["articles"]
    return ids


def read_packed_choices(packed: str) -> Choices:
    """Return what was chosen when a stored answer was asked for."""
    return unpack_choices(json.loads(packed).get("choices"))


def unpack_answer(packed: str, question: str, articles: Mapping[str, Article]) -> Answer:
    """Return a stored answer with its text from ``articles``, by id, as they are now.

    What they no longer contain is dropped as ``verify_answer`` does; ``dropped`` counts it.
    """
    read = json.loads(packed)
    present = {one: articles[one] for one in read["articles"] if one in articles}
    return verify_answer(_Unpacking(read, present).answer(question), present.values())


def _seal(article: Article, span: Span) -> list[Any]:
    """Return a range with the digest of its text, by which a change is noticed."""
    return [span.start, span.end, _digest(article.text[span.start : span.end])]


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _pack_short(short: ShortAnswer) -> list[Any]:
    return [short.n, short.start, short.end, short.date]


def _pack_source(source: Source) -> Packed:
    passage, article = source.hit.passage, source.hit.article
    return {
        "n": source.n,
        "article": article.id,
        "passage": [passage.id, passage.ordinal],
        "text": _seal(article, Span(passage.start, passage.end)),
        "highlights": source.highlights,
        "reprints": [reprint.id for reprint in source.hit.reprints],
        "score": source.hit.scores.final,
    }


def _pack_mentions(mentions: Mentions) -> Packed:
    asked = asdict(mentions.asked)
    asked["period"] = _pack_period(mentions.asked.period) if mentions.asked.period else None
    return {
        "asked": asked,
        "total": mentions.total,
        "next_offset": mentions.next_offset,
        "revision": mentions.revision,
        "page": [
            {
                "article": mention.article.id,
                "count": mention.count,
                "quote": _seal(mention.article, mention.quote) if mention.quote else None,
                "highlights": mention.highlights,
            }
            for mention in mentions.page
        ],
    }


def _pack_period(period: Period) -> list[str]:
    return [period.first.isoformat(), period.last.isoformat()]


def _pack_validity(validity: Validity) -> list[Any]:
    return [_pack_period(validity.period), _pack_period(validity.covered), validity.basis]


@dataclass(frozen=True, slots=True)
class _Unpacking:
    """One stored answer, and the articles as they are now."""

    packed: Packed
    articles: Mapping[str, Article]

    def answer(self, question: str) -> Answer:
        """Return the answer; ranges whose text has changed are ranges of no article."""
        packed = self.packed
        sources = tuple(self.source(fields) for fields in packed["sources"])
        texts = {source.n: source.hit.article.text for source in sources}
        written: str | None = packed.get("written")
        return Answer(
            question=question,
            quotes=tuple(self.quote(*fields) for fields in packed["quotes"]),
            short=_read_short(texts, *packed["short"]) if packed["short"] else None,
            confidence=packed["confidence"],
            reason=Reason(packed["reason"]) if packed["reason"] else None,
            sources=sources,
            revision=packed["revision"],
            timings_ms=packed["timings_ms"],
            differing=tuple(_read_short(texts, *fields) for fields in packed["differing"]),
            generated=_read_generated(written, packed["sentences"]),
            notice=_read_notice(packed["notice"]),
            mentions=self.mentions(packed["mentions"]) if packed["mentions"] else None,
            statement=_read_statement(written, packed["statement"]),
            corrections=tuple(Correction(**fields) for fields in packed["corrections"]),
            articles_left=packed["articles_left"],
            shape=AnswerKind(packed["shape"]),
            items=tuple(
                AnswerItem(_read_short(texts, *fields), label) for *fields, label in packed["items"]
            ),
            verdict=Verdict(packed["verdict"]) if packed["verdict"] else None,
            untold=tuple(packed["untold"]),
            validity=_read_validity(*packed["validity"]) if packed["validity"] else None,
        )

    def find(self, article_id: str, start: int, end: int, digest: str) -> Article:
        """Return an article if it still has the same text there."""
        article = self.articles.get(article_id, _LOST)
        return article if _digest(article.text[start:end]) == digest else _LOST

    def quote(self, article_id: str, start: int, end: int, digest: str) -> Quote:
        """Return a quote; "" if its article has another text there now."""
        text = self.find(article_id, start, end, digest).text[start:end]
        return Quote(article_id, start, end, text)

    def source(self, packed: Packed) -> Source:
        """Return a source."""
        start, end, digest = packed["text"]
        found = self.find(packed["article"], start, end, digest)
        passage_id, ordinal = packed["passage"]
        heading = _find_heading(found, start)
        hit = Hit(
            Passage(passage_id, found.id, ordinal, heading, start, end),
            found,
            Scores(0.0, 0.0, 0.0, packed["score"]),
            reprints=tuple(self.articles[r] for r in packed["reprints"] if r in self.articles),
        )
        return Source(packed["n"], hit, _read_spans(packed["highlights"]))

    def mentions(self, packed: Packed) -> Mentions:
        """Return the articles that mention something."""
        asked = packed["asked"]
        read = MentionQuestion(
            tuple(asked["terms"]),
            asked["match"],
            Form(asked["form"]),
            asked["date"],
            Language(asked["language"]),
            _read_period(*asked["period"]) if asked["period"] else None,
        )
        page = tuple(self.mention(fields) for fields in packed["page"])
        return Mentions(read, packed["total"], page, packed["next_offset"], packed["revision"])

    def mention(self, packed: Packed) -> Mention:
        """Return an article that mentions something."""
        article, quote = packed["article"], packed["quote"]
        found = self.find(article, *quote) if quote else self.articles.get(article, _LOST)
        span = Span(*quote[:2]) if quote else None
        return Mention(found, packed["count"], span, _read_spans(packed["highlights"]), None)


def _read_spans(spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in spans)


def _find_heading(article: Article, start: int) -> str:
    above = [heading for heading in article.headings if heading.end <= start]
    return article.text[above[-1].start : above[-1].end] if above else ""


def _read_short(texts: Mapping[int, str], n: int, start: int, end: int, date: str) -> ShortAnswer:
    return ShortAnswer(n, start, end, texts.get(n, "")[start:end], date)


def _read_generated(written: str | None, sentences: Sequence[Packed] | None) -> Generated | None:
    if written is None or sentences is None:
        return None
    read = (Sentence(**fields | {"citations": tuple(fields["citations"])}) for fields in sentences)
    return Generated(written, tuple(read))


def _read_statement(written: str | None, fields: Sequence[Any] | None) -> Statement | None:
    if written is None or fields is None:
        return None
    kind, total = fields
    return Statement(StatementKind(kind), written, total)


def _read_notice(fields: Packed | None) -> Notice | None:
    return Notice(NoticeCode(fields["code"]), fields["detail"]) if fields else None


def _read_period(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def _read_validity(period: Sequence[str], covered: Sequence[str], basis: str) -> Validity:
    return Validity(_read_period(*period), _read_period(*covered), Basis(basis))
