"""Options that every command has which reads tables."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from roleplay.classroom.tables.reading import Reading


class FormatName(StrEnum):
    """The formats of tables, by the ending of their files."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"


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


def reading(
    encoding: str | None, delimiter: str | None, sheet: str | None, from_: FormatName | None
) -> "Reading":
    """How to read tables, as the options say."""
    from roleplay.classroom.tables.reading import Reading

    return Reading.told(encoding, delimiter, sheet, from_ and from_.value)
