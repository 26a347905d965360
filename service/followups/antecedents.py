"""What a follow-up may refer to in an earlier turn: its topic, persons, places, dates."""

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

# The answer to these is the name of what the question describes: "…的平台叫什么名字?"
_NAMING = re.compile(r"(?:叫做?|称为|名为|名字是|名称是|(?<!的)是)(?:什么|哪|谁)")
_ASKS_PLACE = re.compile(
    r"哪里|哪儿|什么地方|何地|哪[一几两]?[个座条]?(?:[省市县区镇乡村路]|街道|社区|国)"
)
_PLACE = re.compile(r"[㐀-鿿]{1,12}(?:[省市县区镇乡村路街园]|街道|社区|广场)")
_OF_PLACE = frozenset("省市县区镇乡村")
_HAN_NAME = re.compile(r"[㐀-鿿·]{2,4}|[A-Za-z][A-Za-z .·]+")
_DESCRIBES_PERSON = re.compile(
    r"(?:是|当)(?:个)?(?:谁|什么官|啥官|什么人|哪里人|哪儿人|什么职务|什么身份|[干做]什么的|[干做]啥的)"
    r"|多大(?:年纪|岁数)|评上过?(?:什么|啥|哪)"
)
_PEOPLE = re.compile(
    r".*(?:[^单人主党成]人|党员|团员|[雇学人议会演]员|者|干部|代表|专家|教授|老师|学生|群众|居民|工人|农民"
    r"|职工|员工|村民|市民|委员|书记|主任)(?=的|$)"
)
_EXISTENTIAL = re.compile(r"(?:有|共有|有着)$")


@dataclass(frozen=True)
class EarlierTurn:
    """An earlier turn, parsed for what a follow-up may refer to."""

    turn: Turn
    segmenter: Segmenter

    @cached_property
    def phrases(self) -> Phrases:
        """The parts of this turn's standalone question."""
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
        return self.words.extract(self.phrases.topic)

    @property
    def counted(self) -> str:
        """What the question counted or chose from, or ""."""
        return self.words.extract(self.phrases.counted)

    @property
    def names_its_topic(self) -> bool:
        """Whether the answer is a name of the topic itself."""
        return bool(_NAMING.search(self.words.folded))

    def find_scope(self) -> str:
        """Return the names and dates that the topic starts with: whose 党组织 it is, and when."""
        topic = self.phrases.topic
        inside = [s for s in self.words.names if topic.start <= s.start and s.end <= topic.end]
        if not inside:
            return ""
        start, end = topic.start, inside[0].end
        before = self.words.select(Span(start, inside[0].start))
        if any(word.tag[0] in "pv" for word in before):
            start = inside[0].start  # 观摩组在 惠济区
        end += self.words.folded[end : end + 1] in _OF_PLACE  # 惠济 区委书记
        return self.words.extract(Span(start, end))

    def propose_subjects(self, *, counted_first: bool = False) -> Iterator[str]:
        """Yield what a question without a subject may be about, most likely first.

        After "有多少项目", a follow-up that asks for a number is about the projects; any other is
        about whoever has them.
        """
        person = self.find_person()
        carried_over = self.turn.carried_over
        if not self.turn.answered and carried_over and self.topic.startswith(carried_over):
            yield carried_over  # still the subject: only the attribute was not found
        if self.kind is QuestionKind.PERSON and person:
            yield person
        before = self.words.folded[: self.phrases.interrogative.start]
        counts_its_own = self.counted and self.topic and _EXISTENTIAL.search(before)
        both = (self.topic, f"{self.topic}的{self.counted}" if counts_its_own else "")
        if counts_its_own and self.words.folded.startswith("的", self.phrases.topic.end):
            both = (both[1], "")  # 集中开工的 有几个项目
        yield from reversed(both) if counted_first else both
        if not self.topic:
            yield from (self.words.extract(name) for name in self.words.names[:1])
            yield self.counted

    def find_person(self) -> str:
        """Return the person that 他 or 她 refers to, or ""."""
        if self.kind is QuestionKind.PERSON and _HAN_NAME.fullmatch(self.turn.short):
            return self.turn.short
        persons = self.words.find_persons()
        if not persons and self.kind is QuestionKind.PERSON:
            persons = split_words(self.turn.answer, self.segmenter).find_persons()[:1] or [
                self.topic
            ]
        if not persons and _DESCRIBES_PERSON.search(self.words.folded):
            persons = [self.topic] if _HAN_NAME.fullmatch(self.topic) else []
        return persons[-1] if persons else ""

    def propose_named(self, head: str) -> Iterator[str]:
        """Yield what 该项目 may refer to, ``head`` being 项目: things whose name contains it."""
        short = self._find_short_name()
        from_interrogative = self.words.folded[self.phrases.interrogative.start :]
        if short and (head in short or head in from_interrogative):
            yield short
        yield from (name for name in (self.topic, self._describe_group()) if head in name)
        if self.topic and head in from_interrogative:
            yield f"{self.topic}的{head}"

    def find_named(self, head: str) -> list[str]:
        """Return the names in the question that end with ``head``: 甲社区 for 社区."""
        names = [self.words.extract(name) for name in self.words.names]
        found = [name for name in (*names, self.topic) if name.endswith(head) and name != head]
        return found[:1]

    def propose_things(self) -> Iterator[str]:
        """Yield what 它 may refer to, most likely first."""
        short = self._find_short_name()
        yield self.topic
        if short and self.names_its_topic:
            yield short
        yield self._describe_group()

    def propose_groups(self, *, human: bool = False) -> Iterator[str]:
        """Yield what 他们, 这些 or 它们 may refer to, most likely first; 这些人 is ``human``."""
        group = self._describe_group()
        people = _PEOPLE.match(group) if human else None
        yield people.group() if people else group
        yield self.topic

    def find_place(self, ending: str) -> str:
        """Return the place that 那里 or, with an ``ending``, 该县 refers to, or ""."""
        short = self.turn.short
        is_place = _ASKS_PLACE.search(self.words.folded) or _PLACE.fullmatch(short)
        if short and is_place and short.endswith(ending):
            return short
        carried_over = self.turn.carried_over
        if _PLACE.fullmatch(carried_over) and carried_over.endswith(ending):
            return carried_over
        names = [self.words.extract(name) for name in self.words.names]
        persons = self.words.find_persons()
        places = [name for name in names if name.endswith(ending) and name not in persons]
        if not places and not ending and NAME_LIKE.fullmatch(self.topic):
            return self.topic
        return places[-1] if places else ""

    def find_date(self) -> str:
        """Return the date that 当时 refers to, after the names it belongs to, or ""."""
        dates = self.words.find_dates()
        date = self.words.extract(dates[-1]) if dates else ""
        if self.kind is QuestionKind.DATE and self.turn.short:
            date = self.turn.short
        return self.topic if date and date in self.topic else f"{self.find_scope()}{date}"

    def _find_short_name(self) -> str:
        return self.turn.short if self.kind not in {QuestionKind.NUMBER, QuestionKind.DATE} else ""

    def _describe_group(self) -> str:
        scope = self.find_scope()
        if not self.counted:
            return self.topic
        return f"{scope}的{self.counted}" if scope else self.counted
