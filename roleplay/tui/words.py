"""Words and symbols for what the domain keeps as numbers and names.

Every meaning that a colour carries on a screen is here in words or symbols too,
so that it survives NO_COLOR, a screen reader and a colour-blind reader.
"""

from collections.abc import Mapping
from typing import Final

from roleplay.feedback import Evidence, LadderFeedback
from roleplay.practice import Standing
from roleplay.rubric import ACT_WORDS, HARMFUL, Act, Ladder
from roleplay.scenario import Outcome
from roleplay.scenario.model import MAX_MOOD
from roleplay.session import Shift
from roleplay.tui.way import Step

MOODS: Final = ("calm", "uneasy", "tense", "angry", "furious")
FACES: Final = (":)", ":|", ":/", ":(", ">:(")
TOP_DIFFICULTY: Final = 3

LADDER_NAMES: Final[Mapping[Ladder, str]] = {
    Ladder.EMPATHY: "Empathy",
    Ladder.RESTATING: "Restating",
    Ladder.COURTESY: "Courtesy",
    Ladder.HELP: "Offering help",
}

OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.GOOD: "It went well",
    Outcome.MIXED: "It could have gone better",
    Outcome.BAD: "It went badly",
}

COVERED: Final = "✓"
MISSED: Final = "○"
WRONG: Final = "✗"


def plainly(name: str) -> str:
    """An enumeration's value as a person reads it: ``angry-coworker`` is "angry coworker"."""
    return name.replace("-", " ")


def mood_words(mood: int) -> str:
    """The mood in a face, a word and a meter: ``:/ tense ●●○○``."""
    return f"{FACES[mood]} {MOODS[mood]} {meter(mood, MAX_MOOD)}"


def mood_change(before: int | None, now: int) -> str:
    """How the mood has moved, in words; empty when it has not."""
    if before is None or before == now:
        return ""
    return "▼ calmer" if now < before else "▲ more upset"


def meter(value: int, top: int) -> str:
    """``value`` of ``top`` in dots."""
    return "●" * value + "○" * (top - value)


def standing_words(standing: Standing | None) -> str:
    """How a learner stands with a scenario: best, last, and whether it is passed."""
    if standing is None:
        return "new"
    mark = f"{COVERED} passed" if standing.passed else f"{MISSED} not passed yet"
    return f"best {standing.best:.0f} · last {standing.last:.0f} · {mark}"


def act_words(acts: tuple[Act, ...]) -> str:
    """What a sentence does, each act led by ``+`` where it helps and ``!`` where it harms."""
    return ", ".join(f"{'!' if act in HARMFUL else '+'} {ACT_WORDS[act]}" for act in acts)


def because_words(ladder: LadderFeedback) -> str:
    """The sentences that made a level, each with what it does."""
    return "; ".join(f"“{text}” {ACT_WORDS[act]}" for text, act in ladder.because)


def course_words(shift: Shift) -> str:
    """How a mood moved on one step: ``tense → uneasy ▼ calmer``, or that it did not."""
    if shift.before == shift.after:
        return f"stays {MOODS[shift.after]}"
    change = mood_change(shift.before, shift.after)
    return f"{MOODS[shift.before]} → {MOODS[shift.after]} {change}"


def tries_words(step: Step) -> str:
    """Overall by overall, where a reply was tried more than once; the last stands."""
    if len(step.tries) == 1:
        return ""
    levels = " → ".join(f"{attempt.overall:.0f}" for attempt in step.tries)
    best = step.best
    kept = "" if best is step.standing else f"; your best was try {best.number}"
    return f"tries {levels}, the last stands{kept}"


def best_words(standing: Standing | None) -> str:
    """The best of several plays, which is kept whatever came later; empty for a first one."""
    if standing is None or standing.plays < 2:  # noqa: PLR2004 - one is this play
        return ""
    return f"Your best in {standing.plays} plays: {standing.best:.0f}."


def lead_words(found: Evidence) -> str:
    """What stands before the quotation that answers a question, or in its place."""
    if found.answer != "not yet":
        return ""
    if found.quote:
        return "Only in a try that you took back:"
    return "Nothing in your replies does this yet."


def answer_words(found: Evidence) -> str:
    """The answer to one of the four questions; the one that asks "how" wants another word."""
    if found.question.startswith("How"):
        return {"yes": "well", "no": "not well"}.get(found.answer, found.answer)
    return found.answer
