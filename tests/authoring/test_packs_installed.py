"""Packs that are installed: all of a pack or none of it, whatever happens meanwhile."""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.packs import files, folder_of, pack_at, pack_of

from roleplay import paths
from roleplay.authoring.packs.check import Pack
from roleplay.authoring.packs.installed import Added, Packs
from roleplay.authoring.packs.places import installed_folders
from roleplay.errors import InputError

_KILLED = """
import os, sys
from pathlib import Path
from roleplay.authoring.packs.check import check_pack
from roleplay.authoring.packs.installed import Packs
from roleplay.authoring.problems import Problems

left, settle = int(sys.argv[3]), os.fsync

def fsync(number):
    global left
    left -= 1
    if left < 0:
        os._exit(9)
    settle(number)

os.fsync = fsync
Packs(Path(sys.argv[1]), Path("nowhere")).add(check_pack(Path(sys.argv[2]), Problems()).pack)
"""


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    (shipped / "steaming-mad.yaml").write_text("title: x", encoding="utf-8")
    return Packs(tmp_path / "packs", shipped)


def made(tmp_path: Path, *scenarios: str, version: str = "1.0.0", title: str = "A slip") -> Pack:
    texts = files(*scenarios, version=version, title=title)
    return pack_of(texts, tmp_path / f"{version}-{title}-{len(scenarios)}")


def titles(tmp_path: Path) -> list[str]:
    """What an author would find in the scenarios that are installed."""
    (folder,) = installed_folders(tmp_path / "packs")
    return [path.read_text("utf-8").splitlines()[1] for path in sorted(folder.glob("s*.yaml"))]


def test_a_pack_is_installed_with_all_its_files(packs: Packs, tmp_path: Path) -> None:
    texts = files("one", "two") | {"docs/README.md": "hello"}
    assert packs.add(pack_of(texts, tmp_path / "mine")) == Added(changed=True)
    (folder,) = installed_folders(tmp_path / "packs")
    found = {f.relative_to(folder).as_posix(): f.read_text("utf-8") for f in folder.rglob("*.*")}
    assert found == texts
    [pack] = packs.listed()
    assert (pack.name, pack.scenarios, pack.problems) == ("payroll-days", ("one", "two"), ())
    assert pack.manifest is not None
    assert pack.manifest.licence == "CC-BY-4.0"


def test_the_same_pack_again_changes_nothing(packs: Packs, tmp_path: Path) -> None:
    packs.add(made(tmp_path))
    before = sorted((tmp_path / "packs").rglob("*"))
    for replace in (False, True):
        assert packs.add(made(tmp_path), replace=replace) == Added(changed=False)
    assert sorted((tmp_path / "packs").rglob("*")) == before


def test_a_higher_version_takes_the_place_of_a_lower(packs: Packs, tmp_path: Path) -> None:
    packs.add(made(tmp_path, version="1.9.0", title="Old"))
    added = packs.add(made(tmp_path, version="1.10.0", title="New"))
    assert added == Added(changed=True, instead_of="1.9.0")
    assert titles(tmp_path) == ["title: New"]
    assert len(list((tmp_path / "packs" / "payroll-days").glob("*"))) == 2  # pointer and files


@pytest.mark.parametrize("version", ["1.0.0", "0.9.9"])
def test_another_version_needs_to_be_asked_for(packs: Packs, tmp_path: Path, version: str) -> None:
    packs.add(made(tmp_path, title="Old"))
    other = made(tmp_path, version=version, title="New")
    with pytest.raises(InputError, match=r"1\.0\.0 is installed") as caught:
        packs.add(other)
    assert "--replace" in caught.value.hint
    assert titles(tmp_path) == ["title: Old"]
    assert packs.add(other, replace=True) == Added(changed=True, instead_of="1.0.0")
    assert titles(tmp_path) == ["title: New"]


def test_an_id_that_is_taken_is_refused_by_name(packs: Packs, tmp_path: Path) -> None:
    packs.add(pack_of(files("one", "two"), tmp_path / "first"))
    second = files("two", "three", "steaming-mad", name="second")
    with pytest.raises(InputError) as caught:
        packs.add(pack_of(second, tmp_path / "second"), replace=True)
    assert caught.value.message == (
        "An id of this pack is taken: roleplay itself has steaming-mad; "
        "the pack payroll-days has two."
    )
    assert [pack.name for pack in packs.listed()] == ["payroll-days"]
    packs.remove("payroll-days")
    packs.add(pack_of(files("two", "three", name="second"), tmp_path / "third"))


def test_a_scenario_that_a_later_roleplay_ships_is_reported(packs: Packs, tmp_path: Path) -> None:
    packs.add(made(tmp_path, "one", "two"))
    (tmp_path / "shipped" / "two.yaml").write_text("title: x", encoding="utf-8")
    [pack] = packs.listed()
    assert pack.problems == ("'two' cannot be played: roleplay itself has a scenario of that id",)


@pytest.mark.parametrize("damage", ["edit", "delete", "add", "manifest", "folder", "pointer"])
def test_a_damaged_pack_is_listed_and_can_be_put_right(
    packs: Packs, tmp_path: Path, damage: str
) -> None:
    packs.add(made(tmp_path, "one", "two"))
    home = tmp_path / "packs" / "payroll-days"
    (folder,) = installed_folders(tmp_path / "packs")
    match damage:
        case "edit":
            (folder / "one.yaml").write_text("title: mine", encoding="utf-8")
        case "delete":
            (folder / "one.yaml").unlink()
        case "add":
            (folder / "evil.sh").write_text("x", encoding="utf-8")
        case "manifest":
            (folder / "pack.yaml").write_bytes(b"\xff\x00")
        case "folder":
            shutil.rmtree(folder)
        case _:
            (home / "current").write_text("../../../etc x\n", encoding="utf-8")
    [pack] = packs.listed()
    assert pack.problems
    again = made(tmp_path, "one", "two")
    with pytest.raises(InputError, match="not as it was"):
        packs.add(again)
    assert packs.add(again, replace=True).changed
    [pack] = packs.listed()
    assert (pack.problems, pack.scenarios) == ((), ("one", "two"))


@pytest.mark.parametrize("damage", ["", "folder", "pointer"])
def test_remove_takes_all_of_it_away(packs: Packs, tmp_path: Path, damage: str) -> None:
    packs.add(made(tmp_path))
    if damage == "folder":
        shutil.rmtree(installed_folders(tmp_path / "packs")[0])
    if damage == "pointer":
        (tmp_path / "packs" / "payroll-days" / "current").write_text("", encoding="utf-8")
    assert packs.remove("payroll-days").name == "payroll-days"
    assert list((tmp_path / "packs").iterdir()) == []
    assert packs.listed() == ()


@pytest.mark.parametrize("name", ["payroll-day", "../shipped", ".", "", "\x1b[2J"])
def test_an_unknown_pack_is_not_removed(packs: Packs, tmp_path: Path, name: str) -> None:
    packs.add(made(tmp_path))
    with pytest.raises(InputError, match="there is no pack") as caught:
        packs.remove(name)
    assert "payroll-days" in caught.value.hint
    assert "\x1b" not in caught.value.message
    assert len(packs.listed()) == 1
    assert (tmp_path / "shipped").is_dir()


def test_an_add_that_is_killed_anywhere_leaves_all_or_nothing(tmp_path: Path) -> None:
    """The process dies at its first write to the disk, then at its second, and so on."""
    folder_of(files("s1", "s2", title="Old"), tmp_path / "old")
    folder_of(files("s1", "s2", version="2.0.0", title="New"), tmp_path / "new")
    old, new = ["title: Old"] * 2, ["title: New"] * 2
    seen = []
    for source, before in (("old", []), ("new", old)):
        for writes in range(30):
            code = _add_and_die(tmp_path, source, writes)
            found = titles(tmp_path) if installed_folders(tmp_path / "packs") else []
            assert found in (before, old if source == "old" else new)
            assert [p for pack in _packs(tmp_path).listed() for p in pack.problems] == []
            seen.append((source, code, found))
            if code == 0:
                break
            shutil.rmtree(tmp_path / "packs", ignore_errors=True)
            if before:
                _packs(tmp_path).add(pack_at(tmp_path / "old"))
    assert ("old", 9, []) in seen
    assert ("old", 0, old) in seen
    assert ("new", 9, old) in seen
    assert ("new", 9, new) in seen  # after the replacing, before the tidying
    assert ("new", 0, new) in seen


def test_what_a_killed_add_has_left_is_swept_later(packs: Packs, tmp_path: Path) -> None:
    folder_of(files(title="Old"), tmp_path / "old")
    folder_of(files(version="2.0.0", title="New"), tmp_path / "new")
    assert _add_and_die(tmp_path, "old", 2) == 9
    home = tmp_path / "packs" / "payroll-days"
    (left,) = home.glob("files-*")
    assert packs.listed() == ()
    packs.add(pack_at(tmp_path / "old"))
    assert left.exists()  # somebody might be at work on it
    os.utime(left, (time.time() - 7200,) * 2)
    packs.add(pack_at(tmp_path / "new"))
    assert len(list(home.iterdir())) == 2


def test_a_full_disk_leaves_what_was_there(
    packs: Packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packs.add(made(tmp_path, title="Old"))
    before = sorted((tmp_path / "packs").rglob("*"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    new = made(tmp_path, version="2.0.0", title="New")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        packs.add(new)
    assert sorted((tmp_path / "packs").rglob("*")) == before


@pytest.mark.parametrize("place", ["packs", "packs/payroll-days"])
def test_a_file_in_the_way_is_said(packs: Packs, tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        packs.add(made(tmp_path))
    assert (tmp_path / place).read_text(encoding="utf-8") == "mine"
    assert packs.listed() == ()


def test_two_at_once_end_with_one_of_them(packs: Packs, tmp_path: Path) -> None:
    new = [made(tmp_path, version=f"1.0.{n}", title=f"T{n}") for n in range(1, 5)]
    threads = [
        threading.Thread(target=lambda pack=pack: packs.add(pack, replace=True)) for pack in new
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [pack] = packs.listed()
    assert pack.problems == ()
    assert titles(tmp_path)[0] in {f"title: T{n}" for n in range(1, 5)}


def test_packs_live_with_the_learners_own_data(own_data: Path) -> None:
    assert paths.packs() == own_data / "packs"


def _packs(tmp_path: Path) -> Packs:
    return Packs(tmp_path / "packs", tmp_path / "nowhere")


def _add_and_die(tmp_path: Path, source: str, writes: int) -> int:
    arguments = [str(tmp_path / "packs"), str(tmp_path / source), str(writes)]
    return subprocess.run([sys.executable, "-c", _KILLED, *arguments], check=False).returncode
