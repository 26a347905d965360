"""What a turn leaves to be taken up: its topic, persons, places, dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.answers.conversation import Turn
from service.followups.phrases import Phrases, parse
from service.followups.words import NAME_LIKE, Words, split_words
from service.questions.question import QuestionKind, read_question

# The answer to these is another name of what the question describes: "…的平台叫什么名字?"
_NAMING = re.compile(r"(?:叫做?|称为|名为|名字是|名称是|(?<!的)是)(?:什么|哪|谁)")
_ASKS_PLACE = re.compile(
    r"哪里|哪儿|什么地方|何地|哪[一几两]?[个座条]?(?:[省市县区镇乡村路]|街道|社区|国)"
)
_PLACE = re.compile(r"[㐀-鿿]{1,12}(?:[省市县区镇乡村路街园]|街道|社区|广场)")
_OF_PLACE = frozenset("省市县区镇乡村")
_HAN_NAME = re.compile(r"[㐀-鿿·]{2,4}|[A-Za-z][A-Za-z .·]+")
_EXISTENTIAL = re.compile(r"(?:有|共有|有着)$")


@dataclass(frozen=True)
class Earlier:
    """A turn, read as what can be taken up from it."""

    turn: Turn
    segmenter: Segmenter

    @cached_property
    def phrases(self) -> Phrases:
        """The parts of the standalone question of this turn."""
        return parse(split_words(self.turn.interpreted, self.segmenter))

    @property
    def words(self) -> Words:
        """The words of that question."""
        return self.phrases.words

    @cached_property
    def kind(self) -> QuestionKind:
        """What that question asked for."""
        return read_question(self.turn.interpreted, self.segmenter).kind

    @property
    def topic(self) -> str:
        """What the question was about, or ""."""
        return self.words.printed(self.phrases.topic)

    @property
    def counted(self) -> str:
        """What the question counted or chose from, or ""."""
        return self.words.printed(self.phrases.counted)

    @property
    def names_its_topic(self) -> bool:
        """Whether the answer is a name of the topic itself."""
        return bool(_NAMING.search(self.words.folded))

    def scope(self) -> str:
        """Return the names and dates that the topic begins with: whose 党组织 it is, and when."""
        topic = self.phrases.topic
        inside = [s for s in self.words.names if topic.start <= s.start and s.end <= topic.end]
        if not inside:
            return ""
        end = inside[0].end
        end += self.words.folded[end : end + 1] in _OF_PLACE  # 惠济 区委书记
        return self.words.printed(Span(topic.start, end))

    def subjects(self, *, counted_first: bool = False) -> Iterator[str]:
        """Yield what a question without a subject may be about, the likeliest first.

        After "有多少项目" a number is asked of the projects, other things of who has them.
        """
        person = self.person()
        taken = self.turn.carried_over
        if not self.turn.answered and taken and self.topic.startswith(taken):
            yield taken  # still the subject: it was only the attribute that nothing tells
        if self.kind is QuestionKind.PERSON and person:
            yield person
        before = self.words.folded[: self.phrases.asking.start]
        has = self.counted and self.topic and _EXISTENTIAL.search(before)
        both = (self.topic, f"{self.topic}的{self.counted}" if has else "")
        yield from reversed(both) if counted_first else both
        if not self.topic:
            yield from (self.words.printed(name) for name in self.words.names[:1])
            yield self.counted

    def person(self) -> str:
        """Return the person that 他 or 她 is, or ""."""
        if self.kind is QuestionKind.PERSON and _HAN_NAME.fullmatch(self.turn.short):
            return self.turn.short
        persons = self.words.persons()
        if not persons and self.kind is QuestionKind.PERSON:
            persons = split_words(self.turn.answer, self.segmenter).persons()[:1] or [self.topic]
        return persons[-1] if persons else ""

    def called(self, head: str) -> Iterator[str]:
        """Yield what 该项目 may be, ``head`` being 项目: what is called so."""
        short = self._named()
        asked = self.words.folded[self.phrases.asking.start :]
        if short and (head in short or head in asked):
            yield short
        yield from (one for one in (self.topic, self._group()) if head in one)
        if self.topic and head in asked:
            yield f"{self.topic}的{head}"

    def things(self) -> Iterator[str]:
        """Yield what 它 may be, the likeliest first."""
        short = self._named()
        yield self.topic
        if short and self.names_its_topic:
            yield short
        yield self._group()

    def group(self) -> Iterator[str]:
        """Yield what 他们, 这些 or 它们 may be, the likeliest first."""
        yield self._group()
        yield self.topic

    def place(self, ending: str) -> str:
        """Return the place that 那里 or, with an ``ending``, 该县 is, or ""."""
        short = self.turn.short
        asked = _ASKS_PLACE.search(self.words.folded) or _PLACE.fullmatch(short)
        if short and asked and short.endswith(ending):
            return short
        taken = self.turn.carried_over
        if _PLACE.fullmatch(taken) and taken.endswith(ending):
            return taken
        names = [self.words.printed(name) for name in self.words.names]
        places = [name for name in names if name.endswith(ending) and name not in self._persons()]
        if not places and not ending and NAME_LIKE.fullmatch(self.topic):
            return self.topic
        return places[-1] if places else ""

    def date(self) -> str:
        """Return when 当时 is, and in what place, or ""."""
        dates = self.words.dates()
        date = self.words.printed(dates[-1]) if dates else ""
        if self.kind is QuestionKind.DATE and self.turn.short:
            date = self.turn.short
        return self.topic if date and date in self.topic else f"{self.scope()}{date}"

    def _named(self) -> str:
        return self.turn.short if self.kind not in {QuestionKind.NUMBER, QuestionKind.DATE} else ""

    def _persons(self) -> list[str]:
        return self.words.persons()

    def _group(self) -> str:
        scope = self.scope()
        if not self.counted:
            return self.topic
        return f"{scope}的{self.counted}" if scope else self.counted
