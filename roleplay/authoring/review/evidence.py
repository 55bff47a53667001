"""The replies that a scene brings along, rated."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from roleplay.authoring.load import Sound
from roleplay.authoring.nodes import Leaf, Series
from roleplay.authoring.outline import SceneLines, tables, text_leaf
from roleplay.authoring.source import Span
from roleplay.rating import Exchange, Rater, Rating, Status
from roleplay.scenario import Cited, CitedKind, Scene


@dataclass(frozen=True)
class RatedReply:
    """A reference or example, and what the model says of it.

    Attributes:
        cited: Which one it is.
        span: Where its words stand.
        expect: Where what is expected of it stands; None for a reference.

    """

    cited: Cited
    exchange: Exchange
    rating: Rating
    span: Span
    expect: Leaf | None = None

    @property
    def scored(self) -> bool:
        """Whether it has levels, unsure or not."""
        return self.rating.status is not Status.UNSCORED

    @property
    def unsure(self) -> bool:
        """Whether the model would have a person look at it."""
        return self.rating.status is Status.UNSURE


@dataclass(frozen=True)
class RatedScene:
    """A scene with its rated references and examples, in the file's order."""

    scene: Scene
    lines: SceneLines
    replies: tuple[RatedReply, ...]

    @cached_property
    def references(self) -> tuple[RatedReply, ...]:
        """The rated references."""
        return tuple(r for r in self.replies if r.cited.kind is CitedKind.REFERENCE)

    @cached_property
    def examples(self) -> tuple[RatedReply, ...]:
        """The rated examples."""
        return tuple(r for r in self.replies if r.cited.kind is CitedKind.EXAMPLE)

    @property
    def scored(self) -> tuple[RatedReply, ...]:
        """The replies that have levels."""
        return tuple(reply for reply in self.replies if reply.scored)

    def overall(self, reply: RatedReply) -> float:
        """The overall of a scored reply by the scene's weights, 0 to 100."""
        return reply.rating.overall(self.scene.weights) or 0.0


def posed(scene: Scene, said: str | Cited) -> Exchange:
    """What is rated when ``said`` answers ``scene``.

    A reference is rated beside the other references alone, as a learner's reply would be who
    had found those words: beside itself it would be a copy.

    Raises:
        IndexError: The scene has no such reference or example.

    """
    if isinstance(said, str):
        return Exchange.in_scene(scene, said)
    at = said.number - 1
    if said.kind is CitedKind.EXAMPLE:
        return Exchange.in_scene(scene, scene.examples[at].reply)
    others = (*scene.references[:at], *scene.references[at + 1 :])
    return Exchange(scene.references[at], scene.says, scene.points, others)


async def rate_scenes(sound: Sound, rater: Rater) -> Mapping[str, RatedScene]:
    """Every scene of a scenario with its replies rated, by id.

    Raises:
        ModelError: The model is missing or damaged, or did not answer.

    """
    lines = sound.draft.outline.scenes
    return {
        name: await _rate_scene(scene, lines[name], rater)
        for name, scene in sound.scenario.scenes.items()
    }


async def _rate_scene(scene: Scene, lines: SceneLines, rater: Rater) -> RatedScene:
    places: list[tuple[Span, Leaf | None]] = [(span, None) for span in _references(lines)]
    places += _examples(lines)
    cited = [
        Cited(kind, number)
        for kind, texts in (
            (CitedKind.REFERENCE, scene.references),
            (CitedKind.EXAMPLE, scene.examples),
        )
        for number in range(1, len(texts) + 1)
    ]
    exchanges = [posed(scene, one) for one in cited]
    ratings = await rater.rate(exchanges)
    replies = (
        RatedReply(one, exchange, rating, *place)
        for one, exchange, rating, place in zip(cited, exchanges, ratings, places, strict=True)
    )
    return RatedScene(scene, lines, tuple(replies))


def _references(lines: SceneLines) -> list[Span]:
    entries = lines.table.get("references")
    return [item.span for item in entries.items] if isinstance(entries, Series) else []


def _examples(lines: SceneLines) -> list[tuple[Span, Leaf | None]]:
    found: list[tuple[Span, Leaf | None]] = []
    for example in tables(lines.table.get("examples")):
        reply = text_leaf(example.get("reply"))
        found.append((reply.span if reply else example.span, text_leaf(example.get("expect"))))
    return found
