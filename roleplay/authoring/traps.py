"""What the parser's messages mean to somebody who is writing dialogue.

YAML gives a meaning to characters that replies are full of. The parser says "did
not find expected <block end>"; an author needs to hear "put quotes around it".
"""

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from roleplay.authoring.rules import Flaw, Rule, rule
from roleplay.authoring.source import Source, Span

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_VALUE: Final = re.compile(r"^\s*(?:-\s+)*(?:[\w-]+:\s+)?(?=\S)")
QUOTES: Final = "put quotes around this reply"

SYNTAX = rule(
    "S005",
    "text that is not YAML",
    "look at the indentation here, and for a quote or bracket that is not closed",
    Flaw("  waits:\n", "  «waits»\n"),
)
TAB = rule(
    "S006",
    "a tab",
    "indent with spaces",
    Flaw("  task: Type the totals", "«\t»task: Type the totals"),
)
BARE = rule(
    "S007",
    "a reply that needs quotes",
    QUOTES,
    Flaw("says: So what do I do now?", "says: «[sighs] So what do I do now?»"),
)
UNCLOSED = rule(
    "S008",
    "a quote that is not closed",
    'close the quote, or put "double quotes" around text with an apostrophe',
    Flaw("says: So what do I do now?", "says: «'So what do I do now?»"),
)


_PLAINER: Final = (
    (
        "mapping values are not allowed",
        "a key cannot stand here",
        "look whether the line above lacks its colon, and at the indentation",
    ),
    (
        "sequence entries are not allowed",
        "a list cannot start here",
        "start it on the next line; if it is meant as text, put quotes around it",
    ),
    ("unknown escape", "a backslash means something in double quotes", "write it twice"),
    ("<block end>", "this does not fit the lines above it", ""),
    ("<document start>", "this does not fit the lines above it", ""),
    ("<stream end>", "the file ends inside a bracket", "close the bracket"),
    ("expected ',' or", "this cannot stand inside brackets", "close the bracket before it"),
)
"""Parts of the parser's messages, and what they mean."""


class Trap(NamedTuple):
    """What a syntax error means."""

    rule: Rule
    span: Span
    message: str
    remedy: str = ""


def explain(error: "MarkedYAMLError", source: Source) -> Trap:
    """What ``error`` means to an author, and where to look."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Trap(SYNTAX, Span(1, 1), "this is not YAML")
    span = Span(mark.line + 1, mark.column + 1)
    problem, context = str(error.problem or ""), str(error.context or "")
    if r"'\t'" in problem or source.line(span.line)[span.col - 1 : span.col] == "\t":
        return Trap(TAB, span, "a tab cannot indent")
    if error.context_mark:
        began = Span(error.context_mark.line + 1, error.context_mark.column + 1)
        if "quoted scalar" in context and "end of stream" in problem:
            return Trap(UNCLOSED, _to_end(source, began), "this quote is not closed")
        if "simple key" in context and "expected ':'" in problem:
            message = "there is no colon after this"
            return Trap(SYNTAX, _word(source, began), message, "write 'key: value', or 'key:'")
    return _bare(source, span) or _plainer(problem, source, span)


def _plainer(problem: str, source: Source, span: Span) -> Trap:
    for part, message, remedy in _PLAINER:
        if part in problem:
            return Trap(SYNTAX, _word(source, span), message, remedy)
    return Trap(SYNTAX, _word(source, span), f"this is not YAML: {problem}")


def _bare(source: Source, span: Span) -> Trap | None:
    """A value that YAML misreads since it is not in quotes, on the line of the error."""
    line = source.line(span.line)
    match = _VALUE.match(line)
    if not match or span.col - 1 < match.end():
        return None
    value, after = line[match.end() :].rstrip(), span.col - 1 - match.end()
    whole = _to_end(source, Span(span.line, match.end() + 1))
    first = value[0]
    if first in "[{":
        if not after or value.endswith(("]", "}")):
            return None
        return Trap(BARE, whole, f"text that starts with {first} is read as a list or a mapping")
    if first in "*&!%@`|>":
        return Trap(BARE, whole, f"text cannot start with {first}, which means something to YAML")
    if first in "'\"":
        return _after_quote(value, after, whole)
    if value[after : after + 1] == ":":
        return Trap(BARE, whole, "a colon and a space inside unquoted text start a new key")
    return None


def _after_quote(value: str, after: int, whole: Span) -> Trap | None:
    """A quote that ends too early: an apostrophe, or somebody quoted inside the reply."""
    quote = value[0]
    if quote not in value[1:after]:
        return None
    other = '"double quotes"' if quote == "'" else "'single quotes'"
    inside = "''" if quote == "'" else '\\"'
    remedy = f"put {other} around it, or write {inside} inside"
    return Trap(BARE, whole, f"the text goes on after its closing {quote}", remedy)


def _to_end(source: Source, start: Span) -> Span:
    length = len(source.line(start.line).rstrip())
    return Span(start.line, start.col, max(1, length - start.col + 1))


def _word(source: Source, span: Span) -> Span:
    match = re.compile(r"[\w-]+").match(source.line(span.line), span.col - 1)
    return Span(span.line, span.col, len(match.group()) if match else 1)
