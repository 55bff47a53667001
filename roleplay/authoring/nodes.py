"""YAML as a tree in which every key and value knows its place.

The tree is made from the parser's events in one pass, so that what is refused
(aliases, tags, deep nesting, a key twice) is refused before anything is built of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from roleplay.authoring.problems import Report
from roleplay.authoring.rules import Flaw, rule
from roleplay.authoring.source import START, Span
from roleplay.text.clean import sanitise

MAX_DEPTH: Final = 12
"""Deeper than a scenario can be: it needs seven."""

ALIAS = rule(
    "S010",
    "an alias or an anchor",
    "write the text out; if it is meant as text, put quotes around it",
    Flaw("says: So what do I do now?", "says: «*sigh*»"),
)
TAG = rule(
    "S011",
    "a tag",
    "leave out the '!…'; if it is meant as text, put quotes around it",
    Flaw("mood: 2", "mood: «!!int 2»"),
)
NESTING = rule(
    "S012",
    "nesting that is too deep",
    "a scenario needs no more than seven levels; put quotes around text that starts with [ or {",
    Flaw("", "title: " + "[" * (MAX_DEPTH - 1) + "«[»" + "]" * MAX_DEPTH),
)
TWICE = rule(
    "S013",
    "a key that is there twice",
    "keep one of the two",
    Flaw("difficulty: 1", "difficulty: 1\n«difficulty»: 2"),
)
KEY = rule(
    "S014",
    "a key that is not a word",
    "write a word before the colon; put quotes around text that starts with [, { or ?",
    Flaw("difficulty: 1", "«[difficulty]»: 1"),
)


@dataclass(frozen=True)
class Leaf:
    """A single value.

    Attributes:
        value: What it means: text, a number, true or false, or nothing.
        text: As written, without quotes.
        span: Where it stands, quotes included.
        inner: Where its text begins, when it stands in the file character by character.

    """

    value: str | int | float | bool | None
    text: str
    span: Span
    inner: Span | None = None

    def part(self, offset: int, width: int) -> Span:
        """The place of some characters of the text; of the whole when that cannot be told."""
        if self.inner is None:
            return self.span
        return Span(self.inner.line, self.inner.col + offset, max(1, width))


@dataclass(frozen=True)
class Refused:
    """Something that has been complained of and is not looked at again."""

    span: Span


@dataclass(frozen=True)
class Entry:
    """A key's place, and its value."""

    key: Span
    value: "Node"


@dataclass(frozen=True)
class Table:
    """Keys with values."""

    entries: Mapping[str, Entry]
    span: Span

    def get(self, key: str) -> "Node | None":
        """The value of ``key``, or None."""
        entry = self.entries.get(key)
        return entry.value if entry else None


@dataclass(frozen=True)
class Series:
    """Values one after the other."""

    items: "tuple[Node, ...]"
    span: Span


Node = Leaf | Refused | Table | Series


class TooDeepError(Exception):
    """The nesting has been complained of; reading on is pointless."""


@dataclass
class Composer:
    """Makes a tree of the parser's events, by recursive descent: the depth is bounded."""

    events: Iterator[Event]
    report: Report

    def node(self, event: Event, depth: int = 0) -> Node:
        """The node that starts with ``event``."""
        span = self._span(event)
        if isinstance(event, AliasEvent):
            self.report(ALIAS, span, f"'*{event.anchor}' is an alias")
            return Refused(span)
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self.report(ALIAS, span, f"'&{event.anchor}' is an anchor")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.report(TAG, span, f"{str(tag)!r} is a tag")
        if isinstance(event, ScalarEvent):
            return Refused(span) if tag is not None else self._leaf(event, span)
        if depth >= MAX_DEPTH:
            self.report(NESTING, span, f"nested more than {MAX_DEPTH} levels deep")
            raise TooDeepError
        make = self._table if isinstance(event, MappingStartEvent) else self._series
        return make(event, depth + 1)

    def _table(self, start: Event, depth: int) -> Table:
        entries: dict[str, Entry] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                return Table(entries, self._across(start, event))
            key, key_span = self._key(event, depth)
            value = self.node(next(self.events), depth)
            if key is None:
                continue
            if key in entries:
                first = entries[key].key.line
                self.report(TWICE, key_span, f"{key!r} is already there in line {first}")
            else:
                entries[key] = Entry(key_span, value)
        raise AssertionError  # the parser closes what it opens, or raises

    def _key(self, event: Event, depth: int) -> tuple[str | None, Span]:
        node = self.node(event, depth)
        if isinstance(node, Leaf):
            return sanitise(node.text), node.span
        if not isinstance(node, Refused):
            self.report(KEY, node.span, "a list or a mapping cannot be a key")
        return None, node.span

    def _series(self, start: Event, depth: int) -> Series:
        items: list[Node] = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                return Series(tuple(items), self._across(start, event))
            items.append(self.node(event, depth))
        raise AssertionError  # as above

    def _leaf(self, event: ScalarEvent, span: Span) -> Leaf:
        text = str(event.value)
        value = text if event.style else resolve(text)
        shift = 1 if event.style in ("'", '"') else 0
        begin = span.col - 1 + shift
        stands = self.report.source.line(span.line)[begin : begin + len(text)] == text
        return Leaf(value, text, span, Span(span.line, span.col + shift) if stands else None)

    def _span(self, event: Event) -> Span:
        if isinstance(event, ScalarEvent | AliasEvent):
            return self._across(event, event)
        return Span(event.start_mark.line + 1, event.start_mark.column + 1)

    def _across(self, start: Event, end: Event) -> Span:
        """From ``start`` to ``end``; a block, which has no brackets, is shown by its beginning."""
        first, last = start.start_mark, end.end_mark
        if getattr(start, "flow_style", True):
            return self.report.source.between(first.line, first.column, last.line, last.column)
        return Span(first.line + 1, first.column + 1)


_INT: Final = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT: Final = re.compile(
    r"[-+]?(?:\.[0-9]{1,18}|[0-9]{1,18}\.[0-9]{0,18})(?:[eE][-+]?[0-9]{1,3})?"
)
_WORDS: Final[Mapping[str, bool | None]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def resolve(text: str) -> str | int | float | bool | None:
    """What an unquoted value means: YAML 1.2's core schema without octals and infinities.

    ``no``, ``12:30`` and ``2026-11-02`` are text, as an author expects.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def plain_data(node: Node) -> object:
    """The tree as plain data, cleaned of what a terminal would obey."""
    match node:
        case Leaf(value=str(text)):
            return sanitise(text)
        case Leaf(value=value):
            return value
        case Table(entries=entries):
            return {key: plain_data(entry.value) for key, entry in entries.items()}
        case Series(items=items):
            return [plain_data(item) for item in items]
        case Refused():
            return None


def locate(root: Node, path: tuple[str | int, ...]) -> tuple[Span, Node | None]:
    """The place of what ``path`` leads to, and its node.

    The place is the value's; where a path leads on to something that is not there,
    it is that of the nearest key above, and the node is None.
    """
    node, key = root, START
    for step in path:
        match node, step:
            case Table(entries=entries), str() if step in entries:
                key, node = entries[step].key, entries[step].value
            case Series(items=items), int() if step < len(items):
                node = items[step]
                key = node.span
            case _:
                return key, None
    return node.span, node
