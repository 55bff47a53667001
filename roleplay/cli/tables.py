"""Options that every command has which reads tables."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from roleplay.classroom.calibration import Calibration as CalibrationData
    from roleplay.classroom.tables.reading import Reading
    from roleplay.rating import Rater


class FormatName(StrEnum):
    """The formats of tables, by the ending of their files."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"


Graded = Annotated[
    Path,
    typer.Argument(
        metavar="GRADED", help="A table that `roleplay score` wrote; - is standard input."
    ),
]
Marks = Annotated[
    Path,
    typer.Argument(
        metavar="MARKS",
        help="Marks by people: `id` and any ladders in whole levels, perhaps marker and comment.",
    ),
]
Prefix = Annotated[str, typer.Option(help="As it was given to `score`.")]
Encoding = Annotated[
    str | None,
    typer.Option(help="Of text tables, such as cp1252; UTF-8, or by byte order mark, without it."),
]
Delimiter = Annotated[
    str | None,
    typer.Option(help="Between the cells of CSV, such as ';' or tab; found from the header."),
]
Sheet = Annotated[
    str | None, typer.Option(help="Of XLSX; needed where more than one has a column 'reply'.")
]
From = Annotated[
    FormatName | None,
    typer.Option("--from", help="What - and files without a known ending are."),
]
To = Annotated[
    FormatName | None,
    typer.Option("--to", help="What OUT is, where its ending does not say it; csv for -."),
]

Calibration = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Bend the ladders as `roleplay calibrate` has found."),
]


def bent(rater: "Rater", calibration: "CalibrationData | None") -> "Rater":
    """``rater``, calibrated if there is a calibration."""
    if calibration is None:
        return rater
    from roleplay.classroom.calibration import Calibrated

    return Calibrated(rater, calibration)


def calibration_at(path: Path | None) -> "CalibrationData | None":
    """The calibration in a file; None for no file.

    Raises:
        UsageError: There is no such file.
        InputError: It is no calibration.

    """
    if path is None:
        return None
    from roleplay.classroom.calibration import Calibration as CalibrationData

    return CalibrationData.read(path)


def reading(
    encoding: str | None, delimiter: str | None, sheet: str | None, from_: FormatName | None
) -> "Reading":
    """How to read tables, as the options say."""
    from roleplay.classroom.tables.reading import Reading

    return Reading.told(encoding, delimiter, sheet, from_ and from_.value)
