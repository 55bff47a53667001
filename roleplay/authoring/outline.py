"""A scenario's bones, found in the tree as far as they are there.

Checks look at this and not at a validated shape: so a mistyped key in one scene
does not hide that another scene leads nowhere, and all problems come in one run.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from roleplay.authoring.nodes import Entry, Leaf, Node, Series, Table
from roleplay.authoring.shape import MAX_EXAMPLES, MAX_REFERENCES, MAX_TEXT
from roleplay.authoring.source import Span


@dataclass(frozen=True)
class BranchLine:
    """A branch: its place, its condition if it has one, and where it goes if that is readable."""

    span: Span
    conditional: bool
    when: Leaf | None
    go: Leaf | None
    mood_by: int = 0


@dataclass(frozen=True)
class ExampleLine:
    """An example, as far as it can be read."""

    reply: Leaf | None
    expect: Leaf | None


@dataclass(frozen=True)
class SceneLines:
    """A scene as far as it can be read.

    Attributes:
        key: Where its id stands.
        points: The entries under ``points`` that have keys.
        references: Those that are text. Of these and of the examples, what is too long or
            too much is left out: it cannot stay, and comparing all of it could take for ever.

    """

    id: str
    key: Span
    table: Table
    points: tuple[Table, ...]
    references: tuple[Leaf, ...]
    examples: tuple[ExampleLine, ...]
    branches: tuple[BranchLine, ...]

    @property
    def said(self) -> str:
        """The stage direction and the line, as far as there are any."""
        leaves = (text_leaf(self.table.get(key)) for key in ("narration", "says"))
        return "\n".join(leaf.text[:MAX_TEXT] for leaf in leaves if leaf)

    @cached_property
    def point_ids(self) -> dict[str, Span]:
        """Ids of the points; the first of two equal ones."""
        ids: dict[str, Span] = {}
        for point in self.points:
            leaf = text_leaf(point.get("id"))
            if leaf:
                ids.setdefault(leaf.text, leaf.span)
        return ids


@dataclass(frozen=True)
class PlayLines:
    """A test, as far as it can be read.

    Attributes:
        replies, path: The entries under those keys; those of ``path`` that are text.
        keys: Where its keys stand.

    """

    span: Span
    name: Leaf | None
    replies: tuple[Node, ...]
    path: tuple[Leaf, ...]
    expect: Leaf | None
    ending: Leaf | None
    keys: Mapping[str, Span]


@dataclass(frozen=True)
class Outline:
    """The bones of a scenario."""

    tree: Table

    @cached_property
    def scenes(self) -> Mapping[str, SceneLines]:
        """The scenes by id."""
        return {
            name: _scene(name, entry.key, entry.value)
            for name, entry in _entries(self.tree.get("scenes"))
            if isinstance(entry.value, Table)
        }

    @cached_property
    def scene_keys(self) -> Mapping[str, Span]:
        """Where each scene's id stands, readable or not."""
        return {name: entry.key for name, entry in _entries(self.tree.get("scenes"))}

    @cached_property
    def endings(self) -> Mapping[str, Span]:
        """Where each ending's id stands."""
        return {name: entry.key for name, entry in _entries(self.tree.get("endings"))}

    @cached_property
    def people(self) -> Mapping[str, Span]:
        """Where each coworker's id stands."""
        return {name: entry.key for name, entry in _entries(self.tree.get("people"))}

    @cached_property
    def plays(self) -> tuple[PlayLines, ...]:
        """The tests."""
        return tuple(_play(table) for table in tables(self.tree.get("tests")))

    @property
    def opening(self) -> Leaf | None:
        """The id of the first scene."""
        return text_leaf(self.tree.get("opening"))

    @cached_property
    def paths_known(self) -> bool:
        """Whether every branch leads somewhere; else nothing can be said about reachability."""
        known = {*self.scene_keys, *self.endings}
        opening = self.opening
        return (
            opening is not None
            and opening.text in self.scenes
            and len(self.scenes) == len(self.scene_keys)
            and all(
                scene.branches
                and all(branch.go and branch.go.text in known for branch in scene.branches)
                for scene in self.scenes.values()
            )
        )


def text_leaf(node: Node | None) -> Leaf | None:
    """``node`` if it is text."""
    return node if isinstance(node, Leaf) and isinstance(node.value, str) else None


def _short(node: Node | None) -> Leaf | None:
    leaf = text_leaf(node)
    return leaf if leaf and len(leaf.text) <= MAX_TEXT else None


def tables(node: Node | None) -> tuple[Table, ...]:
    """The entries of a list that have keys."""
    items = node.items if isinstance(node, Series) else ()
    return tuple(item for item in items if isinstance(item, Table))


def _entries(node: Node | None) -> Iterator[tuple[str, Entry]]:
    if isinstance(node, Table):
        yield from node.entries.items()


def _scene(name: str, key: Span, table: Table) -> SceneLines:
    references = table.get("references")
    written = references.items if isinstance(references, Series) else ()
    following = table.get("next")
    branches = following.items if isinstance(following, Series) else ()
    return SceneLines(
        id=name,
        key=key,
        table=table,
        points=tables(table.get("points")),
        references=tuple(leaf for leaf in map(_short, written[:MAX_REFERENCES]) if leaf),
        examples=tuple(
            ExampleLine(_short(example.get("reply")), text_leaf(example.get("expect")))
            for example in tables(table.get("examples"))[:MAX_EXAMPLES]
        ),
        branches=tuple(_branch(branch) for branch in branches),
    )


def _play(table: Table) -> PlayLines:
    replies, path = table.get("replies"), table.get("path")
    named = (text_leaf(item) for item in (path.items if isinstance(path, Series) else ()))
    return PlayLines(
        span=table.span,
        name=text_leaf(table.get("name")),
        replies=replies.items if isinstance(replies, Series) else (),
        path=tuple(leaf for leaf in named if leaf),
        expect=text_leaf(table.get("expect")),
        ending=text_leaf(table.get("ending")),
        keys={name: entry.key for name, entry in table.entries.items()},
    )


def _branch(node: Node) -> BranchLine:
    """A branch; one that has no keys is taken for one that always goes somewhere unknown."""
    if not isinstance(node, Table):
        return BranchLine(node.span, conditional=False, when=None, go=None)
    mood_by = node.get("mood_by")
    return BranchLine(
        span=node.span,
        conditional="when" in node.entries,
        when=text_leaf(node.get("when")),
        go=text_leaf(node.get("go")),
        mood_by=mood_by.value if isinstance(mood_by, Leaf) and type(mood_by.value) is int else 0,
    )
