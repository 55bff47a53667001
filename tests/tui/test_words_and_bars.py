"""Words, bars and sentences, without a screen."""

from datetime import UTC, datetime

from support.scenarios import small

from roleplay.practice import Standing
from roleplay.rubric import Act
from roleplay.session import Begin, Phase
from roleplay.tui import keep
from roleplay.tui.play import Play
from roleplay.tui.widgets.bar import bar
from roleplay.tui.widgets.ledger import right
from roleplay.tui.widgets.reply import colour_of
from roleplay.tui.words import act_words, mood_change, mood_words, standing_words
from tui.world import Notebook


def test_a_bar_shows_level_and_doubt_in_its_own_characters() -> None:
    assert bar(2.0, 1.0, 3.0) == "█████▓▓▓▓▓░░░░░·····"
    assert bar(0.0, 0.0, 0.0) == "·" * 20
    assert bar(4.0, 4.0, 4.0) == "█" * 20
    assert bar(2.0, 2.0, 2.0, 10) == "█████·····"
    assert len(bar(1.0, 2.0, 0.5)) == 20  # while it moves, the level may lie outside its interval


def test_moods_have_a_face_a_word_and_a_meter() -> None:
    assert mood_words(0) == ":) calm ○○○○"
    assert mood_words(4) == ">:( furious ●●●●"
    assert mood_change(None, 2) == mood_change(2, 2) == ""
    assert mood_change(3, 1) == "▼ calmer"


def test_standings_are_told_in_words() -> None:
    when = datetime(2026, 1, 1, tzinfo=UTC)
    assert standing_words(None) == "new"
    assert standing_words(Standing(2, 82.4, 71.0, passed=True, played=when)) == (
        "best 82 · last 71 · ✓ passed"
    )


def test_acts_are_told_apart_without_colours() -> None:
    assert act_words((Act.GREET, Act.BLAME)) == "+ greets, ! blames"
    assert colour_of((Act.GREET, Act.BLAME)) == "$text-error"
    assert colour_of(()) == ""


def test_columns_may_be_typed_with_any_spaces() -> None:
    assert right("4471  1,204.50", " 4471 1,204.50 ")
    assert not right("4471  1,204.50", "44711,204.50")


def test_records_that_go_on_in_memory_are_told_of_once() -> None:
    class Memory(Notebook):
        notice = "This is not saved"

    told: list[str] = []
    play = Play(small(desk=True), Memory(), lambda error: told.append(error.message))
    play.do(Begin())
    assert play.session.phase is Phase.DESK
    play._keep(lambda: None)
    assert told == ["This is not saved"]


def test_a_draft_belongs_to_its_scene() -> None:
    keep.keep_draft("a", "b", "text")
    assert keep.draft("a", "b") == "text"
    assert keep.draft("a", "c") == ""
    keep.keep_draft("a", "b", "")
    assert keep.draft("a", "b") == ""
