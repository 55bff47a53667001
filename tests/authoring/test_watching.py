"""A file under way is read when it has changed and settled, and not while it is being saved."""

import os
import time
from pathlib import Path

import pytest

from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.watching import PATIENCE, SETTLED, DraftFile
from roleplay.practice import Reading


def read(draft: DraftFile, looks: int = PATIENCE + 1) -> list[Reading]:
    """What comes of some looks."""
    return [found for found in (draft.look() for _ in range(looks)) if found is not None]


@pytest.fixture
def draft(sample: Path) -> DraftFile:
    """The sample, read once."""
    draft = DraftFile(sample)
    assert draft.look() is not None
    return draft


def test_the_first_look_reads(sample: Path) -> None:
    found = DraftFile(sample).look()
    assert found is not None
    assert found.scenario is not None
    assert found.scenario.title == "A missing slip"
    lines = SAMPLE.splitlines()
    assert lines[found.places["waits"] - 1] == "  waits:"
    assert lines[found.places["relieved"] - 1].startswith("  relieved:")
    assert found.saved is not None
    assert abs(found.saved.timestamp() - sample.stat().st_mtime) < 0.01


def test_what_has_not_changed_is_no_news(sample: Path, draft: DraftFile) -> None:
    sample.touch()
    sample.write_text(SAMPLE, encoding="utf-8")
    assert read(draft) == []


def test_a_change_is_read_once_when_it_has_settled(sample: Path, draft: DraftFile) -> None:
    sample.write_text(SAMPLE.replace("A missing slip", "Another"), encoding="utf-8")
    assert read(draft, SETTLED - 1) == []
    (found,) = read(draft)
    assert found.scenario is not None
    assert found.scenario.title == "Another"


def test_a_change_of_the_same_size_and_time_is_seen(sample: Path, draft: DraftFile) -> None:
    now = time.time()
    os.utime(sample, (now, now))
    read(draft)
    sample.write_text(SAMPLE.replace("A missing slip", "A missing sock"), encoding="utf-8")
    os.utime(sample, (now, now))
    (found,) = read(draft)
    assert found.scenario is not None
    assert found.scenario.title == "A missing sock"


def test_half_a_file_that_grows_is_not_read(sample: Path, draft: DraftFile) -> None:
    found = []
    for end in range(0, len(SAMPLE), len(SAMPLE) // 10):
        sample.write_text(SAMPLE[:end], encoding="utf-8")
        found += read(draft, 1)
    sample.write_text(SAMPLE, encoding="utf-8")
    assert found + read(draft) == []


def test_a_save_by_way_of_another_file_is_read(sample: Path, draft: DraftFile) -> None:
    fresh = sample.with_suffix(".tmp")
    fresh.write_text(SAMPLE.replace("difficulty: 1", "difficulty: 2"), encoding="utf-8")
    sample.rename(sample.with_suffix(".bak"))
    assert read(draft, PATIENCE - 1) == []  # it is not there for a moment
    fresh.rename(sample)
    (found,) = read(draft)
    assert found.scenario is not None
    assert found.scenario.difficulty == 2


@pytest.mark.parametrize("content", ["", " \n"])
def test_an_empty_file_is_a_problem_only_if_it_stays_so(
    sample: Path, draft: DraftFile, content: str
) -> None:
    sample.write_text(content, encoding="utf-8")
    assert read(draft, PATIENCE - 1) == []
    (found,) = read(draft)
    assert found.scenario is None
    assert found.faults[0].message == "there is nothing in this file"


def test_a_file_that_has_gone_is_said_once_and_may_come_back(
    sample: Path, draft: DraftFile
) -> None:
    sample.unlink()
    (found,) = read(draft, 2 * PATIENCE)
    assert found.scenario is None
    assert "cannot be read" in found.faults[0].message
    sample.write_text(SAMPLE, encoding="utf-8")
    (found,) = read(draft)
    assert found.scenario is not None
    assert found.faults == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in files here")
def test_a_pipe_does_not_make_it_wait(sample: Path, draft: DraftFile) -> None:
    sample.unlink()
    os.mkfifo(sample)
    (found,) = read(draft)
    assert "it is no file" in found.faults[0].message


def test_problems_come_with_place_and_remedy(sample: Path, draft: DraftFile) -> None:
    wrong = SAMPLE.replace("go: waits", "go: wait").replace("mood: 2", "mood: 9")
    sample.write_text(wrong, encoding="utf-8")
    (found,) = read(draft)
    assert found.scenario is None
    assert all(fault.serious for fault in found.faults)
    places = [(fault.line, fault.col) for fault in found.faults]
    assert places == sorted(places)
    fault = next(fault for fault in found.faults if "'wait'" in fault.message)
    assert wrong.splitlines()[fault.line - 1] == fault.source_line
    assert fault.source_line[fault.col - 1 :].startswith("wait")
    assert fault.width == len("wait")
    assert "waits" in fault.remedy
    assert found.places["waits"] > 0  # the scenes can still be found in it
