"""The model card: what the rater is, what it was made from, how far to trust it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from string import Template
from typing import Final

from roleplay.training.calibrate import Table, cap_thresholds
from roleplay.training.evaluate import Figure, raters_agreement, text_of
from roleplay.training.fit import Recipe

CARD: Final = "README.md"

_CARD: Final = Template("""\
# Model card: the roleplay rater

Rates one reply to one thing that a coworker said, on four ladders from 0 to 4
(empathy, restating, courtesy, help), tags each sentence with what it does, and
says which points of the concern were said back, missed or got wrong.

**For** practice: a learner's own, and a class's with a person beside it. **Not
for** appraisal, hiring, discipline, or rating real conversations with customers.
English only.

## What it is

A six-layer BERT encoder (all-MiniLM-L6-v2, Apache-2.0, 22.7 million weights, the
word embeddings frozen) with attention that goes one way, from the reply to the
concern and its points, so that a scene is encoded once for all replies. Heads
read ordinal levels, the acts of each sentence, the state of each point, and the
gap to the nearest reference. Weights are kept in half precision and run in full.
Copying is measured, not learnt: a reply made mostly of the concern's own words
has a restating level of 2 at most.

## What it was fitted to

$n replies to $scenes scenes of $sets sets (`ratings/`, CC BY 4.0). **Both the
replies and their ratings were written by language models** working from the
rubric, not by people: each reply was rated by its writer and, blind, by a second
rater. They agree with each other at QWK $ceiling; people agree less. Marks by
people on your own class are the check that counts.

No public data set was used for this version.

## Figures

Every set was predicted by a network that was fitted to other sets only
($groups groups of sets); intervals are 95 %, over scenes drawn with replacement.
The shipped weights were fitted to all sets in the same way.
`roleplay model evaluate` prints this again.

```
$figures
```

A cap (insult, sarcasm, blame or dismissing: empathy 1 at most; insult or sarcasm:
courtesy 1 at most) fires from the chance at which such an act was really there nine
times in ten, on at least twenty replies left out: $caps. Below it, a suspected act
that is at odds with the rest of the reply makes the rating `unsure`.

## Known failures

* Veiled insults and dry sarcasm are often missed; see the F1 of each act.
* A point that was got wrong is found less than half the time.
* Intervals are wide. A rating is `unsure` when its interval is wider than two
  levels, or wider than nine in ten ordinary replies have, whichever is more.
* Figures for plain and focused sets differ; neither is the mix of a class.

## Fitting it again

`roleplay model train` with $recipe.
""")


def write_card(
    folder: Path, data: Table, found: Sequence[Figure], recipe: Recipe, groups: int
) -> None:
    """Write ``README.md`` into the model folder."""
    caps = cap_thresholds(data)
    ceiling = raters_agreement(data)
    text = _CARD.substitute(
        n=f"{len(data.replies):,}",
        scenes=len(set(data.scene_ids)),
        sets=len(set(data.sets)),
        ceiling=", ".join(f"{value:.2f} ({name})" for name, value in ceiling.items()),
        groups=groups,
        figures=text_of(found),
        caps=", ".join(f"{ladder} {_or_never(value)}" for ladder, value in caps.items()),
        recipe=", ".join(f"{name} {value}" for name, value in asdict(recipe).items()),
    )
    (folder / CARD).write_text(text, encoding="utf-8")


def _or_never(threshold: float | None) -> str:
    return "never" if threshold is None else f"{threshold:.2f}"
