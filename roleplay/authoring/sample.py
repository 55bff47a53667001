"""The smallest sensible scenario. Rules show what they forbid by breaking it in one place."""

from typing import Final

SAMPLE: Final = """\
# yaml-language-server: $schema=./scenario.schema.json
title: A missing slip
kind: interruption
customer: internal
need: information
fundamentals: [listening, empathy]
difficulty: 1
minutes: 3
you: {role: Payroll clerk, goal: Hear her out}
setting: The payroll office, five minutes before the run.
desk:
  task: Type the totals
  lines: ["4471  1,204.50", "4472    988.10"]
  interrupt_after: 1
notes:
  - Payroll closes at 12:00.
people:
  dana: {name: Dana Ruiz, role: analyst, mood: 2}
opening: asks
scenes:
  asks:
    who: dana
    says: Have you got two minutes? My overtime is missing.
    points:
      - {id: overtime, fact: her overtime is missing}
      - {id: worry, feeling: she is worried, unheard: I have rent to pay.}
    references:
      - Your overtime is missing, of course you worry. Please sit down, I will look now.
      - I am sorry, that is a worry. Let me see where your overtime has gone.
    examples:
      - {reply: Not now., expect: courtesy <= 1}
      - {reply: "Your overtime? Sorry, please sit down.", expect: courtesy >= 3}
    next:
      - {when: empathy >= 2.5 and heard(overtime), mood_by: -2, go: relieved}
      - {go: waits}
  waits:
    who: dana
    narration: She does not move.
    says: So what do I do now?
    points:
      - {id: now, need: to know what happens now}
    references:
      - You want to know what happens now. Please wait a moment, I will look.
      - I see, you need to know where you stand. I will call you today, thank you.
    examples:
      - {reply: No idea., expect: help <= 1}
      - {reply: "Please wait, I will look now.", expect: help >= 2}
    next:
      - {when: help >= 2, mood_by: -1, go: relieved}
      - {go: walks-off}
endings:
  relieved: {says: Thank you!, outcome: good, after: Her next caller is lucky.}
  walks-off: {says: Never mind., outcome: bad, after: Her next caller is not.}
"""
