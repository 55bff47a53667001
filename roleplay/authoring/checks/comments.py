"""Is text lost, since YAML takes the rest of its line for a comment?"""

import re
from collections.abc import Iterator
from typing import Final

from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.nodes import Leaf, Node, Series, Table
from roleplay.authoring.problems import one_line
from roleplay.authoring.rules import Flaw, warning
from roleplay.authoring.source import Span

CUT_OFF = warning(
    "S417",
    "text that is cut off at a '#'",
    "put quotes around the text; if this is a comment, write a space after the '#'",
    Flaw("says: So what do I do now?", "says: So what do I do in room «#4 now?»"),
)

_HASH: Final = re.compile(r"\s+(?=#[^\s#])")
"""Text such as "room #4"; a comment is written "# room 4" by everybody who means one."""


def comments(draft: Draft) -> None:
    """Look behind every text that has no quotes."""
    for leaf in _bare(draft.outline.tree):
        line, end = draft.report.source.line(leaf.span.line), leaf.span.col - 1 + leaf.span.width
        if found := _HASH.match(line, end):
            span = Span(leaf.span.line, found.end() + 1, len(line.rstrip()) - found.end())
            kept = one_line(leaf.text[-20:], 20)
            draft.report(CUT_OFF, span, f"the text ends at “{kept}”: a '#' starts a comment")


def _bare(node: Node) -> Iterator[Leaf]:
    """Text that stands in the file without quotes."""
    match node:
        case Leaf(value=str()) if node.inner == Span(node.span.line, node.span.col):
            yield node
        case Table(entries=entries):
            for entry in entries.values():
                yield from _bare(entry.value)
        case Series(items=items):
            for item in items:
                yield from _bare(item)
        case _:
            pass
