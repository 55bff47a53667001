"""The scenario that an author starts from: complete, playable, and explained line by line."""

from collections.abc import Sequence
from typing import Final

from roleplay.authoring.answers import Answers, slug
from roleplay.authoring.scalars import folded, quoted, scalar
from roleplay.authoring.schema import FIRST_LINE
from roleplay.authoring.stories import STYLES, Part, Story, story_of
from roleplay.scenario import Customer, Kind, Need, Point

STOPGAP: Final = "# write your own"
"""Marks what only stands there so that the scenario can be played at once."""

_EXAMPLE_HEAD: Final = """\
# A scenario to start from: replace every line, beginning with what is said."""
_OWN_HEAD: Final = f"""\
# You have said who comes, and what they say first. Where it says '{STOPGAP[2:]}', what
# follows only stands there so that you can play at once: replace it, and delete the comment."""

_START: Final = """\
{first_line}
#
{head}
# 'roleplay check {id}.yaml' says what is wrong, with line and column; 'roleplay preview'
# plays it while you write; an editor that knows the schema completes and explains the keys.
# Put "double quotes" around a reply that has a colon, or starts with a bracket or star.

title: {title}
kind: {kind}
{customer}
{need}
fundamentals: [listening, empathy]   # and knowledge, excellence, follow-up
difficulty: {difficulty}                   # 1 easy to 3 hard
minutes: 4
{mark_above}you:
  role: {role}
  goal: Keep your own work going without sending anyone away unheard
{mark_above}setting: {setting}
{desk}{notes}
people:
{who_line}
    name: {name}
    role: {person_role}
    mood: {mood}                     # 0 calm to 4 furious
opening: asks                   # the first scene

scenes:
  asks:
    who: {who}
    says: {says}
    # What was said, point by point: each a fact, a feeling or a need, in a few words of your own.
    # A good reply says them back. When it misses one that has an 'unheard' line, the coworker
    # says that line before going on.{drafted}
    points:
{points}
    # Strong replies, two or more, as different from each other as you can make them. Each says
    # the points back in its own words, and only then offers help.
    references:
{references}
    # Replies with the levels that you expect for them: the scenario's own test, for
    # 'roleplay check --rate'. Ladders run from 0 to 4: empathy, restating, courtesy, help.
    examples:
{examples}
    # Where a reply leads. The first branch whose condition holds is taken; the last has no 'when'.
    # A condition can ask for ladders, heard(point), wrong(point) and said(insult) or another act.
    # 'mood_by' moves the coworker's mood: down is calmer.
    next:
      - {{when: empathy >= 2.5 and heard({heard}), mood_by: -2, go: relieved}}
      - {{when: said(insult) or courtesy < 1.5, mood_by: 1, go: walks-off}}
      - {{go: asks-again}}

  # A second chance, for a reply that was neither.
  asks-again:{mark}
    who: {who}
    narration: Nobody has moved.      # a stage direction, shown before the line
    says: {says_again}
    points:
{points_again}
    references:
{references_again}
    examples:
{examples_again}
    next:
      - {{when: empathy >= 2.5 and help >= 2, mood_by: -2, go: relieved}}
      - {{mood_by: 1, go: walks-off}}

# How it can end: the last words, and how the coworker treats the next person because of it.
endings:{mark}
  relieved:
    says: Thank you. I can wait, now that I know somebody is on it.
    outcome: good               # good | mixed | bad
    after: The next person who rings with a question gets a patient answer.
  walks-off:
    says: Never mind. I'll sort it out myself.
    outcome: bad
    after: The next person who rings is cut off in the middle of a sentence.
"""


def starter(answers: Answers) -> str:
    """The text of a starter scenario; only an interruption has a desk."""
    story = story_of(answers)
    mark = f"  {STOPGAP}" if story.own else ""
    who = scalar(slug(answers.name.split()[0]) or "coworker")  # there may be a Mr Null
    return _START.format(
        first_line=FIRST_LINE,
        head=_OWN_HEAD if story.own else _EXAMPLE_HEAD,
        id=answers.id,
        title=scalar(answers.title),
        kind=answers.kind,
        customer=_beside(f"customer: {answers.customer}", " | ".join(Customer)),
        need=_beside(f"need: {answers.need}", " | ".join(Need)),
        difficulty=answers.difficulty,
        mark=mark,
        mark_above=f"{STOPGAP}\n" if story.own else "",
        role=story.role,
        setting=folded(story.setting, 2),
        desk=_desk(story, mark) if answers.kind is Kind.INTERRUPTION else "",
        notes=_notes(story),
        who=who,
        who_line=_beside(f"  {who}:", "a short id; 'who' below names it"),
        name=scalar(answers.name),
        person_role=scalar(answers.role),
        mood=answers.mood,
        says=folded(story.asks.says, 6),
        drafted=_DRAFTED if story.own else "",
        points=_points(story.asks.points),
        references=_references(story.asks, own=story.own),
        examples=_examples(story.asks),
        heard=story.asks.points[0].id,
        says_again=folded(story.asks_again.says, 6),
        points_again=_points(story.asks_again.points),
        references_again=_references(story.asks_again, own=False),
        examples_again=_examples(story.asks_again),
    )


_DRAFTED: Final = """
    # These are drafted from what is said: say them shorter, drop some, add what is only felt."""


def _beside(line: str, comment: str) -> str:
    return f"{line:<31} # {comment}"


def _desk(story: Story, mark: str) -> str:
    rows = ", ".join(map(quoted, story.rows))
    return (
        _beside("desk:", "the work that is interrupted: the learner really does it")
        + f"\n  task: {story.desk}{mark}\n  lines: [{rows}]\n"
        + _beside("  interrupt_after: 2", 'lines, or "15s"\n')
    )


def _notes(story: Story) -> str:
    comment = "facts that the learner can look up"
    if story.note:
        return _beside("notes:", comment) + f"\n  - {quoted(story.note)}"
    return _beside("# notes:", comment) + '\n#   - "Forms are signed before 12:00."'


def _points(points: Sequence[Point]) -> str:
    return "\n".join(
        f"      - id: {scalar(point.id)}\n        {point.kind}: {scalar(point.text)}"
        + (f"\n        unheard: {scalar(point.unheard)}" if point.unheard else "")
        for point in points
    )


def _references(part: Part, *, own: bool) -> str:
    lines = []
    for style, text in zip(STYLES, part.references, strict=True):
        lines.append(f"      {STOPGAP}, {style}:" if own else f"      # {style}:")
        lines.append(f"      - {folded(text, 8)}")
    return "\n".join(lines)


def _examples(part: Part) -> str:
    return "\n".join(
        f"      - reply: {folded(reply, 10)}\n        expect: {expect}"
        for reply, expect in (part.weak, part.strong)
    )
