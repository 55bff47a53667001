"""The model card: what the rater is, what it was made from, how far to trust it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from typing import Final

from roleplay.rubric import ACTS, SCORED, Act
from roleplay.text.abuse import is_abusive
from roleplay.text.clean import plain
from roleplay.training.calibrate import (
    Table,
    cap_thresholds,
    half_widths,
    unsure_widths,
    widths,
)
from roleplay.training.data import RatedScene
from roleplay.training.evaluate import Figure, raters_agreement, text_of
from roleplay.training.fit import Recipe

CARD: Final = "README.md"

_CARD: Final = Template("""\
# Model card: the roleplay rater

Rates one reply to one thing that a coworker said, on four ladders from 0 to 4
(empathy, restating, courtesy, help), tags each sentence with what it does, and
says which points of the concern were said back, missed or seem wrong.

**For** practice: a learner's own, and a class's with a person beside it. **Not
for** appraisal, hiring, discipline, or rating real conversations with customers.
English only.

## What it is

A six-layer BERT encoder ($base; the word embeddings stay frozen) with attention
that goes one way, from the reply to the concern and its points, so that a scene
is encoded once for all replies. Each point and each reference stands after the
reply as a probe that looks at it in every layer. Words that the scene has too are
marked, and so are numbers, days and times that it does not have. Heads read
ordinal levels, the acts of each sentence, the state of each point, and the gap to
the nearest reference. Weights are kept in half precision and run in full. How
much of the concern is copied is measured (string tiling with I and you folded)
and told to the network; a reply made mostly of the concern's own words has a
restating level of 2 at most. Without points, points are drafted from the concern.

## What it was fitted to

$n replies to $scenes scenes of $sets sets. $provenance
The two raters of these replies agree with each other at QWK $ceiling.
$beside
No public data set was used for the shipped weights.

## Figures

Every set was predicted by a network that was fitted to other sets only
($groups groups of sets); intervals are 95 %, over scenes drawn with replacement.
The shipped weights were fitted to all sets by the same recipe. Levels are the
network's, before caps. Thresholds of acts, points and caps were chosen on these
same rows, which flatters their F1 a little. `roleplay model evaluate` prints
this again. "Shuffled references", "no references", "no points" and "eight bit" are
differences to the agreement as it stands: below zero is lost.

```
$figures
```

A cap (insult, sarcasm, blame or dismissing: empathy 1 at most; insult or sarcasm:
courtesy 1 at most) fires from the chance at which such an act was really there
nine times in ten, on at least twenty replies left out: $caps.
Open abuse of the listener ("you idiot") caps by its words as well, since warm words
around it can hide it from the network; on the rated sentences that is right $right
times in $hits, and finds $share of the insults.

A rating is `unsure` when a suspected act or a point that seems wrong is at odds
with the rest of the reply, or when an interval is wider than $widths levels.
The aim was two levels; these limits are where a tenth of the ordinary replies
are unsure in all, and most intervals lie between.

## Known failures

* Veiled insults, threats and dry sarcasm are often missed, and warm or honest words
  are sometimes taken for them; see the F1 of each act.
* A fact turned round or made up in confident words is often rated as restated, and
  of the points said to be wrong, almost half are not; see precision and F1.
* A need counts as said back mostly where it is said outright ("you want to know
  whether ..."), seldom where it is simply met. Short, sufficient answers get too little help.
* A warm reply that belongs to another scene is rated too high.
* Longer replies are rated a little higher than the raters do; see "length".
* The levels lean little on the references: those of another scene, or none at all,
  change the agreement by less than .01. They show in the feedback beside a reply.
* Figures for plain and focused sets differ; neither is the mix of a class. A
  focused set is predicted by a network that saw no other of its kind.

## Fitting it again

`roleplay model train --out FOLDER` with $recipe.
""")

_OURS: Final = """\
They are shipped in `ratings/` (CC BY 4.0).
**Both the replies and their ratings were written by language models** working
from the rubric, not by people: each reply was rated by its writer and, blind, by
a second rater; people agree less with each other than these do. Marks by people
on your own class are the check that counts."""

_OTHERS: Final = (
    "They are not the ones shipped with roleplay; ask whoever fitted it where they are from."
)


_BESIDE: Final = Template("""\

Beside them, $n replies were written to fit by, not to measure by, after the figures
of the first version were known: $pairs in pairs of a reply and a minimal edit of it
(facts right and wrong, harm hidden among kind words and taken out, harmless
look-alikes, one ladder moved), and $more to $scenes scenes of further sets. Language
models wrote and rated these too, each second rating blind; QWK $ceiling.
""")


@dataclass(frozen=True)
class Making:
    """How a model was made.

    Attributes:
        recipe: How it was fitted.
        groups: Folds of the out-of-fold predictions.
        base: The base model, as given.
        ours: Whether it was fitted to the shipped ratings.
        scenes: Everything it was fitted to.

    """

    recipe: Recipe
    groups: int
    base: str
    ours: bool
    scenes: Sequence[RatedScene]


def write_card(folder: Path, data: Table, found: Sequence[Figure], making: Making) -> None:
    """Write ``README.md`` into the model folder."""
    ceiling = raters_agreement(data.replies)
    abuse = _abuse(data)
    limits = unsure_widths(data, widths(data, half_widths(data)))
    packaged = "all-MiniLM-L6-v2, Apache-2.0, 22.7 million weights"
    text = _CARD.substitute(
        base=packaged if making.base == "packaged" else making.base,
        n=f"{len(data.replies):,}",
        scenes=len(set(data.scene_ids)),
        sets=len(set(data.sets)),
        provenance=_OURS if making.ours else _OTHERS,
        ceiling=_agreements(ceiling),
        beside=_beside(making.scenes),
        groups=making.groups,
        figures=text_of(found),
        right=sum(abuse),
        hits=len(abuse),
        share=f"{sum(abuse) / max(1, int(data.said[:, ACTS.index(Act.INSULT)].sum())):.0%}",
        caps=", ".join(f"{name} {_or_never(at)}" for name, at in cap_thresholds(data).items()),
        widths=", ".join(f"{limits[ladder]:.1f} ({ladder})" for ladder in SCORED),
        recipe=", ".join(f"{name} {value}" for name, value in asdict(making.recipe).items()),
    )
    (folder / CARD).write_text(text, encoding="utf-8")


def _beside(scenes: Sequence[RatedScene]) -> str:
    """What was fitted to and not measured by; nothing when there is no such thing."""
    more = [scene for scene in scenes if scene.fit_only]
    pairs = [reply for scene in scenes for reply in scene.pairs]
    replies = [reply for scene in more for reply in scene.replies]
    if not (pairs or replies):
        return ""
    return _BESIDE.substitute(
        n=f"{len(pairs) + len(replies):,}",
        pairs=f"{len(pairs):,}",
        more=f"{len(replies):,}",
        scenes=len(more),
        ceiling=_agreements(raters_agreement([*pairs, *replies])),
    )


def _agreements(found: Mapping[str, float]) -> str:
    return ", ".join(f"{value:.2f} ({name})" for name, value in found.items())


def _abuse(data: Table) -> list[bool]:
    """For each sentence that is taken for open abuse, whether the raters took it for an insult."""
    return [
        Act.INSULT in acts
        for reply in data.replies
        for text, acts in zip(reply.sentences, reply.acts, strict=True)
        if is_abusive(plain(text))
    ]


def _or_never(threshold: float | None) -> str:
    return "never" if threshold is None else f"{threshold:.2f}"
