"""Tables in, rated tables out.

::

    tables (tables/) ──rows──▶ exchange (posed.py) ──rater──▶ columns (rated.py) ──▶ table

:mod:`roleplay.classroom.job` runs it in chunks, so that a table may be larger
than the memory. :mod:`roleplay.classroom.tables` knows the formats; adding one is
a reader, a writer and a line there. :mod:`roleplay.classroom.verify` goes
the same way with a rated table, and compares instead of writing.
"""

from roleplay.classroom.columns import Added
from roleplay.classroom.job import Job, Options
from roleplay.classroom.posed import Posed, exchange_of, point_from
from roleplay.classroom.rated import row_out
from roleplay.classroom.row import Row, RowError, rows_in
from roleplay.classroom.scribe import Counts
from roleplay.classroom.verify import Verification

__all__ = [
    "Added",
    "Counts",
    "Job",
    "Options",
    "Posed",
    "Row",
    "RowError",
    "Verification",
    "exchange_of",
    "point_from",
    "row_out",
    "rows_in",
]
