"""Replace a name by one of the same kind: 惠济区 for 中原区, 李小红 for 王小明."""

from collections.abc import Iterator

from embeddings.documents import Span
from service.followups.antecedents import Earlier
from service.followups.interpretation import Interpretation
from service.followups.phrases import ATTRIBUTE, find_tail_start
from service.followups.substitution import phrase_asking, substitute
from service.followups.words import Words

# Characters that may follow the name of a body: 河东区 图书馆.
_REACH = 6


def substitute_name(
    said: Words, earlier: Earlier, persons: frozenset[str]
) -> Iterator[Interpretation]:
    """Replace the name that ``said``, a name and nothing else, is of the same kind as."""
    if not said.names or not consists_of_names(said):
        return
    span = _same_kind(said, earlier.words, persons)
    if span is not None and earlier.words.printed(span) not in said.text:
        yield substitute(earlier, span, said.text)


def complete_question(said: Words, earlier: Earlier) -> Iterator[Interpretation]:
    """Ask for an attribute that is given with its own subject: 中原区的书记呢."""
    if ATTRIBUTE.fullmatch(said.folded):
        yield Interpretation(f"{said.text}{phrase_asking(said.text)}?")
    first = said.names[0]
    rest = said.text[first.end :].removeprefix("的")
    known = _same_kind(said, earlier.words, frozenset())
    if known and first.start == 0 and rest and rest in earlier.words.text:
        yield substitute(earlier, known, said.printed(first))
    elif earlier.topic and not ATTRIBUTE.fullmatch(said.folded):
        predicate = earlier.words.text[earlier.phrases.topic.end :]
        yield Interpretation(said.text + predicate, predicate[: find_tail_start(predicate)])


def consists_of_names(said: Words) -> bool:
    """Tell whether ``said`` is made of names alone."""
    return sum(name.end - name.start for name in said.names) == len(said.text.strip())


def _same_kind(said: Words, words: Words, persons: frozenset[str]) -> Span | None:
    """Return the name to be replaced: one with the same ending, else one of the same class."""
    for name in words.names:
        endings = () if said.folded.isascii() else (said.folded[-2:], said.folded[-1:])
        for ending in endings:
            reach = _REACH if len(ending) > 1 else 1
            place = words.folded.find(ending, name.start + 1, name.end + reach)
            if place >= 0:
                return Span(name.start, place + len(ending))
    person = bool(said.persons()) or said.text in persons
    people = persons | set(words.persons())
    alike = [name for name in words.names if (words.printed(name) in people) == person]
    latin = said.folded.isascii()
    same_script = (name for name in alike if words.printed(name).isascii() == latin)
    return next(same_script, alike[0] if alike else None)
