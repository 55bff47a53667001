"""``agree``: how far the model agrees with a person on one class."""

import json
from typing import Annotated

import typer

from roleplay.cli import tables as options
from roleplay.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("agree")(agree)


def agree(
    graded: options.Graded,
    marks: options.Marks,
    prefix: options.Prefix = "",
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    from_: options.From = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """How far the model agrees with your marks on this class, and whether to trust it.

    For each ladder: quadratic weighted kappa, ICC(A,1), exact agreement, agreement
    within one level, and the mean difference, model less person, each with a 95 %
    interval; then a verdict, and the replies on which you are furthest apart. With
    several markers also how far they agree with each other, which is the most that
    can be asked of a model.

    The verdict goes by the lower end of the kappa's interval: from .80 on the model
    can stand for your marks, from .60 on it can be used with a person for the unsure
    ones; an upper end below .60 means: mark by hand. With fewer than 20 marks it says
    how many more it takes. Nothing is changed in either table.
    """
    from roleplay.classroom.people.agree import report
    from roleplay.classroom.people.pairs import read_pairs
    from roleplay.classroom.people.words import data, lines

    reading = options.reading(encoding, delimiter, sheet, from_)
    given, pairs = read_pairs(graded, marks, prefix, reading)
    found = report(pairs, given.markers)
    if not found.ladders:
        raise InputError(
            "No marked reply has levels by the model.", hint="mark some of those that are scored"
        )
    typer.echo(json.dumps(data(found), ensure_ascii=False) if as_json else "\n".join(lines(found)))
