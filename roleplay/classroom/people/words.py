"""What ``agree`` says, as lines for a person and as data for a program."""

from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any, Final

from roleplay.classroom.people import verdict
from roleplay.classroom.people.agree import (
    DRAWS,
    Agreement,
    Between,
    Disagreement,
    Figure,
    Report,
)
from roleplay.classroom.people.pairs import FEWEST_LEARNERS, Groups
from roleplay.feedback import short
from roleplay.rubric import LEVEL_WORDS, whole
from roleplay.text.clean import in_a_line
from roleplay.text.phrases import counted

QUOTED: Final = 240
"""Characters of a reply that are quoted."""
DASH: Final = "–"  # noqa: RUF001 - a dash in a table
FIGURES: Final = ("qwk", "icc", "exact", "adjacent", "difference")
PARTS: Final = ("value", "low", "high")

_SHARES: Final = frozenset({"exact", "adjacent"})
_NAMES: Final = {
    "qwk": "kappa",
    "icc": "ICC",
    "exact": "exact",
    "adjacent": "within 1",
    "difference": "model - you",
}
_LEGEND: Final = (
    "kappa: quadratic weighted, of whole levels; ICC: ICC(A,1), of levels as they are.",
    "model - you: above 0 the model is more generous than you, below 0 stricter.",
)

_NO_INTERVAL: Final = f"[{DASH}]"


def lines(report: Report) -> Iterator[str]:
    """What a person reads."""
    yield from _head(report)
    yield ""
    table = list(_table(report.ladders))
    yield from table
    yield from _LEGEND
    if any(_NO_INTERVAL in line for line in (*table, *_kappas(report.at_random))):
        yield f"{_NO_INTERVAL}: no interval, since nearly all marks and levels are the same."
    yield ""
    yield verdict.overall_words(report.ladders)
    yield from (f"  {verdict.words(found)}" for found in report.ladders)
    if report.at_random:
        yield ""
        yield from _at_random(report)
    if report.between:
        yield ""
        yield from _between(report.between)
    if report.largest:
        yield ""
        yield "The largest disagreements:"
        for found in report.largest:
            yield from _disagreement(found)


def _head(report: Report) -> Iterator[str]:
    unscored = f"; the model did not score {report.unscored} of them" if report.unscored else ""
    yield f"{counted(report.marked, 'marked reply')}{unscored}."
    groups = report.groups
    yield (
        f"In brackets: 95 % intervals, from {DRAWS:,} times drawing {groups.words} with "
        "replacement."
    )
    yield from narrow(groups)


def narrow(groups: Groups) -> Iterator[str]:
    """Why intervals over ``groups`` are too narrow, where they are."""
    if groups.over == "replies" and groups.learners:
        yield (
            f"Fewer than {FEWEST_LEARNERS} learners are named, so replies are drawn; replies by "
            "one learner are alike, so the intervals are rather too narrow."
        )


def _table(ladders: Sequence[Agreement]) -> Iterator[str]:
    """Figures below each other, ladders side by side."""
    head = ["", *(found.ladder.value for found in ladders)]
    rows = [head, ["marks", *(str(found.n) for found in ladders)]]
    for name in FIGURES:
        shown = (_shown(getattr(found, name), share=name in _SHARES) for found in ladders)
        rows.append([_NAMES[name], *shown])
    yield from aligned(rows)


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of a table, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def number(value: float) -> str:
    """With two decimals; a dash for what cannot be told."""
    return DASH if isnan(value) else f"{value:.2f}"


def _shown(figure: Figure, *, share: bool) -> str:
    if isnan(figure.value):
        return DASH
    if isnan(figure.low):
        return f"{figure.value:.2f} {_NO_INTERVAL}"
    if share:
        return f"{figure.value:.0%} [{100 * figure.low:.0f}, {100 * figure.high:.0f}]"
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}]"


def _at_random(report: Report) -> Iterator[str]:
    yield (
        "Half of what `roleplay mark` shows is picked for being hard, so the figures above may "
        "be on the careful side. Those that were drawn at random speak for the whole class:"
    )
    yield from _kappas(report.at_random)


def _kappas(ladders: Sequence[Agreement]) -> Iterator[str]:
    for found in ladders:
        kappa = _shown(found.qwk, share=False)
        yield f"  {found.ladder:<10} kappa {kappa} of {found.n}"


def _between(between: Sequence[Between]) -> Iterator[str]:
    yield "Kappa between each two, and how many replies they share:"
    named = [one.ladders for one in between]
    ladders = list(dict.fromkeys(found.ladder for found in _flat(named)))
    rows = [["", *(ladder.value for ladder in ladders)]]
    for one in between:
        found = {each.ladder: each for each in one.ladders}
        cells = [_brief(found[name]) if name in found else DASH for name in ladders]
        rows.append([f"{_name(one.one)} and {_name(one.other)}", *cells])
    yield from (f"  {line}" for line in aligned(rows))


def _flat(ladders: Sequence[Sequence[Agreement]]) -> Iterator[Agreement]:
    for each in ladders:
        yield from each


def _brief(found: Agreement) -> str:
    return f"{number(found.qwk.value)} of {found.n}"


def _name(marker: str) -> str:
    return short(in_a_line(marker), 24) or "(no name)"


def _disagreement(found: Disagreement) -> Iterator[str]:
    graded = found.pair.graded
    where = f", {in_a_line(graded.scene)}" if graded.scene else ""
    yield ""
    yield (
        f"  {short(in_a_line(graded.id), 40)}{where}: {found.ladder} is {found.model:.2f} by the "
        f"model ({LEVEL_WORDS[found.ladder][whole(found.model)]}), {found.person:g} by you "
        f"({LEVEL_WORDS[found.ladder][whole(found.person)]})"
    )
    yield f"    “{short(in_a_line(graded.reply), QUOTED)}”"
    for mark in found.pair.marks.values():
        if mark.comment:
            yield f"    {_name(mark.marker)}: {short(in_a_line(mark.comment), QUOTED)}"


def data(report: Report) -> dict[str, Any]:
    """What a program reads; between markers there are values, but no intervals."""
    return {
        "marked": report.marked,
        "unscored": report.unscored,
        "intervals_over": report.groups.over,
        "groups": report.groups.count,
        "draws": DRAWS,
        "verdict": verdict.overall(report.ladders).trust.value,
        "verdict_words": verdict.overall_words(report.ladders),
        "ladders": {found.ladder.value: _data(found) for found in report.ladders},
        "at_random": {found.ladder.value: _figures(found) for found in report.at_random},
        "between": [
            {
                "one": one.one,
                "other": one.other,
                "ladders": {on.ladder.value: _figures(on, PARTS[:1]) for on in one.ladders},
            }
            for one in report.between
        ],
        "disagreements": [_disagreement_data(found) for found in report.largest],
    }


def _data(found: Agreement) -> dict[str, Any]:
    said = verdict.verdict(found)
    return {
        **_figures(found),
        "verdict": said.trust.value,
        "more_marks": said.more,
        "bias": said.bias,
        "words": verdict.words(found),
    }


def _figures(found: Agreement, parts: Sequence[str] = PARTS) -> dict[str, Any]:
    figures = {name: _figure(getattr(found, name), parts) for name in FIGURES}
    return {"n": found.n, **figures}


def _figure(figure: Figure, parts: Sequence[str]) -> dict[str, float | None]:
    found = {name: float(getattr(figure, name)) for name in parts}
    return {name: None if isnan(part) else round(part, 4) for name, part in found.items()}


def _disagreement_data(found: Disagreement) -> dict[str, Any]:
    graded = found.pair.graded
    return {
        "id": graded.id,
        "line": graded.row.line,
        "scene": graded.scene,
        "ladder": found.ladder.value,
        "model": found.model,
        "person": found.person,
        "reply": graded.reply,
        "comments": {m.marker: m.comment for m in found.pair.marks.values() if m.comment},
    }
