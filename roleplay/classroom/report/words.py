"""What a report says of a class in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from roleplay.classroom.report.figures import Figures
from roleplay.classroom.report.merging import SMALLEST_WORD
from roleplay.classroom.report.names import Names
from roleplay.classroom.report.reply import OVERALL
from roleplay.classroom.report.scenes import Scenes
from roleplay.classroom.report.tally import Members, Rows
from roleplay.rubric import ACT_WORDS, LEVEL_WORDS, SCORED, whole

FEW: Final = f"Withheld: a figure over fewer than {SMALLEST_WORD} learners is not shown."


@dataclass(frozen=True)
class Counted:
    """What a report is made of.

    Attributes:
        failed: Rows that were not rated, or cannot be read.
        alone: The table does not say who answered.
        hidden: Names are withheld.

    """

    members: Members
    failed: int = 0
    alone: bool = False
    hidden: bool = False

    @property
    def facts(self) -> tuple[tuple[str, int], ...]:
        """Numbers for the top of the page."""
        rows = self.members.rows
        learners = () if self.alone else (("learners", self.members.learners),)
        failed = (("failed", self.failed),) if self.failed else ()
        marked = (("marked by hand", rows.marked),) if rows.marked else ()
        return (
            *learners,
            ("replies", rows.rows),
            ("scored", rows.scored),
            ("unsure", rows.unsure),
            ("not scored", rows.unscored),
            *failed,
            *marked,
        )

    def sentences(self) -> Iterator[str]:
        """What is counted, and what is not."""
        rows = self.members.rows
        yield (
            "Figures are over the last reply of each learner to each scene, where the model "
            "is sure of it or a person has marked it."
        )
        yield from _left(rows)
        if self.failed:
            some = _some(self.failed, "row was", "rows were")
            yield f"{some} not rated, or cannot be read; they are in no figure."
        if rows.marked:
            some = _some(rows.marked, "reply has", "replies have")
            yield f"{some} marks by hand. They win over the model; pages of learners show both."
        if rows.unweighed:
            one = rows.unweighed == 1
            some = _some(rows.unweighed, "marked reply has", "marked replies have")
            where = "its scenario is" if one else "their scenarios are"
            yield f"{some} no overall: {where} not here to say how ladders weigh."
        yield (
            f"Figures over fewer than {SMALLEST_WORD} learners are not shown, nor others from "
            "which they could be worked out."
        )
        yield from self._who()

    def _who(self) -> Iterator[str]:
        if self.alone:
            yield "The table does not say who answered: each reply is taken for another learner's."
        elif count := self.members.nameless:
            some = _some(
                count, "reply names no learner. It is", "replies name no learner. They are"
            )
            yield f"{some} in no figure and on nobody's page, since nobody knows whose it is."
        if self.hidden and not self.alone:
            yield (
                "Names are withheld. The numbers of learners were drawn for this report and are "
                "written down nowhere; ids of rows are left out, since they lead back to names."
            )


def _left(rows: Rows) -> Iterator[str]:
    left = {
        "unsure": rows.unsure,
        "not scored": rows.unscored,
        "copied from a reference": rows.copied,
        "followed by a later reply of the same learner": rows.earlier,
        "that name no learner" if rows.nameless > 1 else "that names no learner": rows.nameless,
    }
    listed = [f"{count} {why}" for why, count in left.items() if count]
    if listed:
        yield f"Of {_some(rows.rows, 'reply', 'replies')}: {', '.join(listed)}."


def _some(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def standing_out(figures: Figures, names: Names, scenes: Scenes) -> Iterator[str]:
    """What somebody who teaches this class should know first; from figures that are shown."""
    if figures.total is not None:
        means = {ladder: figures.total.means[ladder] for ladder in SCORED}
        shown = {ladder: mean for ladder, mean in means.items() if mean is not None}
        if shown:
            low = min(shown, key=lambda ladder: shown[ladder])
            words = LEVEL_WORDS[low][whole(shown[low])]
            yield f"Of the scored ladders {low} is the lowest: {shown[low]:.1f} of 4, “{words}”."
    if figures.missed:
        (scenario, _), point, common = figures.missed[0]
        title, point = names.clean(scenes.title(scenario)), names.clean(point)
        yield f"Most often missed: {point} ({title}; {common.words} learners)."
    if figures.harmful and figures.harmful[0][1].part:
        act, common = figures.harmful[0]
        yield f"What most often costs something: a reply that {ACT_WORDS[act]} ({common.words})."
    overall = (change.by for change in figures.changes or () if change.measure == OVERALL)
    for by in overall:
        yield f"From first to last attempt the overall changes by {by:+.0f} of 100."
