"""From a row to what the rater reads."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from roleplay.classroom.cells import items_of
from roleplay.classroom.row import Row, RowError
from roleplay.errors import InputError
from roleplay.feedback import Sources
from roleplay.practice import Card, Library
from roleplay.rating import Exchange
from roleplay.rubric import Ladder
from roleplay.scenario import Point, PointKind, Scenario
from roleplay.text.clean import sanitise
from roleplay.text.spelling import nearest

_KINDS: Final = tuple(kind.value for kind in PointKind)


@dataclass(frozen=True)
class Posed:
    """What is rated for a row.

    Attributes:
        exchange: The reply and what it answers.
        weights: Of the scored ladders in this scene.
        sources: Where the reply's details may be from.

    """

    exchange: Exchange
    weights: Mapping[Ladder, float] = field(default_factory=dict)
    sources: Sources = field(default_factory=Sources)


def exchange_of(row: Row, library: Library) -> Posed:
    """What is rated for ``row``: a scenario's scene if it names one, else its own.

    Raises:
        RowError: It names no scene that there is, or something in it is not what it should be.

    """
    if row.error:
        raise RowError(row.error)
    if row.cells.get("reply") is None:
        raise RowError("there is no reply")
    # Cleaned as in practice, so that the same reply gets the same receipt there and here.
    reply = sanitise(row.text("reply"))
    scenario = row.text("scenario").strip()
    if not scenario:
        return Posed(_own_scene(row, reply))
    played = _scenario(scenario, library)
    scene = played.scenes.get(name := row.text("scene").strip())
    if scene is None:
        raise RowError(_no_scene(name, played))
    sources = Sources.in_scene(played, scene.id)
    return Posed(Exchange.in_scene(scene, reply), scene.weights, sources)


def point_from(number: int, given: object) -> Point:
    """A point of a scene that a table carries: ``fact: …``, plain text, or ``{"fact": "…"}``.

    Args:
        number: Which point of its scene it is; names it unless it has an id.
        given: As it stands in the table.

    Raises:
        RowError: It is none of these.

    """
    if isinstance(given, str):
        kind, colon, text = given.partition(":")
        if colon and kind.strip().lower() in _KINDS:
            return _point(str(number), kind.strip().lower(), text)
        return _point(str(number), PointKind.FACT.value, given)
    if isinstance(given, dict):
        return _point_object(number, given)
    raise RowError('a point is a text, or an object such as {"fact": "…"}')


class Remembered:
    """A library that loads each scenario once; a table asks for the same one a thousand times."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._ids: Collection[str] | None = None
        self._loaded: dict[str, Scenario | InputError] = {}

    def ids(self) -> Collection[str]:
        """See :class:`roleplay.practice.Library`."""
        if self._ids is None:
            self._ids = self._library.ids()
        return self._ids

    def cards(self) -> Sequence[Card]:
        """See :class:`roleplay.practice.Library`."""
        return self._library.cards()

    def load(self, scenario: str) -> Scenario:
        """See :class:`roleplay.practice.Library`."""
        if scenario not in self._loaded:
            try:
                self._loaded[scenario] = self._library.load(scenario)
            except InputError as error:
                self._loaded[scenario] = error
        found = self._loaded[scenario]
        if isinstance(found, InputError):
            raise found
        return found

    def known(self, scenario: str) -> Scenario | None:
        """The scenario with this id; None where it is not there, or invalid.

        By the ids that there are: a table must not make the library open a file.
        """
        if scenario not in self.ids():
            return None
        try:
            return self.load(scenario)
        except InputError:
            return None


def _scenario(name: str, library: Library) -> Scenario:
    known = library.ids()
    if name not in known:
        raise RowError(f"there is no scenario {name!r}; {_nearest(name, sorted(known))}")
    try:
        return library.load(name)
    except InputError as error:
        raise RowError(f"the scenario {name!r} cannot be used: {error.message}") from error


def _no_scene(name: str, scenario: Scenario) -> str:
    scenes = list(scenario.scenes)
    if not name:
        return f"no scene is named; {scenario.id} has {', '.join(scenes)}"
    return f"there is no scene {name!r} in {scenario.id}; {_nearest(name, scenes)}"


def _nearest(name: str, known: Sequence[str]) -> str:
    close = nearest(name, known)
    return f"did you mean {close!r}?" if close else f"there are {', '.join(known)}"


def _own_scene(row: Row, reply: str) -> Exchange:
    """The scene that a row carries; without points it gets drafted ones, as any Exchange does."""
    concern = sanitise(row.text("concern")).strip()
    if not concern:
        raise RowError("neither scenario and scene nor concern say what was answered")
    points = tuple(point_from(n, given) for n, given in enumerate(_items(row, "points"), 1))
    ids = [point.id for point in points]
    if len(set(ids)) < len(ids):
        raise RowError("two points have the same id")
    references = [_reference(given) for given in _items(row, "references")]
    return Exchange(reply, concern, points, tuple(references))


def _items(row: Row, column: str) -> Iterable[object]:
    given = row.cells.get(column)
    return given if isinstance(given, list) else items_of(row.text(column))


def _reference(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise RowError("a reference is a text")
    return sanitise(given).strip()


def _point_object(number: int, given: Mapping[str, Any]) -> Point:
    kinds = [key for key in given if key in _KINDS]
    others = [key for key in given if key not in {*_KINDS, "id"}]
    if len(kinds) != 1 or others:
        raise RowError(f"a point has one of {', '.join(_KINDS)}, and perhaps an id; not {[*given]}")
    return _point(str(given.get("id", number)), kinds[0], given[kinds[0]])


def _point(point_id: str, kind: str, text: object) -> Point:
    if not isinstance(text, str) or not text.strip():
        raise RowError("a point without a text")
    return Point(point_id, PointKind(kind), sanitise(text).strip())
