"""No figure is about fewer than five learners, and none can be worked out from others."""

from collections import Counter
from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support.markup import Node, parsed, section, table_rows
from support.reports import Row, rated, report

from roleplay.classroom.report.figures import figures
from roleplay.classroom.report.learner import Learner
from roleplay.classroom.report.merging import SMALLEST, is_small, runs, share, together
from roleplay.classroom.report.reply import Reply
from roleplay.classroom.report.tally import OTHERS, Members, Tally
from roleplay.rating import Status
from roleplay.rubric import LADDERS

SCENARIOS = ("a", "b", "c", "d")
Class = list[frozenset[str]]

members = st.lists(st.frozensets(st.sampled_from(SCENARIOS), min_size=1), max_size=30)
levels = st.lists(st.frozensets(st.integers(0, 4), min_size=1), max_size=25)


def learners(count: int, level: float = 2.0, first: int = 0, **cells: str) -> list[Row]:
    return [rated(f"Learner {n}", level, **cells) for n in range(first, first + count)]


def page(folder: Path, *rows: Row) -> Node:
    return parsed(report(folder, *rows))


def reply(scenario: str, level: float, number: int = 1, missed: tuple[str, ...] = ()) -> Reply:
    given = dict.fromkeys(LADDERS, level)
    return Reply(
        *(number, str(number), "", scenario, "asks", "", "Hello.", Status.SCORED),
        levels=given,
        overall=25 * level,
        missed=missed,
    )


class TestJoiningLevels:
    @given(levels)
    def test_no_run_is_small_and_nothing_is_lost(self, on: list[frozenset[int]]) -> None:
        def about(run: range) -> int:
            return sum(not found.isdisjoint(run) for found in on)

        found = runs(5, about)
        if is_small(len(on)):
            assert found == ()
        else:
            assert [level for run in found for level in run] == [0, 1, 2, 3, 4]
        assert not any(is_small(about(run)) for run in found)

    @given(levels)
    def test_nothing_is_joined_in_vain(self, on: list[frozenset[int]]) -> None:
        def about(run: range) -> int:
            return sum(not found.isdisjoint(run) for found in on)

        if not any(is_small(about(range(n, n + 1))) for n in range(5)):
            assert len(runs(5, about)) == 5


class TestJoiningScenarios:
    @given(members)
    def test_whatever_is_shown_or_left_is_large(self, taken: Class) -> None:
        alone, rest = together(Counter(taken), SCENARIOS)
        for groups in (*({name} for name in alone), rest):
            assert not is_small(sum(not found.isdisjoint(groups) for found in taken))
        assert alone.isdisjoint(rest)

    @settings(deadline=None, max_examples=40)
    @given(members)
    def test_no_subset_of_lines_gives_away_a_small_one(self, taken: Class) -> None:
        """The total less any lines is about nobody, or about enough."""
        counted, tally = Members(), None
        class_ = [
            Learner([reply(name, 2, n) for n, name in enumerate(sorted(names), 1)])
            for names in taken
        ]
        for learner in class_:
            counted.add(learner)
        tally = Tally(counted.lines)
        for learner in class_:
            tally.add(learner)
        shown = figures(tally)
        assert (shown.total is None) == (not shown.lines)
        assert sum(line.replies for line in shown.lines) == (
            shown.total.replies if shown.total else 0
        )
        for size in range(len(shown.lines) + 1):
            for hidden in combinations(shown.lines, size):
                names = {line.scenario for line in hidden}
                about = [
                    taken_by
                    for taken_by in taken
                    if names & {counted.lines.get(name) for name in taken_by}
                ]
                assert not is_small(len(about))

    def test_in_words(self) -> None:
        assert share(0, 40) == share(4, 40) == "under 5 of 40"
        assert share(5, 40) == "5 of 40"
        assert share(35, 40) == "35 of 40"
        assert share(36, 40) == share(39, 40) == "nearly all 40"
        assert share(40, 40) == "all 40"


class TestOnThePage:
    def test_a_class_of_four_has_pages_and_no_figures(self, tmp_path: Path) -> None:
        document = page(tmp_path, *learners(4, acts="greet", missed="an answer today"))
        for heading in ("Where the class stands", "Scenario by ladder", "What the replies do"):
            part = section(document, heading)
            assert "fewer than five learners is not shown" in part.text
            assert table_rows(part) == []
        assert "What stands out" not in document.text
        assert len(document.all("article")) == 4

    def test_a_class_of_five_has_figures(self, tmp_path: Path) -> None:
        document = page(tmp_path, *learners(5, 3.0))
        assert table_rows(section(document, "Scenario by ladder")) == [
            ["Small", "75", "3.0", "3.0", "3.0", "3.0", "5"]
        ]
        assert table_rows(section(document, "Where the class stands"))[0] == [
            *("empathy", "0", "0", "0", "5", "0"),
            "5",
        ]

    def test_four_of_forty_in_a_scenario_are_in_no_figure(self, tmp_path: Path) -> None:
        rare = learners(4, 0.0, scenario="rare", acts="insult")
        document = page(tmp_path, *learners(40, 3.0), *rare)
        part = section(document, "Scenario by ladder")
        assert "Left out of every figure" in part.text
        assert "rare" in part.text
        assert [row[0] for row in table_rows(part)] == ["Small"]
        spread = table_rows(section(document, "Where the class stands"))[0]
        assert spread == ["empathy", "0", "0", "0", "40", "0", "40"]

    def test_small_scenarios_are_shown_together(self, tmp_path: Path) -> None:
        rare = learners(3, 1.0, scenario="one") + learners(3, 2.0, first=3, scenario="two")
        part = section(page(tmp_path, *learners(40, 3.0), *rare), "Scenario by ladder")
        assert "Shown together" in part.text
        rows = {row[0]: row[1:] for row in table_rows(part)}
        assert rows["Other scenarios together"] == ["38", "1.5", "1.5", "1.5", "1.5", "6"]
        assert rows.keys() == {"Small", "Other scenarios together", "all"}

    def test_a_level_with_few_learners_joins_its_neighbour(self, tmp_path: Path) -> None:
        rows = [*learners(2, 0.0), *learners(8, 1.0, first=2), *learners(6, 4.0, first=10)]
        part = section(page(tmp_path, *rows), "Where the class stands")
        assert table_rows(part)[0] == ["empathy", "0–1: 10", "0", "0", "6", "16"]  # noqa: RUF001
        assert "shown together with their neighbours" in part.text

    def test_points_and_acts_of_a_few_are_not_told_from_those_of_nobody(
        self, tmp_path: Path
    ) -> None:
        rows = learners(16, 3.0, acts="greet", missed="an answer today")
        rows += learners(4, 1.0, first=16, acts="insult", missed="she is worried about the rent")
        document = page(tmp_path, *rows)
        assert table_rows(section(document, "Commonest missed points")) == [
            ["an answer today", "Small", "", "nearly all 20"]
        ]
        acts = {row[0]: row[2] for row in table_rows(section(document, "What the replies do"))}
        assert acts["greets"] == "nearly all 20"
        assert acts["insults"] == acts["blames"] == "under 5 of 20"

    def test_second_attempts_of_a_few_are_not_shown(self, tmp_path: Path) -> None:
        again = learners(SMALLEST - 1, 4.0)
        part = section(page(tmp_path, *learners(20), *again), "First against last attempt")
        assert "Fewer than 5 learners" in part.text
        assert part.all("table") == []

    def test_where_a_few_tried_once_only_the_difference_is_shown(self, tmp_path: Path) -> None:
        """Both means would give away theirs: the class's mean is over them too."""
        again = [{**row, "attempt": "2"} for row in learners(18, 3.0)]
        part = section(page(tmp_path, *learners(20), *again), "First against last attempt")
        assert table_rows(part)[0] == ["empathy", "+1.00"]
        assert part.all("figure") == []

    def test_the_line_of_others_can_be_no_scenario(self) -> None:
        assert OTHERS not in "".join(SCENARIOS)
        assert not OTHERS.isprintable()
