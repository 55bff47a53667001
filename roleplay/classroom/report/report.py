"""Make a report of a rated table: check everything first, then read it once and write."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, Self

from roleplay.classroom.columns import EXPLAINED, rateable
from roleplay.classroom.draft import Draft, check_place, sweep, sweep_folder
from roleplay.classroom.marks import Marks, read_marks
from roleplay.classroom.piped import draft_of, errors_of
from roleplay.classroom.report import folder
from roleplay.classroom.report.by_hand import ByHand
from roleplay.classroom.report.figures import Figures, figures
from roleplay.classroom.report.learner import Learner
from roleplay.classroom.report.names import DrawnNames, Names, NoNames, RealNames
from roleplay.classroom.report.pages import ClassPage, class_html, feedback_html
from roleplay.classroom.report.reply import reply_of
from roleplay.classroom.report.scenes import Scenes
from roleplay.classroom.report.shelf import Shelf
from roleplay.classroom.report.tally import OTHERS, Members, Tally
from roleplay.classroom.report.views import Page, Viewer, Waiting, unsure_first
from roleplay.classroom.report.words import Counted
from roleplay.classroom.row import RowError, Table, rows_in
from roleplay.classroom.tables.csv_table import CsvTable
from roleplay.classroom.tables.formats import open_table
from roleplay.classroom.tables.reading import PLAIN, Reading
from roleplay.classroom.tables.source import Source, is_standard
from roleplay.classroom.verify import check_rated
from roleplay.errors import RoleplayError, UsageError
from roleplay.practice import Library

MOST_PAGES: Final = 250
"""Learners whose pages go into the report of a class; a browser still turns them quickly."""
MOST_WAITING: Final = 100
_ENDINGS: Final = frozenset({".html", ".htm"})


@dataclass(frozen=True)
class Places:
    """Where a report goes.

    Attributes:
        page: The report of the class; ``-`` for standard output, None for no report.
        folder: Gets a file for each learner; None for none.

    """

    page: Path | None = None
    folder: Path | None = None

    def check(self, inputs: Iterable[Path] = ()) -> None:
        """See that a report can go there, before anything is read or rated.

        Args:
            inputs: What is read, and so must not be written.

        Raises:
            UsageError: It cannot.

        """
        if self.page is not None and not is_standard(self.page):
            check_place(self.page, inputs)
            if self.page.suffix.lower() not in _ENDINGS:
                raise UsageError(
                    f"{self.page}: a report is HTML.", hint="give it a name that ends in .html"
                )
        if self.folder is not None:
            folder.check_folder(self.folder)


@dataclass(frozen=True)
class Made:
    """What came of a report.

    Attributes:
        rows: How many replies are in it.
        nameless: How many of them name no learner, in a table that has a column for that.
        files: How many files for learners were written.
        removed: How many of an earlier report were removed.
        failed: Rows that cannot be read, and why.

    """

    rows: int
    learners: int
    nameless: int
    files: int
    removed: int
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A rated table whose report can be made.

    Attributes:
        marks: What people say of its replies.
        prefix: Stands before the name of each column that the rater added.
        hidden: Withhold names.
        unrated: How many rows could not be rated, and so are not in the table.
        total: How many rows there are.

    """

    table: Table
    places: Places
    marks: Marks = field(default_factory=Marks)
    prefix: str = ""
    hidden: bool = False
    unrated: int = 0
    total: int = 0

    @classmethod
    def prepare(
        cls,
        graded: Path,
        places: Places,
        marks: Path | None = None,
        *,
        prefix: str = "",
        hidden: bool = False,
        reading: Reading = PLAIN,
    ) -> Self:
        """Read the table to its end, so that a broken one is found before anything is written.

        Raises:
            UsageError: The report cannot be where it should, or there is no such table.
            InputError: A table cannot be read, or is no rated one.

        """
        places.check()
        table = open_table(graded, reading)
        rateable(table)
        check_rated(table, prefix)
        given = read_marks(marks) if marks else Marks()
        total = sum(1 for _ in table.records())
        return cls(table, places, given, prefix, hidden, _unrated(graded), total)

    def write(self, library: Library, progress: Callable[[int], None] = lambda _: None) -> Made:
        """Make the report.

        Args:
            library: Knows what scenarios are called.
            progress: Is told of each row that was read.

        Raises:
            InputError: The table cannot be read further, or marks are of no row in it.
            RoleplayError: It cannot be written.

        """
        scenes = Scenes(library)
        shelf = Shelf(alone=self.alone)
        try:
            failed = tuple(self._read(shelf, scenes, progress))
            return _Writing(self, shelf, scenes, failed).write()
        except sqlite3.Error as error:
            raise RoleplayError(
                f"The replies cannot be sorted on the disk: {error}.",
                hint="there must be room for temporary files",
            ) from error
        finally:
            shelf.close()

    def _read(self, shelf: Shelf, scenes: Scenes, progress: Callable[[int], None]) -> Iterator[str]:
        """Put the rows on the shelf; gives those that cannot be read."""
        by_hand = ByHand(self.marks, self.prefix, str(self.table.source))
        for row in rows_in([self.table]):
            given = by_hand.of(row)
            try:
                reply = reply_of(row, self.prefix, given)
                shelf.add(reply.weighed(scenes.weights(reply.place)) if reply.marks else reply)
            except RowError as error:
                yield f"line {row.line}: {error}"
            progress(1)
        by_hand.check()
        shelf.sort()

    @property
    def alone(self) -> bool:
        """Whether the table does not say who answered."""
        return "learner" not in self.table.columns

    @property
    def explained(self) -> bool:
        """Whether the table has strengths and advice."""
        return all(self.prefix + name in self.table.columns for name in EXPLAINED)


class _Writing:
    """A report while it is written: walks from learner to learner, and counts."""

    def __init__(
        self, report: Report, shelf: Shelf, scenes: Scenes, failed: tuple[str, ...]
    ) -> None:
        self._report, self._shelf, self._scenes = report, shelf, scenes
        self._failed = failed
        self._names = _names_of(shelf, alone=report.alone, hidden=report.hidden)
        self._viewer = Viewer(self._names, scenes)

    def write(self) -> Made:
        """Write the class, then the learners."""
        members = Members()
        for _, _, learner in self._learners():
            members.add(learner)
        for reply in self._shelf.nameless():
            members.add_nameless(reply)
        places = self._report.places
        targets = self._targets(places.folder) if places.folder else []
        folder.check_files(targets)
        if places.page is not None:
            page = self._class(members)
            draft = draft_of(places.page)
            sweep(draft.target)
            folder.write(draft, class_html(page, self._names, self._scenes))
        removed = self._feedback(places.folder, targets) if places.folder else 0
        return Made(
            rows=members.rows.rows,
            learners=members.learners,
            nameless=members.nameless,
            files=len(targets),
            removed=removed,
            failed=self._failed,
        )

    def _learners(self) -> Iterator[tuple[int, int, Learner]]:
        """Learners in the order of their pages, each with the page's number and its own."""
        for number, learner in enumerate(self._names.order, 1):
            yield number, learner, Learner(self._shelf.of(learner))

    def _pages(self) -> Iterator[Page]:
        for number, learner, found in self._learners():
            yield self._viewer.page(number, learner, found)

    def _class(self, members: Members) -> ClassPage:
        tally, waiting, count = self._walk(members)
        report, scenes, names = self._report, self._scenes, self._names
        failed = len(self._failed) + report.unrated
        together = sorted(name for name, line in members.lines.items() if line == OTHERS)

        def titles(scenarios: Sequence[str]) -> list[str]:
            return [names.clean(scenes.title(name)) for name in scenarios]

        return ClassPage(
            source="" if names.hidden else report.table.source.label,
            counted=Counted(members, failed, report.alone, names.hidden),
            figures=tally,
            gathered=titles(together),
            left_out=titles(members.left_out),
            waiting=waiting,
            waiting_count=count,
            explained=report.explained,
            index=self._index(members.learners),
            pages=self._pages(),
        )

    def _walk(self, members: Members) -> tuple[Figures, Sequence[Waiting], int]:
        """The figures, and what waits for a person: as much as is shown, and how much it is."""
        tally = Tally(members.lines)
        shown: list[Waiting] = []
        count = 0
        for waiting in self._waiting(tally):
            count += len(waiting)
            shown += islice(waiting, max(0, MOST_WAITING - len(shown)))
        return figures(tally), unsure_first(shown), count

    def _waiting(self, tally: Tally) -> Iterator[Sequence[Waiting]]:
        """What waits for a person, while all learners are counted."""
        for number, learner, found in self._learners():
            tally.add(found)
            yield self._viewer.waiting(number, learner, found)
        for reply in self._shelf.nameless():
            if waiting := self._viewer.nameless(reply):
                yield [waiting]

    def _index(self, learners: int) -> list[tuple[int, str]] | None:
        if learners > MOST_PAGES or self._report.alone:
            return None
        order = enumerate(self._names.order, 1)
        return [(number, self._names.of(learner)) for number, learner in order]

    def _targets(self, place: Path) -> list[Path]:
        """A file for each learner; none where the table does not say who they are."""
        if self._report.alone:
            return []
        names = map(self._names.of, self._names.order)
        return [place / name for name in folder.file_names(names)]

    def _feedback(self, place: Path, targets: Sequence[Path]) -> int:
        """Write the learners' own pages; gives how many of an earlier report are removed."""
        folder.make(place)
        sweep_folder(place)
        if not targets:  # the wrong table, most likely: what is there stays
            return 0
        for target, page in zip(targets, self._pages(), strict=True):
            pieces = feedback_html(page, target.name, explained=self._report.explained)
            folder.write(Draft(target), pieces)
        return folder.remove_stale(place, targets)


def _names_of(shelf: Shelf, *, alone: bool, hidden: bool) -> Names:
    if alone:
        return NoNames(shelf.learners, hidden=hidden)
    return DrawnNames(shelf.names) if hidden else RealNames(shelf.names)


def _unrated(graded: Path) -> int:
    """How many rows could not be rated, if the list of them lies beside the table."""
    errors = errors_of(graded)
    if not errors.is_file():
        return 0
    with suppress(RoleplayError):
        return sum(1 for _ in CsvTable(Source.of(errors)).records())
    return 0
