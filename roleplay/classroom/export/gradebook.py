"""A trainer's own export of a Canvas gradebook.

Facts about it are from Canvas' gradebook_exporter.rb and gradebook_importer.rb: who a row
is about is said before the column Section; the title of an assignment ends in its id; a row
may say which assignments are posted by hand; cells are empty, numbers, ``EX`` (excused) or
``N/A`` (not assigned); where an account wants it, semicolons and decimal commas.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from roleplay.classroom.export.cells import Cell, CsvSyntaxError, Record, records, replaced
from roleplay.classroom.finding import number
from roleplay.classroom.tables.source import Source
from roleplay.errors import InputError
from roleplay.text.clean import sanitise
from roleplay.text.spelling import nearest

LOGIN: Final = "SIS Login ID"
SECTION: Final = "Section"
POINTS: Final = "Points Possible"
_MARK: Final = "\ufeff"
_ID: Final = re.compile(r"\s*\((\d+)\)\s*$")
_TOTALS: Final = re.compile(
    r"Current (Score|Points|Grade)|Final (Score|Points|Grade)|Override (Score|Grade|Status)"
)
_POSTING: Final = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Gradebook:
    """The export, with every byte of it.

    Attributes:
        name: The file, for messages.
        text: All of it, with its byte order mark.
        header: Its first row.
        rows: The others.

    """

    name: str
    text: str
    header: Record
    rows: tuple[Record, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the export at ``path``.

        Raises:
            UsageError: There is no such file.
            InputError: It is no Canvas export.

        """
        source = Source.of(path)
        text = _decoded(source)
        begin = len(_MARK) if text.startswith(_MARK) else 0
        for delimiter in (",", ";"):
            try:
                found = list(records(text, delimiter, begin))
            except CsvSyntaxError as error:
                if text[begin:].lstrip('"').startswith(f"Student{delimiter}"):
                    raise InputError(f"{source}: {error}.") from error
                continue
            if found and _is_header(found[0]):
                return cls._even(source.name, text, found)
        raise InputError(
            f"{source} is no gradebook of Canvas: its columns do not begin with Student and ID.",
            hint="in Canvas: Gradebook, Export, Export entire gradebook; and leave it as it is",
        )

    @classmethod
    def _even(cls, name: str, text: str, found: Sequence[Record]) -> Self:
        header, *rows = found
        width = len(header.cells)
        for row in rows:
            if len(row.cells) != width and any(cell.text.strip() for cell in row.cells):
                raise InputError(
                    f"{name}:{row.line}: {len(row.cells)} cells under {width} columns.",
                    hint="export it again; it may have been edited",
                )
        return cls(name, text, header, tuple(rows))

    def assignment(self, wanted: str) -> int:
        """Where the column of an assignment stands.

        Args:
            wanted: Its title with its id, or one of the two if that says it.

        Raises:
            InputError: There is none, or there are several.

        """
        titles = dict(self._assignments())
        for same in (_as_is, _bare_title, _bare_id):
            found = [at for at, title in titles.items() if same(title) == wanted.strip()]
            if len(found) == 1:
                return found[0]
            if found:
                raise InputError(
                    f"{self.name}: {len(found)} columns are called {wanted!r}.",
                    hint="name it with its id, such as 'Angry coworker (4321)'",
                )
        close = nearest(wanted, list(titles.values()))
        shown = ", ".join(sanitise(title[:60]) for title in list(titles.values())[:8])
        raise InputError(
            f"{self.name}: there is no assignment {wanted!r}.",
            hint=f"did you mean {close!r}?" if close else f"there are {shown or 'none'}",
        )

    def _assignments(self) -> Iterator[tuple[int, str]]:
        titles = [cell.text for cell in self.header.cells]
        for at, title in enumerate(titles[titles.index(SECTION) + 1 :], titles.index(SECTION) + 1):
            # Notes and other columns of the trainer's own have no id.
            if _ID.search(title) and _TOTALS.search(title) is None:
                yield at, title

    def points(self, column: int) -> float | None:
        """What can be reached in an assignment; None when the export does not say it.

        Raises:
            InputError: It is no number, or cannot be changed.

        """
        row = next((row for row in self.rows if POINTS in row.text(0)), None)
        text = row.text(column).strip() if row else ""
        if not text:
            return None
        found = number(_with_point(text))
        if found is None or found <= 0:
            raise InputError(
                f"{self.name}: {POINTS} of this assignment is {text[:40]!r}, so no grade fits.",
                hint="choose another --column, or give it points in Canvas",
            )
        return found

    def students(self, match: str) -> Mapping[str, Sequence[Record]]:
        """Rows by what students are known by in the column ``match``; see :func:`key`.

        Raises:
            InputError: There is no such column.

        """
        people = [cell.text for cell in self.header.cells]
        people = people[: people.index(SECTION) + 1]
        if match not in people:
            raise InputError(
                f"{self.name}: there is no column {match!r} that says who somebody is.",
                hint=f"choose one with --match: {', '.join(people)}",
            )
        found: dict[str, list[Record]] = {}
        for row in self.rows:
            if POINTS in row.text(0) or all(_POSTING.fullmatch(cell.text) for cell in row.cells):
                continue
            found.setdefault(key(row.text(people.index(match))), []).append(row)
        return found

    def filled(self, new: Mapping[Cell, str]) -> str:
        """Its text with other words in some cells, and nothing else changed."""
        return replaced(self.text, new)


def key(text: str) -> str:
    """What is the same for two spellings of one login: case, and how accents are encoded."""
    return unicodedata.normalize("NFC", text).strip().casefold()


def _decoded(source: Source) -> str:
    try:
        found = source.path.read_bytes()
    except OSError as error:
        raise InputError(f"{source} cannot be read: {error.strerror}.") from error
    try:
        # Strict UTF-8 comes out again byte for byte as it went in.
        return found.decode("utf-8")
    except UnicodeDecodeError as error:
        line = found.count(b"\n", 0, error.start) + 1
        what = (
            "UTF-16"
            if found.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            else "not UTF-8"
        )
        raise InputError(
            f"{source}:{line}: this is {what}, which Canvas does not write.",
            hint="export it again from Canvas, and do not save it in a spreadsheet",
        ) from error


def _is_header(row: Record) -> bool:
    names = [cell.text for cell in row.cells]
    by_name = names[:2] == ["Student", "ID"] or names[:3] == ["LastName", "FirstName", "ID"]
    return by_name and SECTION in names


def _with_point(text: str) -> str:
    """A number as Canvas reads it: the last of its points and commas is the decimal one."""
    whole, mark, rest = text.replace(",", ".").rpartition(".")
    return whole.replace(".", "") + mark + rest


def _as_is(title: str) -> str:
    return title.strip()


def _bare_title(title: str) -> str:
    return _ID.sub("", title).strip()


def _bare_id(title: str) -> str:
    found = _ID.search(title)
    return found[1] if found else ""
