"""Whatever is in an archive or a folder: problems, quickly, and nothing outside the pack."""

import os
import resource
import stat
import struct
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.packs import codes_of, files, folder_of, manifest, pack_at, zip_of

from roleplay.authoring.packs.archive import MAX_ARCHIVE
from roleplay.authoring.packs.check import check_pack
from roleplay.authoring.packs.installed import Packs
from roleplay.authoring.packs.intake import MAX_ENTRIES, MAX_TOTAL
from roleplay.authoring.problems import Problems
from roleplay.authoring.source import MAX_BYTES
from roleplay.errors import InputError
from roleplay.text.clean import sanitise

SOUND = files()
_LOCAL_SIZE, _CENTRAL_SIZE = 22, 24  # where a header has the size of what is packed
_SHRUG = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def refused(path: Path) -> str:
    """What is wrong with it, in words."""
    problems = Problems()
    assert check_pack(path, problems).pack is None
    return "\n".join(f"{problem.code} {problem.message}" for problem in problems.sorted())


@pytest.mark.parametrize(
    "name",
    [
        "../evil.md",
        "a/../../evil.md",
        "./a.md",
        "a//b.md",
        "/etc/evil.md",
        "//server/share/evil.md",
        "..\\evil.md",
        "a\\b.md",
        "C:\\evil.md",
        "C:/evil.md",
        "c:evil.md",
        "__MACOSX/../../evil.md",
        "..",
        "",
    ],
)
def test_a_name_that_leads_out_is_refused_by_name(name: str, tmp_path: Path) -> None:
    path = zip_of([*SOUND.items(), (name, "x")], tmp_path / "p.zip")
    said = refused(path)
    assert said.startswith("P205")
    assert repr(name) in said


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a\x1b]0;pwned\x07.md", "P204"),
        ("\u202egpj.md", "P204"),
        ("a\nb.md", "P204"),
        ("a\x00.md", "P204"),
        ("zero\u200bwidth.md", "P204"),
        ("what?.md", "P206"),
        ("stream.md:hidden.md", "P206"),
        ("aux.md", "P206"),
        ("docs/COM1.md", "P206"),
        ("space /a.md", "P206"),
        ("a/b/c/d/e.md", "P206"),
        ("x" * 200 + ".md", "P206"),
        ("inner.zip", "P208"),
        ("notes.md.ZIP", "P208"),
        ("run.sh", "P208"),
        ("OTHER.YAML", "P208"),
        ("pack.yml", "P208"),
        ("sub/pack.yaml", "P208"),
        ("pack.yaml/x.md", "P207"),
        ("Pack.yaml", "P207"),
        ("sample.yaml", "P207"),
        ("ＳＡＭＰＬＥ.yaml", "P207"),  # noqa: RUF001 - wide letters, on purpose
    ],
)
def test_other_bad_names(name: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with_nul = name.replace("\x00", "\x01")  # the writer cuts a name there, a forger does not
    zip_of([*SOUND.items(), (with_nul, "x")], path)
    path.write_bytes(path.read_bytes().replace(with_nul.encode(), name.encode()))
    assert codes_of(path) == [code]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
@pytest.mark.parametrize("name", ["passwords.md", "folder/"])
def test_links_and_devices_in_an_archive(kind: int, name: str, tmp_path: Path) -> None:
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(zip_of(SOUND.items(), tmp_path / "p.zip"), "a") as archive:
        archive.writestr(info, b"/etc/passwd" if name[-1] != "/" else b"")
    assert codes_of(tmp_path / "p.zip") == ["P209"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_links_and_pipes_in_a_folder(tmp_path: Path) -> None:
    folder = folder_of(SOUND, tmp_path / "pack")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "passwords.md").symlink_to("/etc/passwd")
    (folder / "up").symlink_to("..")
    (folder / "dangling.md").symlink_to("nowhere")
    said = refused(folder)
    assert [line[:4] for line in said.splitlines()] == ["P209"] * 4
    for name in ("pipe.yaml", "passwords.md", "up", "dangling.md"):
        assert repr(name) in said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_the_place_of_the_pack_or_its_description_is_not_waited_for(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "p.zip")
    with pytest.raises(InputError, match="no pack at"):
        check_pack(tmp_path / "p.zip", Problems())
    folder = tmp_path / "pack"
    folder.mkdir()
    os.mkfifo(folder / "pack.yaml")
    assert codes_of(folder) == ["P209"]


def test_a_home_folder_is_not_read_through(tmp_path: Path) -> None:
    for number in range(MAX_ENTRIES + 10):
        (tmp_path / f"{number}.jpg").touch()
    assert codes_of(tmp_path) == ["P201"]
    (tmp_path / "pack.yaml").write_text(manifest(), encoding="utf-8")
    assert "P211" in codes_of(tmp_path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    blank = b"\0" * 300_000_000
    path = zip_of([*SOUND.items(), ("bomb.md", blank)], tmp_path / "bomb.zip")
    del blank
    began, before = time.process_time(), _memory()
    assert codes_of(path) == ["P212"]
    assert time.process_time() - began < 2
    assert _memory() - before < 50_000_000


def test_a_bomb_that_lies_about_its_size_is_not_believed(tmp_path: Path) -> None:
    path = zip_of([*SOUND.items(), ("bomb.md", b"\0" * 50_000_000)], tmp_path / "bomb.zip")
    forged = bytearray(path.read_bytes())
    real = struct.pack("<I", 50_000_000)
    local, central = forged.rfind(b"PK\x03\x04"), forged.rfind(b"PK\x01\x02")
    for header in (local + _LOCAL_SIZE, central + _CENTRAL_SIZE):
        assert forged[header : header + 4] == real
        forged[header : header + 4] = struct.pack("<I", 10)
    path.write_bytes(forged)
    said = refused(path)
    assert said == f"P213 'bomb.md' says 10 bytes and unpacks to more than {MAX_BYTES + 1}"


def test_many_small_bombs_together(tmp_path: Path) -> None:
    text = os.urandom(MAX_BYTES // 64).hex() * 32  # packs by thirty: each of them is let pass
    entries = [(f"{n}.md", text) for n in range(MAX_TOTAL // MAX_BYTES + 2)]
    path = zip_of([*SOUND.items(), *entries], tmp_path / "bombs.zip")
    assert path.stat().st_size < MAX_TOTAL
    assert refused(path) == "P212 there are more than 8 MB in it"


def test_entries_that_share_their_bytes(tmp_path: Path) -> None:
    """A directory may name the same bytes five hundred times over."""
    path = zip_of([*SOUND.items(), ("a.md", os.urandom(90_000).hex())], tmp_path / "p.zip")
    with zipfile.ZipFile(path, "a") as archive:
        shared = archive.getinfo("a.md")
        for number in range(400):
            other = zipfile.ZipInfo("a.md")
            for name in ("CRC", "compress_size", "compress_type", "file_size", "header_offset"):
                setattr(other, name, getattr(shared, name))
            other.filename = f"{number:04}"
            archive.filelist.append(other)
        archive._didModify = True  # type: ignore[attr-defined]
    began = time.process_time()
    assert codes_of(path)
    assert time.process_time() - began < 5


def test_too_many_entries_are_not_even_listed(tmp_path: Path) -> None:
    path = zip_of([(f"{n}.md", b"") for n in range(60_000)], tmp_path / "many.zip")
    began, before = time.process_time(), _memory()
    assert codes_of(path) == ["P211"]
    assert time.process_time() - began < 2
    assert _memory() - before < 50_000_000


def test_an_archive_that_is_too_big_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with path.open("wb") as file:
        file.truncate(MAX_ARCHIVE * 1000)
    assert codes_of(path) == ["P212"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rare_methods_are_not_unpacked(method: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(zip_of(SOUND.items(), tmp_path / "p.zip"), "a") as archive:
        archive.writestr("a.md", "x" * 1000, compress_type=method)
    assert codes_of(tmp_path / "p.zip") == ["P214"]


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06", b"hello", b"\0" * 10_000])
def test_what_is_no_archive(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "p.zip").write_bytes(content)
    assert codes_of(tmp_path / "p.zip") == ["P214"]


def test_what_systems_leave_lying_about_is_passed_over(tmp_path: Path) -> None:
    junk = [(".DS_Store", "x"), ("__MACOSX/._sample.yaml", "x"), ("docs/Thumbs.db", "x")]
    texts = [("LICENSE", "x"), ("docs/", ""), ("docs/Überstunden.md", "x"), ("README.txt", "x")]
    path = zip_of([*SOUND.items(), *junk, *texts], tmp_path / "p.zip")
    names = {"LICENSE", "docs/Überstunden.md", "README.txt"}
    assert set(pack_at(path).files) == {*SOUND, *names}


def test_all_of_it_may_be_in_one_folder(tmp_path: Path) -> None:
    """As archives of repositories are."""
    entries = [(f"course-main/{name}", text) for name, text in SOUND.items()]
    entries = [("course-main/", ""), *entries, ("__MACOSX/._x", "x")]
    assert set(pack_at(zip_of(entries, tmp_path / "p.zip")).files) == set(SOUND)
    entries = [(f"../{name}", text) for name, text in SOUND.items()]
    assert set(codes_of(zip_of(entries, tmp_path / "q.zip"))) >= {"P205"}


_NAME = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.lists(
        st.sampled_from(
            ["..", ".", "", "a", "A", "C:", "\\", "~", "con", "x.md", "X.MD", "é.md", "e\u0301.md"]
        ),
        max_size=5,
    ).map("/".join),
    st.sampled_from(["sample.yaml", "pack.yaml", "README", "b.yaml", "docs/"]),
)


@given(names=st.lists(_NAME, max_size=6))
@example(names=["a", "a/x.md"])
@example(names=["x.md", "x.md/"])
@_SHRUG
def test_whatever_names_there_are_nothing_lands_outside(
    names: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    top = tmp_path_factory.mktemp("top")
    path = zip_of([*SOUND.items(), *((name, "x") for name in names)], top / "p.zip")
    problems = Problems()
    pack = check_pack(path, problems).pack
    assert all(sanitise(problem.message) == problem.message for problem in problems.found)
    if pack is None:
        assert problems.found
        return
    Packs(top / "packs", top).add(pack)
    below = {found.name for found in top.iterdir()}
    assert below == {"p.zip", "packs"}
    assert [found.name for found in (top / "packs").iterdir()] == ["payroll-days"]
    (folder,) = (top / "packs" / "payroll-days").glob("files-*")
    written = {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()}
    assert written == set(pack.files)


@given(changes=st.dictionaries(st.integers(0, 2000), st.integers(0, 255), max_size=12))
@_SHRUG
def test_whatever_bytes_there_are_it_says_so(
    changes: dict[int, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = zip_of(SOUND.items(), tmp_path_factory.mktemp("top") / "p.zip")
    forged = bytearray(path.read_bytes())
    for place, value in changes.items():
        forged[place % len(forged)] = value
    path.write_bytes(forged)
    problems = Problems()
    pack = check_pack(path, problems).pack
    assert (pack is None) == bool(problems.found)


def _memory() -> int:
    """The most bytes this process has ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
