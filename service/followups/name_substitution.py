"""Replace a name with one of the same kind: 中原区 with 惠济区, 王小明 with 李小红."""

from collections.abc import Iterator

from embeddings.documents import Span
from service.followups.antecedents import EarlierTurn
from service.followups.interpretation import Interpretation
from service.followups.phrases import ATTRIBUTE, find_tail_start
from service.followups.substitution import phrase_asking, substitute
from service.followups.words import Words

# How many characters may follow in the name of a body: 河东区 图书馆.
_REACH = 6


def substitute_name(
    fragment: Words, earlier: EarlierTurn, persons: frozenset[str]
) -> Iterator[Interpretation]:
    """Replace the name of the same kind as ``fragment``, if that is only a name."""
    if not fragment.names or not consists_of_names(fragment):
        return
    span = _find_same_kind(fragment, earlier.words, persons)
    if span is not None and earlier.words.extract(span) not in fragment.text:
        yield substitute(earlier, span, fragment.text)


def complete_question(fragment: Words, earlier: EarlierTurn) -> Iterator[Interpretation]:
    """Ask for an attribute that comes with its own subject: 中原区的书记呢."""
    if ATTRIBUTE.fullmatch(fragment.folded):
        yield Interpretation(f"{fragment.text}{phrase_asking(fragment.text)}?")
    first = fragment.names[0]
    rest = fragment.text[first.end :].removeprefix("的")
    replaced = _find_same_kind(_select(fragment, first), earlier.words, frozenset())
    if replaced and first.start == 0 and rest and rest in earlier.words.text:
        yield substitute(earlier, replaced, fragment.extract(first))
    elif earlier.topic and not ATTRIBUTE.fullmatch(fragment.folded):
        predicate = earlier.words.text[earlier.phrases.topic.end :]
        yield Interpretation(fragment.text + predicate, predicate[: find_tail_start(predicate)])


def consists_of_names(fragment: Words) -> bool:
    """Return whether ``fragment`` consists of names alone."""
    return sum(name.end - name.start for name in fragment.names) == len(fragment.text.strip())


def _select(fragment: Words, name: Span) -> Words:
    """Return the fragment up to the end of its first name."""
    end = name.end
    return Words(
        fragment.text[:end], fragment.folded[:end], tuple(fragment.select(Span(0, end))), (name,)
    )


def _find_same_kind(fragment: Words, words: Words, persons: frozenset[str]) -> Span | None:
    """Return the name to replace: one with the same ending, else one of the same class."""
    for name in words.names:
        endings = () if fragment.folded.isascii() else (fragment.folded[-2:], fragment.folded[-1:])
        for ending in endings:
            reach = _REACH if len(ending) > 1 else 1
            place = words.folded.find(ending, name.start + 1, name.end + reach)
            if place >= 0:
                return Span(name.start, place + len(ending))
    is_person = bool(fragment.find_persons()) or fragment.text in persons
    people = persons | set(words.find_persons())
    same_class = [name for name in words.names if (words.extract(name) in people) == is_person]
    is_latin = fragment.folded.isascii()
    same_script = (name for name in same_class if words.extract(name).isascii() == is_latin)
    return next(same_script, same_class[0] if same_class else None)
