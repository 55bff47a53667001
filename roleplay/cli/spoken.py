"""What ``--plain`` says: a play-through in sentences, without columns, colours or symbols."""

from collections.abc import Iterator, Sequence

from roleplay.feedback import Advice, Evidence, Feedback, LadderFeedback
from roleplay.practice import Card, Standing
from roleplay.rating import RatedSentence, Rating
from roleplay.rubric import ACT_WORDS
from roleplay.scenario import Scenario
from roleplay.session import Session
from roleplay.tui.lookup import Shelf
from roleplay.tui.play import Line, Voice
from roleplay.tui.way import Step, looking_back, steps
from roleplay.tui.words import (
    LADDER_NAMES,
    MOODS,
    OUTCOMES,
    answer_words,
    because_words,
    best_words,
    lead_words,
    plainly,
)


def card(number: int, shown: Card, standing: Standing | None) -> str:
    """A scenario in the list."""
    if shown.problem:
        return f"{number}. {shown.title}. Cannot be played: {shown.problem}"
    done = ""
    if standing is not None:
        passed = "passed" if standing.passed else "not passed yet"
        done = f" Best {standing.best:.0f}, last {standing.last:.0f}, {passed}."
    return (
        f"{number}. {shown.title}. {plainly(shown.kind).capitalize()}, needs {shown.need}, "
        f"difficulty {shown.difficulty} of 3, about {shown.minutes} minutes.{done}"
    )


def brief(scenario: Scenario) -> Iterator[str]:
    """What to know before it begins."""
    yield scenario.title
    yield scenario.setting
    yield f"You are: {scenario.you.role}."
    yield f"Your goal: {scenario.you.goal}."
    for person in scenario.people.values():
        yield f"You will meet: {person.name}, {person.role}, {MOODS[person.mood]}."


def line(said: Line) -> str:
    """A line of the conversation."""
    match said.voice:
        case Voice.THEM:
            return f"{said.who} says: {said.text}"
        case Voice.YOU:
            return f"You said: {said.text}"
        case Voice.NARRATION:
            return said.text


def feedback(words: Feedback, rating: Rating, pass_mark: float) -> Iterator[str]:
    """Feedback on one reply, the most useful first."""
    yield f"Feedback. {words.headline}"
    if words.overall is not None:
        yield f"Overall {words.overall:.0f} of 100. The pass mark is {pass_mark:.0f}."
    for found in words.ladders:
        yield _ladder(found)
    if words.strength:
        yield f"Keep: {words.strength}"
    if words.change and not words.advice:
        yield f"Change: {words.change}"
    for number, tried in enumerate(words.advice):
        yield f"{'Or' if number else 'Change'}: {_tried(tried)}"
    yield from (f"You said back: {text}." for text in words.covered)
    yield from (f"Check this, it seems not to be as they said: {text}." for text in words.wrong)
    yield from (f"You missed: {text}." for text in words.missed)
    yield from (_sentence(sentence) for sentence in rating.sentences if sentence.acts)
    if words.strange:
        yield words.strange
    if words.beside:
        yield words.beside
    yield from (f"Note: {text}" for text in words.notes)


def _tried(advice: Advice) -> str:
    """A move and what it brings, without an arrow."""
    move = f"{advice.move[:1].upper()}{advice.move[1:]}"
    return f"{move}. That takes {advice.ladder} from {advice.before:.1f} to {advice.after:.1f}."


def _sentence(sentence: RatedSentence) -> str:
    acts = ", ".join(ACT_WORDS[act] for act in sentence.acts)
    return f"Your words: “{sentence.text}” {acts}."


def _ladder(found: LadderFeedback) -> str:
    level = found.level
    because = because_words(found)
    return " ".join(
        part
        for part in (
            f"{LADDER_NAMES[found.ladder]} {level.value:.1f} of 4, {found.words}.",
            f"Likely between {level.low:.1f} and {level.high:.1f}.",
            f"Because: {because}." if because else "",
            f"To climb: {found.missing[0]}." if found.missing else "",
        )
        if part
    )


def ending(session: Session, kept: Standing | None) -> Iterator[str]:
    """How it ended, the way there, and the four questions."""
    if session.reached is not None:
        yield f"The end. {OUTCOMES[session.reached.outcome]}."
        yield f"What came of it: {session.reached.after}"
    if session.overall is not None:
        passed = "Passed." if session.passed else "Not passed yet."
        mark = f"The pass mark is {session.scenario.pass_mark:.0f}."
        yield f"Overall {session.overall:.0f} of 100. {mark} {passed}"
    if best := best_words(kept):
        yield best
    yield from map(_step, steps(session))
    yield from map(_answer, looking_back(session).questions)


def _step(step: Step) -> str:
    """A reply on the way, and what it did to them."""
    parts = [f"Reply {step.number}, to {step.who}: {step.standing.overall:.0f}."]
    if len(step.tries) > 1:
        levels = ", then ".join(f"{attempt.overall:.0f}" for attempt in step.tries)
        best = "" if step.best is step.standing else f" Your best was try {step.best.number}."
        parts.append(f"You tried {levels}; the last stands.{best}")
    if step.shift is not None:
        before, after = MOODS[step.shift.before], MOODS[step.shift.after]
        moved = f"stayed {after}" if before == after else f"went from {before} to {after}"
        parts.append(f"They {moved}.")
    return " ".join(parts)


def _answer(found: Evidence) -> str:
    """One of the four questions, the learner's own words, and what to try."""
    parts = (
        f"{found.question} {answer_words(found).capitalize()}.",
        lead_words(found),
        f"“{found.quote}”" if found.quote else "",
        f"That was in {found.where}." if found.where else "",
        f"To try: {found.move}." if found.move else "",
    )
    return " ".join(part for part in parts if part)


def papers(scenario: Scenario) -> Iterator[str]:
    """Notes and desk."""
    yield from listed("Note", scenario.notes)
    if scenario.desk is not None:
        yield f"On your desk: {scenario.desk.task}."
        yield from listed("Desk line", scenario.desk.lines)


def found(shelves: Sequence[Shelf], words: str) -> Iterator[str]:
    """What a search has found, each with where it is from."""
    if not shelves:
        yield f"Nothing that you can look up has “{words}”."
    yield from (f"{shelf.title}: {item}" for shelf in shelves for item in shelf.items)


def listed(title: str, items: Sequence[str]) -> Iterator[str]:
    """Notes or references, numbered."""
    if not items:
        yield f"{title}: none."
    for number, item in enumerate(items, 1):
        yield f"{title} {number}: {item}"
