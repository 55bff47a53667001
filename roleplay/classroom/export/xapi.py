"""xAPI statements: what each learner has done in each scenario.

A grade is a statement `passed` or `failed`, by the scenario's pass mark; only these have a
score (a rule of cmi5). A pending grade is left out, or `completed` without one.

Every statement has a UUIDv5 of what it states, and of the attempts that it is about. So
exporting again gives the same ids, and a record store keeps one of each. Whatever states
something else is another statement, with a mark, say, or with the reply: a store refuses an
id that it knows with other contents. Only titles are no part of it, and for stores they are
none either. Nothing is null, and `version` is left to the store.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid5

from roleplay.classroom.draft import Sink
from roleplay.classroom.export.attempts import FULL, Grade
from roleplay.classroom.export.outcome import Outcome
from roleplay.errors import UsageError
from roleplay.scenario.model import DEFAULT_PASS_MARK

NAMESPACE: Final = UUID("0fae7066-f6ac-5b76-80c1-44748769d3a3")
"""Of all statements; another one would make every export a new one."""

_VERBS: Final = "http://adlnet.gov/expapi/verbs/"
_SIMULATION: Final = "http://adlnet.gov/expapi/activities/simulation"
_OWN: Final = "own-scenes"
_BETWEEN: Final = "\n\n"


@dataclass(frozen=True)
class Home:
    """Whose statements they are: an address under which their ids stand."""

    url: str

    @classmethod
    def parse(cls, text: str) -> "Home":
        """The address that a person gave.

        Raises:
            UsageError: It is none that ids can stand under.

        """
        try:
            parts = urlsplit(text)
            sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
        except ValueError:
            sound = False
        if not sound or parts.query or parts.fragment or parts.username or not _plain(text):
            raise UsageError(
                f"{text!r} is no address of yours.",
                hint="such as --homepage https://train.example.org",
            )
        return cls(text.rstrip("/"))

    def scenario(self, scenario: str) -> str:
        """The id of a scenario's activity."""
        return f"{self.url}/scenarios/{quote(scenario or _OWN, safe='')}"

    def extension(self, name: str) -> str:
        """The id of an extension."""
        return f"{self.url}/xapi/{name}"


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and not set(text) & set(' "<>\\^`{|}')


@dataclass(frozen=True)
class Xapi:
    """How statements are written.

    Attributes:
        home: Under which ids stand.
        name: What a learner is called: a pseudonym, or the id itself.
        title: Of a scenario.
        pass_mark: Of a scenario, 0 to 100.
        pending: State also that a scenario was done whose grade is pending.
        replies: State what the learners wrote.
        lines: One statement a line, instead of a JSON array.

    """

    home: Home
    name: Callable[[str], str]
    title: Callable[[str], str]
    pass_mark: Callable[[str], float]
    pending: bool = False
    replies: bool = False
    lines: bool = False

    def write(self, sink: Sink, grades: Sequence[Grade]) -> Outcome:
        """Write a statement for each grade to ``sink``."""
        outcome = Outcome(pending=[grade for grade in grades if grade.overall is None])
        outcome.written = len(grades) - len(outcome.pending)
        verbs = Counter(map(self._verb, grades))
        outcome.notes.append(
            f"{verbs['passed']} passed and {verbs['failed']} failed, by the pass mark of each "
            f"scenario ({DEFAULT_PASS_MARK} where it says none)."
        )
        told = (grade for grade in grades if self.pending or grade.overall is not None)
        texts = (json.dumps(self.statement(grade), ensure_ascii=False) for grade in told)
        if self.lines:
            for text in texts:
                sink.write(text + "\n")
        else:
            sink.write("[")
            for number, text in enumerate(texts):
                sink.write((",\n" if number else "\n") + text)
            sink.write("\n]\n")
        return outcome

    def statement(self, grade: Grade) -> Mapping[str, Any]:
        """What is stated about a grade."""
        account = {"homePage": self.home.url, "name": self.name(grade.learner.id)}
        activity, verb = self.home.scenario(grade.scenario), self._verb(grade)
        definition = {"type": _SIMULATION, "name": {"en": self.title(grade.scenario)}}
        time, result = grade.time, dict(self._result(grade, verb))
        stamp = {} if time is None else {"timestamp": time.isoformat()}
        return {
            "id": str(_id([account, activity, verb, stamp, result], grade)),
            **stamp,
            "actor": {"objectType": "Agent", "account": account},
            "verb": {"id": _VERBS + verb, "display": {"en": verb}},
            "object": {"objectType": "Activity", "id": activity, "definition": definition},
            "result": result,
        }

    def _verb(self, grade: Grade) -> str:
        if grade.overall is None:
            return "completed"
        return "passed" if grade.overall >= self.pass_mark(grade.scenario) else "failed"

    def _result(self, grade: Grade, verb: str) -> Iterator[tuple[str, Any]]:
        if grade.overall is not None:
            yield (
                "score",
                {"scaled": _scaled(grade.overall), "raw": grade.overall, "min": 0, "max": FULL},
            )
            yield "success", verb == "passed"
        yield "completion", True
        if self.replies and (said := [one.reply for _, one in grade.attempts if one.reply]):
            yield "response", _BETWEEN.join(said)
        found = dict(self._extensions(grade))
        yield "extensions", {self.home.extension(name): value for name, value in found.items()}

    def _extensions(self, grade: Grade) -> Iterator[tuple[str, Any]]:
        if grade.overall is None:
            yield "grading", "pending"
        else:
            yield "dimensions", {ladder.value: level for ladder, level in grade.levels.items()}
            yield "pass-mark", self.pass_mark(grade.scenario)
            both = "person and model" if grade.marked else "model"
            yield "scorer", "person" if grade.settled else both
        if receipts := [one.receipt for _, one in grade.attempts if one.receipt]:
            yield "receipts", receipts


def _id(stated: Sequence[object], grade: Grade) -> UUID:
    attempts = [[one.scene, number, one.receipt] for number, one in grade.attempts]
    text = json.dumps([*stated, attempts], ensure_ascii=True, separators=(",", ":"))
    return uuid5(NAMESPACE, text)


def _scaled(overall: float) -> float:
    return round(overall / FULL, 4)
