"""The clauses of an article, and whom or what each is about."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.documents import Article, Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import split_clauses, split_paragraphs, split_sentences
from embeddings.text.terms import Segmenter, TaggedWord
from service.followups.words import split_words

DAY = r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}年(?:\d{1,2}月)?(?:底|初)?)"
_PLACE = re.compile(
    r"[㐀-鿿]{2,5}?(?:街道办?|社区|(?<![全本各农城新老])[省市县镇乡村]"
    r"|(?<![全本各农城园景校厂库小发业民宅范验])区)"
)
_BODY = re.compile(r"[㐀-鿿]{2,10}(?:公司|集团|大学|学院|中学|小学|医院|银行|图书馆|博物馆)")
# What opens a clause without being part of what it says.
_OPENING = re.compile(
    r"(?:其中|同时|目前|现在|如今|此外|另外|据悉|据了解|据介绍|截至目前|截至|今年以来|一年来|近年来|近几年|上半年|下半年|今年|去年|当天"
    r"|昨[日天]|日前|近日|先后|累计|一共|总共|合计|并且|而且|并|还|又|也|再|已经?|共|仅|先|则|就|[一二三四五六七八九十]是)[,，:：]?"
)
_WHOLE = re.compile(r"全[区市县镇乡村省街校院]")
# What stands for something told before, or for whoever speaks.
_POINTING = re.compile(
    r"[其该此这那它他她我你您咱]|本[市区县报校院店镇村]|上述|以上|前者|后者|双方|各自|自己|同[期比]|环比|等$"
)
_DATED = re.compile(rf"({DAY})(?:上午|下午|晚上?)?")
_PAIRS = (("“", "”"), ("「", "」"), ("《", "》"), ("(", ")"))
_ENOUGH = 4  # times that an article names a place that it is about
_SHORTEST, _LONGEST = 4, 40  # characters of a clause


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of an article.

    Attributes:
        text: folded, without what opens it.
        words: the same, as words.
        sentence: the range of its sentence in the article.
        subject: who or what the words before it are about, by name; "" if they leave that open.
        date: the day that its sentence begins with, or "".
    """

    text: str
    words: tuple[TaggedWord, ...]
    sentence: Span
    article_id: str
    subject: str
    date: str

    @property
    def is_clear(self) -> bool:
        """Whether it can be understood without what stands before it."""
        return not _POINTING.search(self.text) and all(
            self.text.count(opening) == self.text.count(closing) for opening, closing in _PAIRS
        )


def find_body(text: str) -> str:
    """Return the name of a company, a school or the like in folded ``text``, or ""."""
    found = _BODY.search(text)
    return found.group() if found else ""


def find_name(text: str) -> str:
    """Return the name of a place or a body in folded ``text``, or ""."""
    found = _PLACE.search(text)
    return find_body(text) or (found.group() if found else "")


def begins_with_name(text: str) -> bool:
    """Return whether folded ``text`` begins with what looks like the name of a place or a body."""
    name = find_name(text)
    return bool(name) and text.startswith(name)


def begins_with_doubtful_name(text: str, words: Sequence[TaggedWord]) -> bool:
    """Return whether what looks like a name has a verb in it: 远航公司 is one, 打造村 is none."""
    if not begins_with_name(text):
        return False
    at, length = 0, len(find_name(text))
    for word in words:
        if at < length and word.tag.startswith("v") and word.tag != "vn":
            return True
        at += len(word.text)
    return False


def find_topic(article: Article, segmenter: Segmenter) -> str:
    """Return the place that an article is about, or "".

    It is the first one in the title, else the one that the text names most.
    """
    words = split_words(article.title, segmenter)
    for name in words.names:
        if found := _PLACE.match(words.folded[name.start : name.end + 1]):
            return found.group()
    places = _PLACE.findall(fold_aligned(article.text))
    ends = Counter(place[start:] for place in places for start in range(len(place) - 2))
    best = max(ends, key=lambda place: (ends[place], len(place)), default="")
    return best if ends[best] >= _ENOUGH else ""


def read_clauses(article: Article, within: Span, segmenter: Segmenter) -> Iterator[Clause]:
    """Yield the clauses of the paragraphs in ``within`` that are short enough to ask about."""
    topic, folded = find_topic(article, segmenter), fold_aligned(article.text)
    for paragraph in split_paragraphs(article.text):
        if paragraph.end <= within.start or within.end <= paragraph.start:
            continue
        subject = topic
        for sentence in split_sentences(article.text, paragraph):
            date = ""
            for span in split_clauses(article.text, sentence):
                raw = folded[span.start : span.end].strip(" ,。;:!?")
                dated = _DATED.fullmatch(raw)
                date = dated[1] if dated else date
                text, is_whole = _strip_opening(raw)
                words = tuple(segmenter.tagged(text))
                if is_whole:
                    subject = topic
                elif (own := _find_subject(text, words)) or begins_with_name(text):
                    subject = find_name(own)
                if _SHORTEST <= len(text) <= _LONGEST:
                    yield Clause(text, words, sentence, article.id, subject, date)


def _find_subject(text: str, words: Sequence[TaggedWord]) -> str:
    """Return the name or the noun that a clause begins with, before its verb; "" if it has none."""
    if begins_with_name(text):
        return "" if begins_with_doubtful_name(text, words) else find_name(text)
    end = 0
    while end < len(words) and words[end].tag.startswith(("n", "j", "b", "s", "vn", "uj", "x")):
        end += 1
    has_verb = any(word.tag.startswith("v") for word in words[end:])
    return "".join(word.text for word in words[:end]) if has_verb else ""


def _strip_opening(text: str) -> tuple[str, bool]:
    """Return a clause without what opens it, and whether that was 全区 or the like."""
    is_whole = False
    while opening := _OPENING.match(text) or _WHOLE.match(text):
        is_whole = is_whole or bool(_WHOLE.match(text))
        text = text[opening.end() :]
    return text, is_whole
