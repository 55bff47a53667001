"""Tests of a scenario: can what they expect happen at all? No reply is rated for that."""

from collections.abc import Mapping, Sequence
from typing import Final

from roleplay.authoring.checks.conditions import check_number, read_condition
from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.checks.paths import steps
from roleplay.authoring.nodes import Leaf, Node, Series, Table
from roleplay.authoring.outline import PlayLines
from roleplay.authoring.problems import one_line
from roleplay.authoring.rules import in_tests, rule
from roleplay.scenario import CitedKind
from roleplay.scenario.condition import Call, Comparison, names_in
from roleplay.text.phrases import counted
from roleplay.text.spelling import did_you_mean

ASKED: Final = ("mood", "overall")
"""What a test's ``expect`` may ask for."""

UNKNOWN_PLACE = rule(
    "S501",
    "a test that names a scene or an ending that is not there",
    "name one that is there",
    in_tests("  - {name: a, replies: [Yes?], path: [asks], ending: «releived»}\n"),
)
NO_SUCH_PATH = rule(
    "S502",
    "a test whose path no branches make",
    "correct the path, or the branches",
    in_tests("  - {name: a, replies: [Yes?, So?], path: [asks, «asks»]}\n"),
)
REPLIES = rule(
    "S503",
    "a test with too many replies, or too few",
    "write one reply for every scene that is met",
    in_tests("  - {name: a, replies: [Yes?, «So?»], path: [asks], ending: relieved}\n"),
)
NOT_THERE = rule(
    "S504",
    "a test that cites a reference or example that is not there",
    "cite one that is there, or write the reply out",
    in_tests("  - {name: a, replies: [«{reference: 3}»], ending: relieved}\n"),
)
EXPECTS_NOTHING = rule(
    "S505",
    "a test that expects nothing",
    "say what should come of it: a path, an ending, or expect: mood <= 1",
    in_tests("  - «{name: a, replies: [Yes?]}»\n"),
)
NOT_IN_TEST = rule(
    "S506",
    "a test's 'expect' asking for something other than mood and overall",
    "a test ends after several replies: expect mood or overall; levels are for examples",
    in_tests("  - {name: a, replies: [Yes?], expect: mood <= 2 and «empathy» > 1}\n"),
)
SAME_NAME = rule(
    "S507",
    "two tests with the same name",
    "give one of them another name, so that it is clear which of them fails",
    in_tests(
        "  - {name: a, replies: [Yes?], path: [asks]}\n"
        "  - {name: «a», replies: [So?], path: [asks]}\n"
    ),
)


def plays(draft: Draft) -> None:
    """Check every test of a scenario."""
    named: dict[str, Leaf] = {}
    for play in draft.outline.plays:
        if play.name and named.setdefault(play.name.text, play.name) is not play.name:
            line = named[play.name.text].span.line
            message = f"'{one_line(play.name.text, 60)}' is already a test, in line {line}"
            draft.report(SAME_NAME, play.name.span, message)
        if not {"path", "ending", "expect"} & set(play.keys):
            draft.report(EXPECTS_NOTHING, play.span, "this test expects nothing, so it cannot fail")
        if play.expect:
            _expect(draft, play.expect)
        if draft.outline.paths_known and play.replies and _known(draft, play):
            _Way(draft, play).check()


def _expect(draft: Draft, leaf: Leaf) -> None:
    condition = read_condition(draft, leaf)
    for name in names_in(condition) if condition else ():
        if isinstance(name, Comparison) and name.name in ASKED:
            check_number(draft, leaf, name)
            continue
        asked = f"{name.name}()" if isinstance(name, Call) else name.name
        # A call knows where its argument stands, a comparison where its ladder does.
        width = len(name.argument if isinstance(name, Call) else name.name)
        draft.report(NOT_IN_TEST, leaf.part(name.offset, width), f"a test cannot ask for {asked}")


def _known(draft: Draft, play: PlayLines) -> bool:
    """Whether every scene and ending that a test names is there."""
    outline = draft.outline
    known = True
    for leaf in play.path:
        if leaf.text not in outline.scenes:
            known = False
            hint = did_you_mean(leaf.text, list(outline.scenes))
            if leaf.text in outline.endings:
                hint = f"a path names scenes: write 'ending: {leaf.text}'"
            message = f"'{one_line(leaf.text, 60)}' is not a scene"
            draft.report(UNKNOWN_PLACE, leaf.span, message, hint)
    if play.ending and play.ending.text not in outline.endings:
        known = False
        hint = did_you_mean(play.ending.text, list(outline.endings))
        message = f"'{one_line(play.ending.text, 60)}' is not an ending"
        draft.report(UNKNOWN_PLACE, play.ending.span, message, hint)
    return known


class _Way:
    """Where a test can lead, reply by reply."""

    def __init__(self, draft: Draft, play: PlayLines) -> None:
        self._draft, self._play = draft, play
        self._ways: Mapping[str, set[str]] = steps(draft.outline)

    def check(self) -> None:
        """Complain of the first step that cannot be."""
        scenes = self._along_path() if self._play.path else self._anywhere()
        if scenes is None:
            return
        for node, there in zip(self._play.replies, scenes, strict=False):
            self._cited(node, sorted(there))
        self._arrives(scenes)

    def _along_path(self) -> Sequence[set[str]] | None:
        """The scene of each reply as the path says; None, and a problem, when it cannot be."""
        play, path = self._play, [leaf.text for leaf in self._play.path]
        opening = self._draft.outline.opening
        if opening and path[0] != opening.text:
            message = f"a path begins with the opening, '{opening.text}'"
            self._draft.report(NO_SUCH_PATH, play.path[0].span, message)
            return None
        for leaf, before in zip(play.path[1:], path, strict=False):
            if leaf.text not in self._ways[before]:
                message = f"no branch of '{before}' goes to '{leaf.text}'"
                self._draft.report(NO_SUCH_PATH, leaf.span, message)
                return None
        return self._counted([{name} for name in path])

    def _counted(self, scenes: list[set[str]]) -> Sequence[set[str]] | None:
        """``scenes`` if there are as many replies; one more may be met when no ending is."""
        play, replies = self._play, len(self._play.replies)
        told = f"{counted(replies, 'reply')} for a path of {counted(len(scenes), 'scene')}"
        if replies > len(scenes):
            self._draft.report(REPLIES, play.replies[len(scenes)].span, told)
            return None
        if replies < len(scenes) - (play.ending is None):
            self._draft.report(REPLIES, play.path[replies].span, told)
            return None
        return scenes

    def _anywhere(self) -> Sequence[set[str]] | None:
        """The scenes that each reply can be said in; None when the last can be said in none."""
        opening = self._draft.outline.opening
        scenes = [{opening.text} if opening else set()]
        for node in self._play.replies[1:]:
            there = {to for name in scenes[-1] for to in self._ways[name]} & set(self._ways)
            if not there:
                message = f"after {counted(len(scenes), 'reply')} every path has ended"
                self._draft.report(REPLIES, node.span, message)
                return None
            scenes.append(there)
        return scenes

    def _cited(self, node: Node, there: Sequence[str]) -> None:
        """Complain of a citation that is in none of the scenes where it can be said."""
        if not isinstance(node, Table) or len(node.entries) != 1:
            return
        key, entry = next(iter(node.entries.items()))
        number = entry.value.value if isinstance(entry.value, Leaf) else None
        if key not in tuple(CitedKind) or not isinstance(number, int):
            return
        counts = {name: self._number_of(name, f"{key}s") for name in there}
        if number > max(counts.values(), default=0):
            found = ", ".join(f"'{name}' has {count}" for name, count in counts.items())
            message = f"there is no {key} {number} here: {found}"
            self._draft.report(NOT_THERE, node.span, message)

    def _number_of(self, scene: str, key: str) -> int:
        entries = self._draft.outline.scenes[scene].table.get(key)
        return len(entries.items) if isinstance(entries, Series) else 0

    def _arrives(self, scenes: Sequence[set[str]]) -> None:
        ending = self._play.ending
        last = scenes[len(self._play.replies) - 1]
        if ending is None or any(ending.text in self._ways[name] for name in last):
            return
        if self._play.path:
            message = f"no branch of '{self._play.path[-1].text}' goes to '{ending.text}'"
            self._draft.report(NO_SUCH_PATH, ending.span, message)
        else:
            replies = counted(len(self._play.replies), "reply")
            self._draft.report(REPLIES, ending.span, f"{replies} cannot lead to '{ending.text}'")
