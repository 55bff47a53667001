from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.authoring import Problems, check_file
from roleplay.authoring.answers import Answers, slug, tidy
from roleplay.authoring.load import check_text
from roleplay.authoring.new import is_stale, write_new
from roleplay.authoring.scalars import folded, scalar
from roleplay.authoring.schema import FILE_NAME, FIRST_LINE, schema_text
from roleplay.authoring.starter import STOPGAP, starter
from roleplay.errors import InputError, UsageError
from roleplay.scenario import Customer, Kind, Need, PointKind, Scenario

HOSTILE = (
    'He said: "no"',
    "- leading dash",
    "# hash",
    "a # b: c",
    "[sigh] #4",
    "{kind} {0} %s",
    "'single",
    "\\ back\\slash \\n",
    "給与 👍🏽 ñ",
    "\x1b[31mred\x07",
    "@at `tick` | > & * ! %",
    "null",
    "12:30",
    "1e3",
    "yes",
    "~",
    "a  b   c",
    "---",
    "...",
    "\u3000wide\u3000",
    "x" * 80,
    "word " * 15,
    "Zoë",
    "? what",
    "$schema",
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
SPEECHES = st.one_of(
    TEXTS,
    st.lists(TEXTS, max_size=12).map(" ".join),
    st.lists(TEXTS, max_size=6).map("\n".join),
    st.text(max_size=1200),
)
ANSWERS = st.builds(
    Answers,
    st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True),
    TEXTS,
    st.sampled_from(Kind),
    st.sampled_from(Customer),
    st.sampled_from(Need),
    TEXTS,
    TEXTS,
    st.integers(0, 4),
    SPEECHES.map(lambda text: text[:1200]),
    st.integers(1, 3),
)


WRITE_YOUR_OWN = {"S406", "S410", "S415"}
"""What the author wrote is no sentence, has nothing to do with the stopgaps, or is very long."""


def loaded(answers: Answers) -> Scenario:
    """The scenario that these answers make; what may be wrong is still theirs to write."""
    problems = Problems()
    text = starter(tidy(answers))
    scenario = check_text(Path(f"{answers.id}.yaml"), text.encode(), problems)
    assert {problem.code for problem in problems.found} <= WRITE_YOUR_OWN, text
    assert scenario is not None
    return scenario


@settings(max_examples=150)
@given(ANSWERS)
@example(Answers("point-2", says="給与. 給与 給. 👍"))
@example(Answers("a", says="a" * 1200, name="b" * 200, role="c" * 200, title="d" * 80))
@example(Answers("a", says="Word: " * 190, name="- a: b", role="#", title="'"))
def test_any_answers_make_a_scenario_that_says_them_and_has_no_problem(answers: Answers) -> None:
    scenario = loaded(answers)
    wanted = tidy(answers)
    [person] = scenario.people.values()
    assert (scenario.id, scenario.title, scenario.kind) == (wanted.id, wanted.title, wanted.kind)
    assert (scenario.customer, scenario.need) == (wanted.customer, wanted.need)
    assert (person.name, person.role, person.mood) == (wanted.name, wanted.role, wanted.mood)
    assert scenario.difficulty == wanted.difficulty
    assert (scenario.desk is not None) is (wanted.kind is Kind.INTERRUPTION)
    if wanted.says:
        assert scenario.scenes[scenario.opening].says == wanted.says


@pytest.mark.parametrize("text", HOSTILE)
def test_what_can_be_typed_on_one_line_comes_back_character_by_character(text: str) -> None:
    if text.isprintable() and text == " ".join(text.split()):
        scenario = loaded(Answers("a", title=text, name=text, role=text, says=text))
        [person] = scenario.people.values()
        assert {scenario.title, person.name, person.role, scenario.scenes["asks"].says} == {text}


def test_the_defaults_tell_an_example() -> None:
    scenario = loaded(Answers("my-first"))
    assert (scenario.title, scenario.kind) == ("My first", Kind.INTERRUPTION)
    assert [point.id for point in scenario.scenes["asks"].points] == ["overtime", "worry", "today"]
    assert STOPGAP not in starter(tidy(Answers("my-first")))


def test_points_are_drafted_from_what_the_author_says() -> None:
    says = (
        "My badge has not worked since Monday. I feel stupid ringing the bell every morning. "
        "Can you make me a new one before Thursday?"
    )
    scenario = loaded(Answers("late-badge", says=says))
    points = scenario.scenes["asks"].points
    assert [point.kind for point in points] == [PointKind.FACT, PointKind.FEELING, PointKind.NEED]
    assert all(point.text.lower() in says.lower() for point in points)


def test_what_is_not_the_authors_own_is_marked_where_the_author_has_begun() -> None:
    says = "My badge has not worked since Monday."
    scenario = loaded(Answers("late-badge", says=says))
    lines = starter(tidy(Answers("late-badge", says=says))).splitlines()
    for reference in scenario.scenes["asks"].references:
        at = next(n for n, line in enumerate(lines) if line.strip().startswith(reference[:30]))
        assert STOPGAP in lines[at - 2]
    for key in ("setting:", "you:", "asks-again:", "endings:"):
        at = next(n for n, line in enumerate(lines) if line.strip().startswith(key))
        assert STOPGAP in lines[at - 1] + lines[at]


def test_small_talk_still_has_a_point() -> None:
    assert loaded(Answers("a", says="Hi!")).scenes["asks"].points


def test_every_part_is_explained() -> None:
    text = starter(tidy(Answers("a")))
    for part in ("points:", "references:", "examples:", "next:", "endings:"):
        before = text[: text.index(f" {part}" if part != "endings:" else part)].splitlines()
        assert any(line.strip().startswith("#") for line in before[-2:]), part


def test_the_first_line_names_the_schema_that_lies_beside_it(tmp_path: Path) -> None:
    path = write_new(Answers("my-first"), tmp_path)
    assert path.read_text(encoding="utf-8").splitlines()[0] == FIRST_LINE
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == schema_text()
    assert not is_stale(tmp_path / FILE_NAME)
    problems = Problems()
    assert check_file(path, problems) is not None
    assert problems.found == []


def test_a_schema_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("mine", encoding="utf-8")
    write_new(Answers("my-first"), tmp_path)
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == "mine"
    assert is_stale(tmp_path / FILE_NAME)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("precious", encoding="utf-8")
    with pytest.raises(InputError, match="already there"):
        write_new(Answers("mine"), tmp_path)
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "precious"
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize("name", ["", "My Scenario", "../up", "a/b", "x\n", "1st", "a" * 41, "é"])
def test_a_bad_id_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="not an id"):
        write_new(Answers(name), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"title": "x" * 81}, "the title has 81 characters; 80 fit"),
        ({"name": "x" * 201}, "the name has 201 characters; 200 fit"),
        ({"says": "x" * 1201}, "what they say has 1201 characters; 1200 fit"),
        ({"mood": 5}, "the mood is 5"),
        ({"difficulty": 0}, "the difficulty is 0"),
    ],
)
def test_what_does_not_fit_is_refused(tmp_path: Path, bad: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        write_new(replace(Answers("my-first"), **bad), tmp_path)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_new(Answers("my-first"), tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The late report", "the-late-report"),
        ("Zoë's 2nd try!", "zoes-2nd-try"),
        ("2 minutes", "minutes"),
        ("給与", ""),
        ("a " * 60, "-".join("a" * 20)),
    ],
)
def test_an_id_is_made_of_a_title(text: str, name: str) -> None:
    assert slug(text) == name


def test_prose_is_folded_and_short_texts_stand_on_their_line() -> None:
    assert folded("word " * 30 + "end", 4).startswith(">-\n    word")
    assert folded("Not now.", 4) == "Not now."
    assert scalar("Is it: so?") == '"Is it: so?"'
