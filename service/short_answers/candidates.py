"""Find the spans of a quote that could be the short answer."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from embeddings.documents import Span
from embeddings.text.sentences import split_clauses
from embeddings.text.terms import Segmenter
from service.questions.answer_spans import find_answer_spans
from service.questions.question import FORMED_KINDS, QuestionKind

LONGEST_CHARACTERS = 20
_LONGEST_TOKENS = 7
# Parts of speech that neither start nor end an answer: particles, prepositions, pronouns, …
_FUNCTION_TAGS = re.compile(r"[upcrywdfoxe]|zg")
_CLAUSE_ENDS = re.compile(r"[,，。;；:：!！?？\n]")
_BRACKETS = dict.fromkeys("“‘「『《(（【[", 1) | dict.fromkeys("”’」』》)）】]", -1)
_DIGIT = re.compile(r"\d")
_PUNCTUATION = " ,，。;；:：!！?？、…\n"
_PLAIN = r"[^\s,，。;；:：!！?？、“”\"「」『』《》()（）]{1,20}"
_QUOTED = r"[“\"「《][^“”\"「」《》\n]{1,20}[”\"」》]"
_ENUMERATION = re.compile(rf"{_PLAIN}(?:、{_PLAIN})+|{_QUOTED}(?:[、和及与]?{_QUOTED})+")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the quote with its part of speech and its range."""

    text: str
    tag: str
    span: Span


def tokenize(text: str, segmenter: Segmenter) -> list[Token]:
    """Return the words of ``text``; together they cover it."""
    tagged = segmenter.tagged(text)
    ends = list(accumulate(len(word.text) for word in tagged))
    return [
        Token(word.text, word.tag, Span(end - len(word.text), end))
        for word, end in zip(tagged, ends, strict=True)
    ]


def find_candidates(text: str, tokens: Sequence[Token], kind: QuestionKind) -> list[Span]:
    """Return the distinct spans of ``text`` that could answer a question of ``kind``, in order.

    These are the spans with the form of that kind, and all runs of a few words within a clause,
    because jieba does not recognize every name. For numbers and dates a run must contain a digit
    or a span of that form.
    """
    runs, typed = set(_generate_runs(tokens)), set(find_typed_spans(text, tokens, kind))
    if kind in FORMED_KINDS:
        times = {token.span for token in tokens if kind is QuestionKind.DATE and token.tag == "t"}
        runs = {
            run for run in runs if _DIGIT.search(text, *run) or _contains_any(run, typed | times)
        }
    return sorted(runs | typed)


def find_typed_spans(text: str, tokens: Sequence[Token], kind: QuestionKind) -> list[Span]:
    """Return the spans of ``text`` with the form of ``kind``, such as numbers or people."""
    if kind is QuestionKind.PERSON:
        return list(_find_people(tokens))
    if kind is QuestionKind.LIST:
        return [Span(*match.span()) for match in _ENUMERATION.finditer(text)]
    if kind in (QuestionKind.REASON, QuestionKind.MANNER):
        return list(_strip_clauses(text))
    return list(find_answer_spans(text, kind))


def _strip_clauses(text: str) -> Iterator[Span]:
    """Yield the clauses without surrounding punctuation."""
    for start, end in split_clauses(text):
        inner = text[start:end].rstrip(_PUNCTUATION)
        bare = inner.lstrip(_PUNCTUATION)
        if bare:
            yield Span(start + len(inner) - len(bare), start + len(inner))


def _contains_any(run: Span, spans: Iterable[Span]) -> bool:
    return any(run.start <= span.start and span.end <= run.end for span in spans)


def _find_people(tokens: Sequence[Token]) -> Iterator[Span]:
    """Yield the runs of words that jieba tags as parts of a person's name."""
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and tokens[end].tag.startswith("nr"):
            end += 1
        if end > start:
            yield Span(tokens[start].span.start, tokens[end - 1].span.end)
        start = max(end, start + 1)


def _generate_runs(tokens: Sequence[Token]) -> Iterator[Span]:
    is_function_word = [bool(_FUNCTION_TAGS.match(token.tag)) for token in tokens]
    ends_clause = [bool(_CLAUSE_ENDS.search(token.text)) for token in tokens]
    for first, token in enumerate(tokens):
        if is_function_word[first]:
            continue
        open_brackets = straight_quotes = 0
        for last in range(first, min(first + _LONGEST_TOKENS, len(tokens))):
            span = Span(token.span.start, tokens[last].span.end)
            if ends_clause[last] or span.end - span.start > LONGEST_CHARACTERS:
                break
            open_brackets += _BRACKETS.get(tokens[last].text, 0)
            straight_quotes += tokens[last].text == '"'
            if open_brackets < 0:
                break
            if not (is_function_word[last] or open_brackets or straight_quotes % 2):
                yield span
