"""What is kept, row by row: SQL on one side, dataclasses on the other."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from roleplay.practice import Standing
from roleplay.rating import Exchange, Rating
from roleplay.scenario import Scenario
from roleplay.session import Attempt, Session
from roleplay.wire import rating_data, rating_from


@dataclass(frozen=True)
class Play:
    """One play-through.

    Attributes:
        id: Its number.
        scenario, title, pass_mark: As they were when it was played.
        started, ended: In UTC; ``ended`` is None when it was broken off.
        ending, outcome: Ids of the ending and how it left the coworker; None when broken off.
        overall: 0 to 100.
        passed: Whether the overall reached the pass mark.
        counts_as_best: Whether no standing reply was a reference pasted back.
        attempts: How many replies were made.

    """

    id: int
    scenario: str
    title: str
    pass_mark: float
    started: datetime
    ended: datetime | None
    ending: str | None
    outcome: str | None
    overall: float | None
    passed: bool
    counts_as_best: bool
    attempts: int


@dataclass(frozen=True)
class KeptAttempt:
    """One reply, with the rating it got.

    Attributes:
        id: Its number, unique in this history.
        play: The number of its play.
        scenario, scene: Ids.
        scene_key: Digest of concern, points and references as they were.
        visit, number, reply, rating, overall: As :class:`roleplay.session.Attempt`.
        made: When, in UTC.

    """

    id: int
    play: int
    scenario: str
    scene: str
    scene_key: str
    visit: int
    number: int
    reply: str
    rating: Rating
    overall: float
    made: datetime


def insert_play(db: sqlite3.Connection, scenario: Scenario) -> int:
    """Note that a play has begun; returns its number."""
    keys = {scene.id: Exchange.in_scene(scene, "").scene_key for scene in scenario.scenes.values()}
    cursor = db.execute(
        "INSERT INTO play (scenario, title, pass_mark, scene_keys, started) VALUES (?, ?, ?, ?, ?)",
        (scenario.id, scenario.title, scenario.pass_mark, json.dumps(keys), _now()),
    )
    return int(cursor.lastrowid or 0)


def insert_attempt(db: sqlite3.Connection, play: int, attempt: Attempt) -> None:
    """Keep an attempt. A play that has been deleted meanwhile stays deleted."""
    found = db.execute("SELECT scene_keys FROM play WHERE id = ?", (play,)).fetchone()
    if found is None:
        return
    db.execute(
        "INSERT INTO attempt (play, scene, scene_key, visit, number, reply, rating, overall,"
        " counts_as_best, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            play,
            attempt.scene,
            json.loads(found[0]).get(attempt.scene, ""),
            attempt.visit,
            attempt.number,
            attempt.reply,
            json.dumps(rating_data(attempt.rating)),
            attempt.overall,
            attempt.rating.counts_as_best,
            _now(),
        ),
    )


def update_play(db: sqlite3.Connection, play: int, session: Session) -> None:
    """Note how a play has ended."""
    counts = all(attempt.rating.counts_as_best for attempt in session.standing)
    db.execute(
        "UPDATE play SET ended = ?, ending = ?, outcome = ?, overall = ?, passed = ?,"
        " counts_as_best = ? WHERE id = ?",
        (
            _now(),
            session.ending,
            session.reached and session.reached.outcome.value,
            session.overall,
            session.passed,
            counts,
            play,
        ),
    )


def select_plays(db: sqlite3.Connection) -> list[Play]:
    """Every play, oldest first."""
    rows = db.execute(
        "SELECT play.id, scenario, title, pass_mark, started, ended, ending, outcome, play.overall,"
        " passed, play.counts_as_best, count(attempt.id)"
        " FROM play LEFT JOIN attempt ON attempt.play = play.id GROUP BY play.id ORDER BY play.id"
    )
    return [
        Play(
            id=row[0],
            scenario=row[1],
            title=row[2],
            pass_mark=row[3],
            started=datetime.fromisoformat(row[4]),
            ended=row[5] and datetime.fromisoformat(row[5]),
            ending=row[6],
            outcome=row[7],
            overall=row[8],
            passed=bool(row[9]),
            counts_as_best=bool(row[10]),
            attempts=row[11],
        )
        for row in rows
    ]


def select_attempts(db: sqlite3.Connection) -> Iterator[KeptAttempt]:
    """Every attempt, oldest first."""
    rows = db.execute(
        "SELECT attempt.id, play, scenario, scene, scene_key, visit, number, reply, rating,"
        " attempt.overall, made FROM attempt JOIN play ON play.id = attempt.play"
        " ORDER BY attempt.id"
    )
    for row in rows:
        yield KeptAttempt(
            id=row[0],
            play=row[1],
            scenario=row[2],
            scene=row[3],
            scene_key=row[4],
            visit=row[5],
            number=row[6],
            reply=row[7],
            rating=rating_from(json.loads(row[8])),
            overall=row[9],
            made=datetime.fromisoformat(row[10]),
        )


def standings(plays: list[Play]) -> dict[str, Standing]:
    """How the learner stands with each scenario of which a play was finished.

    A play with a pasted reference is counted and shown as the last, never as the
    best; with no other play, the best is 0.
    """
    finished: dict[str, list[Play]] = {}
    for play in plays:
        if play.ending is not None and play.overall is not None:
            finished.setdefault(play.scenario, []).append(play)
    return {scenario: _standing(found) for scenario, found in finished.items()}


def _standing(plays: list[Play]) -> Standing:
    last = max(plays, key=lambda play: (play.ended or play.started, play.id))
    counting = [play for play in plays if play.counts_as_best]
    best = max(counting, key=lambda play: play.overall or 0.0, default=None)
    return Standing(
        plays=len(plays),
        best=(best and best.overall) or 0.0,
        last=last.overall or 0.0,
        passed=best is not None and best.passed,
        played=last.ended or last.started,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
