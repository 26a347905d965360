"""Check that nothing was lost: count what Word shows, and look for it in what was read.

This walks through the document in another way than the reader does, so that one finds the errors of
the other.
"""

from collections import Counter
from collections.abc import Iterable

from embeddings.reading.formats.word.inline import HIDDEN, choose_alternative
from embeddings.reading.formats.word.styles import Styles
from embeddings.reading.formats.xml_tree import XmlElement, find_child, get_attribute, get_name


def find_loss(body: XmlElement, styles: Styles, stored: Iterable[str]) -> str:
    """Return the characters that a document shows and ``stored`` lacks, white space aside."""
    shown: Counter[str] = Counter()
    fields: list[bool] = []
    waiting = [body]
    while waiting:
        node = waiting.pop()
        match get_name(node):
            case "fldChar":
                _follow_field(fields, get_attribute(node, "fldCharType"))
            case "t" if all(fields):
                shown.update("".join((node.text or "").split()))
            case "AlternateContent":
                chosen = choose_alternative(node)
                waiting += [chosen] if chosen is not None else []
            case "r" if styles.is_hidden(find_child(node, "rPr")):
                pass
            case "tr" if find_child(node, "trPr", "del") is not None:
                pass
            case "p":
                while fields and not fields[-1]:
                    fields.pop()
                waiting += reversed(node)
            case name if name not in HIDDEN:
                waiting += reversed(node)
    return "".join((shown - _count(stored)).elements())


def _count(texts: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        found.update(text)
    return found


def _follow_field(fields: list[bool], mark: str) -> None:
    if mark == "begin":
        fields.append(False)
    elif fields:
        fields.pop()
        if mark == "separate":
            fields.append(True)
