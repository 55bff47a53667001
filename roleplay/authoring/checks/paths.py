"""Every path through a scenario must lead on, and at last to an ending."""

from collections.abc import Iterable, Mapping

from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.outline import Outline, SceneLines
from roleplay.authoring.rules import Flaw, rule, warning

DEAD_END = rule(
    "S311",
    "a last branch with a condition",
    "add a last branch without 'when', for replies that meet no condition",
    Flaw("      - {go: walks-off}\n", "      - «{when: help < 2, go: walks-off}»\n"),
)
NEVER_TAKEN = rule(
    "S312",
    "a branch after one without a condition",
    "move the branch without 'when' to the end",
    Flaw("      - {go: waits}\n", "      - {go: waits}\n      - «{go: walks-off}»\n"),
)
UNREACHABLE_SCENE = warning(
    "S313",
    "a scene that no path leads to",
    "let a branch 'go' there, or delete it",
    Flaw("opening: asks\nscenes:\n  asks:", "opening: waits\nscenes:\n  «asks»:"),
)
UNREACHABLE_ENDING = warning(
    "S314",
    "an ending that no path leads to",
    "let a branch 'go' there, or delete it",
    Flaw(
        "  walks-off: {says",
        "  «nobody»: {says: Hm., outcome: bad, after: Nothing.}\n  walks-off: {says",
    ),
)
NO_WAY_OUT = rule(
    "S315",
    "a scene from which no ending can be reached",
    "give one of the scenes in the circle a branch to an ending",
    Flaw(
        "  waits:\n    who: dana",
        "  «loops»:\n    who: dana\n    says: Again?\n    points: [{id: a, need: to ask again}]\n"
        "    references: [Please ask me again., Of course you may ask again.]\n"
        "    next: [{go: loops}]\n"
        "  waits:\n    who: dana",
    ),
)


def paths(draft: Draft) -> None:
    """Check branches, and what can be reached from where."""
    for scene in draft.outline.scenes.values():
        _branches(draft, scene)
    if draft.outline.paths_known:
        _reachable(draft)
        _way_out(draft)


def _branches(draft: Draft, scene: SceneLines) -> None:
    always = next((b for b in scene.branches if not b.conditional), None)
    if always is None:
        if scene.branches:
            message = f"a reply that meets no condition is stuck in '{scene.id}'"
            draft.report(DEAD_END, scene.branches[-1].span, message)
        return
    for branch in scene.branches[scene.branches.index(always) + 1 :]:
        message = f"never taken: the branch in line {always.span.line} has no 'when'"
        draft.report(NEVER_TAKEN, branch.span, message)


def steps(outline: Outline) -> Mapping[str, set[str]]:
    """For each scene, where its branches go."""
    return {
        scene.id: {branch.go.text for branch in scene.branches if branch.go}
        for scene in outline.scenes.values()
    }


def _reachable(draft: Draft) -> None:
    outline = draft.outline
    ways = steps(outline)
    reached = _closure([outline.opening.text] if outline.opening else [], ways)
    for name, span in outline.scene_keys.items():
        if name not in reached:
            draft.report(UNREACHABLE_SCENE, span, f"no path leads to scene '{name}'")
    for name, span in outline.endings.items():
        if name not in reached:
            draft.report(UNREACHABLE_ENDING, span, f"no path leads to ending '{name}'")


def _way_out(draft: Draft) -> None:
    back: dict[str, set[str]] = {}
    for scene, targets in steps(draft.outline).items():
        for target in targets:
            back.setdefault(target, set()).add(scene)
    escaping = _closure(draft.outline.endings, back)
    for name, span in draft.outline.scene_keys.items():
        if name not in escaping:
            draft.report(NO_WAY_OUT, span, f"from '{name}' no ending can be reached")


def _closure(start: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    """Everything that can be reached from ``start``, itself included."""
    reached: set[str] = set()
    ahead = list(start)
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead.extend(ways.get(name, ()))
    return reached
