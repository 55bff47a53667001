"""Tables as they lie on a disk: CSV, TSV, JSON Lines, XLSX and Parquet, in and out.

A format is a reader, a writer, and its line in
:mod:`roleplay.classroom.tables.formats`; the rest of the house asks that module
alone. All of them go through a table a row at a time, so that it may be larger
than the memory, and never guess: what cannot be read with certainty is an error
that names its place.
"""
