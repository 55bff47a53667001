"""The scenario that an author starts from: complete, playable, and explained line by line."""

import json
from typing import Final

from roleplay.authoring.schema import FIRST_LINE
from roleplay.scenario import Kind

_START: Final = """\
{first_line}
#
# A scenario to start from: replace every line. 'roleplay check {name}.yaml' says what
# is wrong, with line and column; an editor that knows the schema completes the keys.
# Put "double quotes" around a reply that has a colon, or starts with a bracket or star.

title: {title}
kind: {kind}
customer: internal              # internal | external
need: information               # materials | information | instruction | participation | assistance
fundamentals: [listening, empathy]   # and knowledge, excellence, follow-up
difficulty: 1                   # 1 easy to 3 hard
minutes: 4
you:
  role: Payroll clerk
  goal: Keep the run on time without sending anyone away unheard
setting: >-
  The payroll office, a quarter of an hour before the run closes. The door is open.
{desk}notes:                          # facts that the learner can look up
  - "The run closes at 12:00; a correction after that is paid within a week."
people:
  dana:
    name: Dana Ruiz
    role: analyst
    mood: 2                     # 0 calm to 4 furious
opening: asks

scenes:
  asks:
    who: dana
    says: >-
      Sorry, have you got two minutes? My overtime is not on the slip, all eleven hours of it,
      and the rent goes out tomorrow. Can you tell me today whether that can be put right?
    # What was said, point by point: a fact, a feeling or a need. When a reply misses a point
    # that has an 'unheard' line, Dana says that line before she goes on.
    points:
      - {{id: overtime, fact: eleven hours of overtime are missing from her slip}}
      - {{id: worry, feeling: she is worried because the rent goes out tomorrow}}
      - id: today
        need: to know today whether it can be put right
        unheard: And today? Can you tell me today?
    # Strong replies, two or more, as different from each other as you can make them.
    references:
      - >-
        Of course, Dana, please sit down. Eleven hours gone, the day before the rent: that would
        worry me too. I will look at once, and you will have an answer before twelve.
      - >-
        I'm sorry, that is a nasty thing to find on a slip when the rent is due. You want to know
        today whether your overtime can still be paid. I'll finish this line, then we look together.
    # Replies with the levels that you expect for them: the scenario's own test.
    examples:
      - reply: Not now.
        expect: courtesy <= 1 and help <= 1
      - reply: >-
          No wonder you're worried, with the rent tomorrow and eleven hours missing. Thank you for
          coming straight away. I'll check it now and tell you before lunch.
        expect: empathy >= 3 and courtesy >= 3
    # The first branch whose condition holds is taken; the last has no 'when'.
    # Ladders run from 0 to 4: empathy, restating, courtesy, help. Also heard(point), said(insult).
    next:
      - {{when: empathy >= 2.5 and heard(overtime), mood_by: -2, go: relieved}}
      - {{when: said(insult) or courtesy < 1.5, mood_by: 1, go: walks-off}}
      - {{go: asks-again}}

  asks-again:
    who: dana
    narration: She has not moved.
    says: >-
      I don't think you heard me. It's eleven hours, that's most of my rent. I only want to know
      whether I have to ring my landlord tonight.
    points:
      - {{id: hours, fact: the missing eleven hours are most of her rent}}
      - {{id: unheard, feeling: she feels that nobody is listening}}
      - {{id: landlord, need: to know whether she has to ring her landlord tonight}}
    references:
      - >-
        You're right, I was only half listening, and I'm sorry. Most of the rent is missing and you
        need to know before tonight. I'm opening your file now; please stay until we know.
      - >-
        I apologise, Dana. That must feel as if nobody cares, with that call ahead of you tonight.
        I will find your eleven hours first and ring you by noon. Would that help?
    examples:
      - reply: I said not now.
        expect: courtesy <= 1 and empathy <= 1
      - reply: >-
          I'm sorry, you had to tell me twice, and it's your rent. I'm looking for the eleven hours
          now, so that you know before tonight.
        expect: empathy >= 3 and help >= 3
    next:
      - {{when: empathy >= 2.5 and help >= 2, mood_by: -2, go: relieved}}
      - {{mood_by: 1, go: walks-off}}

endings:
  relieved:
    says: Thank you. I can wait, now that I know somebody is on it.
    outcome: good               # good | mixed | bad
    after: Her next caller gets a patient answer.
  walks-off:
    says: Never mind. I'll sort it out myself.
    outcome: bad
    after: Her next caller is cut off in the middle of a sentence.
"""

_DESK: Final = """\
desk:                           # the work that is interrupted: the learner really does it
  task: Type the totals from the slips into the ledger
  lines: ["4471  1,204.50", "4472    988.10", "4473  2,310.00"]
  interrupt_after: 2            # lines, or "15s"
"""


def starter(name: str, title: str, kind: Kind) -> str:
    """The text of a starter scenario; only an interruption has a desk."""
    return _START.format(
        first_line=FIRST_LINE,
        name=name,
        title=json.dumps(title, ensure_ascii=False),  # a JSON string is a YAML string
        kind=kind,
        desk=_DESK if kind is Kind.INTERRUPTION else "",
    )
