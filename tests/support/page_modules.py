"""The JavaScript modules of the page, read for the tests of their structure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tests.support.paths import ROOT

JS = ROOT / "service/web/static/js"

# A comment, a string, a template or a regular expression: in none of them does a brace count.
# A regular expression follows an operator, an opening bracket or `return`.
_LITERAL = re.compile(
    r"""
    (?P<comment> /\*.*?\*/ | //[^\n]* )
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
    | `(?:\\.|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}|[^`\\])*`
    | (?<=[(,=:\[!&|?{};]) \s* /(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/[a-z]*
    | (?<=return) \s+ /(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+/[a-z]*
    """,
    re.DOTALL | re.VERBOSE,
)
_STATIC_IMPORT = re.compile(r'^(?:import|export|\})(?: .*?from)? ?"(\.[^"]+)";', re.MULTILINE)
_DYNAMIC_IMPORT = re.compile(r'\bimport\("(\.[^"]+)"\)')
_FUNCTION = re.compile(
    r"\bfunction\b\*? ?(?P<function>\w*)\(|(?P<arrow>=>) ?\{|^  (?P<method>[^\n]*\) \{)$", re.M
)
_NO_METHOD = re.compile(r"(?:if|for|while|switch|return|\} else)\b")


@dataclass(frozen=True)
class PageModule:
    """One JavaScript file.

    Attributes:
        name: its path below the folder of the page's modules.
    """

    name: str

    @property
    def folder(self) -> str:
        """The feature that the file belongs to, or "" for the entry points."""
        return self.name.rpartition("/")[0]

    @cached_property
    def text(self) -> str:
        return (JS / self.name).read_text(encoding="utf-8")

    @cached_property
    def code(self) -> str:
        """The text without comments."""
        return _LITERAL.sub(
            lambda found: _blank(found) if found["comment"] else found[0], self.text
        )

    @property
    def imports(self) -> set[str]:
        """The modules that are loaded with this one."""
        return set(self._resolved(_STATIC_IMPORT.findall(self.code)))

    @property
    def lazy_imports(self) -> set[str]:
        """The modules that are loaded when they are first needed."""
        return set(self._resolved(_DYNAMIC_IMPORT.findall(self.code)))

    @property
    def type_imports(self) -> set[str]:
        """The modules whose types are named in comments."""
        everywhere = set(self._resolved(_DYNAMIC_IMPORT.findall(self.text)))
        return everywhere - self.lazy_imports

    @property
    def functions(self) -> list[tuple[str, int]]:
        """Every function, method and arrow function, with the number of lines of its body."""
        plain = _LITERAL.sub(_blank, self.text)
        return [
            (f"{self.name}:{plain.count(chr(10), 0, found.start()) + 1}", _lines(plain, body))
            for found in _FUNCTION.finditer(plain)
            if (body := _body(plain, found)) is not None
        ]

    def _resolved(self, paths: list[str]) -> Iterator[str]:
        for path in paths:
            target = ((JS / self.name).parent / path).resolve()
            yield str(target.relative_to(JS))


def page_modules() -> list[PageModule]:
    """Return every module of the page."""
    return [PageModule(str(path.relative_to(JS))) for path in sorted(JS.rglob("*.js"))]


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _body(plain: str, found: re.Match[str]) -> int | None:
    """Return where the brace is that opens the body of a function."""
    if found["method"] and _NO_METHOD.match(found["method"]):
        return None
    if found["function"] is None:
        return found.end() - 1
    return plain.index("{", _closing(plain, found.end() - 1, "()"))


def _closing(plain: str, opening: int, brackets: str) -> int:
    """Return where the bracket is that closes the one at ``opening``."""
    depth = 0
    for at in range(opening, len(plain)):
        depth += (plain[at] == brackets[0]) - (plain[at] == brackets[1])
        if depth == 0:
            return at
    message = f"nothing closes {brackets[0]} at {opening}"
    raise ValueError(message)


def _lines(plain: str, opening: int) -> int:
    """Return the number of lines between the brace at ``opening`` and the one that closes it."""
    return max(0, plain.count("\n", opening, _closing(plain, opening, "{}")) - 1)
