"""What a scene needs for replies to be rated and for its author to trust the ratings."""

from roleplay.authoring.checks.draft import Draft
from roleplay.authoring.nodes import Leaf, Node, Series, Table, locate
from roleplay.authoring.outline import SceneLines
from roleplay.authoring.rules import Flaw, rule, warning
from roleplay.text.clean import sanitise
from roleplay.text.phrases import counted

MIN_REFERENCES = 2
MIN_EXAMPLES = 2

ONE_KIND = rule(
    "S401",
    "a point that is not exactly one of fact, feeling and need",
    "split it into several points, or say which it is",
    Flaw("{id: overtime, fact: her overtime is missing}", "«{id: overtime}»"),
)
REFERENCES = rule(
    "S402",
    "fewer than two references",
    "write two or more strong replies: one alone would be taken as the only way to say it",
    Flaw(
        "    references:\n      - Your overtime is missing, of course you worry."
        " Please sit down, I will look now.\n",
        "    «references»:\n",
    ),
)
EXAMPLES = warning(
    "S403",
    "fewer than two examples",
    "add a weak and a strong reply with the levels that you expect for them",
    Flaw("    examples:\n      - {reply: Not now., expect: courtesy <= 1}\n", "    «examples»:\n"),
)
TOO_LATE = rule(
    "S404",
    "an interruption after the work is done",
    'break in earlier, or add lines; seconds are written "15s"',
    Flaw("interrupt_after: 1", "interrupt_after: «3»"),
)
HIDDEN = warning(
    "S405",
    "hidden characters in text",
    "delete them: they are not shown and would not be rated",
    Flaw("says: So what do I do now?", 'says: «"So what \\e[1mdo\\e[0m I do now?"»'),
)


def writing(draft: Draft) -> None:
    """Check points, references, examples and the desk."""
    for scene in draft.outline.scenes.values():
        _points(draft, scene)
        _enough(draft, scene)
    _desk(draft)
    _hidden(draft, draft.outline.tree)


def _points(draft: Draft, scene: SceneLines) -> None:
    for point in scene.points:
        kinds = [kind for kind in ("fact", "feeling", "need") if kind in point.entries]
        if len(kinds) != 1:
            found = " and ".join(f"'{kind}'" for kind in kinds) or "none of them"
            message = f"a point has one of 'fact', 'feeling' and 'need'; this has {found}"
            draft.report(ONE_KIND, point.span, message)


def _enough(draft: Draft, scene: SceneLines) -> None:
    references = scene.table.get("references")
    if isinstance(references, Series) and len(references.items) < MIN_REFERENCES:
        place = scene.table.entries["references"].key
        draft.report(REFERENCES, place, f"scene '{scene.id}' has {_count(references, 'reference')}")
    examples = scene.table.get("examples")
    if examples is None:
        draft.report(EXAMPLES, scene.key, f"scene '{scene.id}' has no examples")
    elif isinstance(examples, Series) and len(examples.items) < MIN_EXAMPLES:
        place = scene.table.entries["examples"].key
        draft.report(EXAMPLES, place, f"scene '{scene.id}' has {_count(examples, 'example')}")


def _count(entries: Series, noun: str) -> str:
    return counted(len(entries.items), noun) if entries.items else f"no {noun}s"


def _desk(draft: Draft) -> None:
    _, lines = locate(draft.outline.tree, ("desk", "lines"))
    span, after = locate(draft.outline.tree, ("desk", "interrupt_after"))
    if not isinstance(lines, Series) or not isinstance(after, Leaf):
        return
    if type(after.value) is int and after.value > len(lines.items):
        message = (
            f"the desk has {len(lines.items)} lines, so nobody would break in after {after.value}"
        )
        draft.report(TOO_LATE, span, message)


def _hidden(draft: Draft, node: Node) -> None:
    match node:
        case Leaf(value=str(text)) if sanitise(text) != text:
            draft.report(
                HIDDEN, node.span, "this text has characters that a terminal obeys or hides"
            )
        case Table(entries=entries):
            for entry in entries.values():
                _hidden(draft, entry.value)
        case Series(items=items):
            for item in items:
                _hidden(draft, item)
        case _:
            pass
