"""HTML that needs nothing but itself: no script, no font, no picture, no address.

Whatever comes from a table is escaped by the templates, which is checked by a test:
none of them turns that off. A content security policy in each page lets a browser
apply our own style sheet, known by its digest, and nothing else.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from roleplay.classroom.report.charts import arrows, at, bars, shade
from roleplay.classroom.report.figures import Figures
from roleplay.classroom.report.merging import SMALLEST
from roleplay.classroom.report.names import Names
from roleplay.classroom.report.scenes import Scenes
from roleplay.classroom.report.views import Page, Waiting
from roleplay.classroom.report.words import FEW, Counted, standing_out
from roleplay.rubric import ACT_WORDS, LADDERS, LEVEL_WORDS, whole

FEEDBACK: Final = "roleplay feedback"
"""By this a file is known for one that may be written again."""
REPORT: Final = "roleplay report"


@dataclass(frozen=True)
class ClassPage:
    """What is on the page of a class.

    Attributes:
        source: What the table is called; empty where names are withheld.
        gathered: Titles of scenarios that are shown together.
        left_out: Titles of scenarios that are in no figure.
        waiting: Replies for a person to look at, as many as are shown.
        waiting_count: How many there are.
        explained: Whether the table has strengths and advice.
        index: Number and name of the pages that follow; None where there are too many.
        pages: The pages of learners.

    """

    source: str
    counted: Counted
    figures: Figures
    gathered: Sequence[str]
    left_out: Sequence[str]
    waiting: Sequence[Waiting]
    waiting_count: int
    explained: bool
    index: Sequence[tuple[int, str]] | None
    pages: Iterable[Page]


def class_html(page: ClassPage, names: Names, scenes: Scenes) -> Iterator[str]:
    """The page of a class, in pieces."""
    figures = page.figures
    return _render(
        "class.html",
        generator=REPORT,
        source=page.source,
        facts=page.counted.facts,
        counting=list(page.counted.sentences()),
        standing_out=list(standing_out(figures, names, scenes)),
        figures=figures,
        bars=bars(figures.spreads),
        joined=any(spread.joined for spread in figures.spreads),
        arrows=arrows(figures.changes or ()),
        measures=("overall", *LADDERS),
        gathered=page.gathered,
        left_out=page.left_out,
        waiting=page.waiting,
        waiting_count=page.waiting_count,
        named=not page.counted.alone,
        paged=page.index is not None and not page.counted.alone,
        learner_count=page.counted.members.learners,
        index=page.index or (),
        pages=page.pages,
        explained=page.explained,
        few=FEW,
        clean=names.clean,
        title=scenes.title,
        scene=scenes.scene,
    )


def feedback_html(page: Page, file: str, *, explained: bool) -> Iterator[str]:
    """One learner's own page, in pieces; it says which ``file`` it is."""
    return _render("feedback.html", generator=FEEDBACK, file=file, page=page, explained=explained)


def _render(template: str, **context: Any) -> Iterator[str]:  # noqa: ANN401 - what a template shows
    return _environment().get_template(template).generate(context)


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("roleplay.classroom.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = found.get_template("report.css").render()
    digest = hashlib.sha256(style.encode()).digest()
    found.globals |= {
        "style_digest": f"sha256-{base64.b64encode(digest).decode()}",
        "level_words": {ladder.value: words for ladder, words in LEVEL_WORDS.items()},
        "act_words": ACT_WORDS,
        "smallest": SMALLEST,
        "whole": whole,
        "shade": shade,
        "at": at,
    }
    return found
