"""Check a whole pack: what is in it, ``pack.yaml``, and every scenario."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from roleplay.authoring.library import ENDINGS, MANIFEST
from roleplay.authoring.load import check_text
from roleplay.authoring.packs.archive import archive_entries
from roleplay.authoring.packs.folder import folder_entries
from roleplay.authoring.packs.intake import take_in
from roleplay.authoring.packs.manifest import Manifest, check_manifest
from roleplay.authoring.packs.names import shown
from roleplay.authoring.packs.rules import PackFlaw, pack_rule
from roleplay.authoring.problems import Problems, Report, one_line
from roleplay.authoring.rules import Severity
from roleplay.authoring.sample import SAMPLE
from roleplay.authoring.source import START, Source
from roleplay.errors import InputError

NO_MANIFEST = pack_rule(
    "P201",
    "no pack.yaml",
    "write one at the top, with name, version, licence and authors; see 'roleplay schema --pack'",
    PackFlaw(without=(MANIFEST,)),
)
NO_SCENARIO = pack_rule(
    "P202",
    "a pack without a scenario",
    "add one: 'roleplay new' writes one to start from",
    PackFlaw(without=("sample.yaml",)),
)
SAME_ID = pack_rule(
    "P203",
    "two scenarios with the same id",
    "rename one of them: a scenario's id is its file's name, whatever folder it is in",
    PackFlaw(adds=(("advanced/sample.yaml", SAMPLE),)),
)


@dataclass(frozen=True)
class Pack:
    """A sound pack, in memory.

    Attributes:
        files: Contents by name, with '/' between folders.
        scenarios: Ids, sorted.

    """

    manifest: Manifest
    files: Mapping[str, bytes]
    scenarios: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A pack that has been looked at.

    Attributes:
        files: How many YAML files were checked.
        pack: None when there are errors in it.

    """

    files: int
    pack: Pack | None


def check_pack(path: Path, problems: Problems, *, with_scenarios: bool = True) -> Checked:
    """Check the folder or zip at ``path``, adding to ``problems``.

    Args:
        path: A folder or a zip.
        problems: Gets what is wrong with it.
        with_scenarios: Whether to check the scenarios too, not only what holds them together.

    Raises:
        InputError: There is nothing that could be a pack.

    """
    before = problems.count(Severity.ERROR)
    files = read_pack(path, problems)
    manifest = None
    if MANIFEST in files:
        manifest = check_manifest(str(path / MANIFEST), files[MANIFEST], problems)
    scenarios = [name for name in files if name.endswith(ENDINGS) and name != MANIFEST]
    if with_scenarios:
        for name in scenarios:
            check_text(path / name, files[name], problems)
    sound = manifest and problems.count(Severity.ERROR) == before
    ids = tuple(sorted(map(scenario_id, scenarios)))
    checked = (MANIFEST in files) + len(scenarios) * with_scenarios
    return Checked(checked, Pack(manifest, files, ids) if manifest and sound else None)


def read_pack(path: Path, problems: Problems) -> dict[str, bytes]:
    """What is in a pack and may be there, by name; what may not is reported.

    Raises:
        InputError: There is nothing that could be a pack.

    """
    report = Report(Source(str(path)), problems)
    is_folder, is_file = _kind(path)
    if is_folder:
        # Somebody's home folder is not walked to say of each file that it is out of place.
        known = (path / MANIFEST).exists() or (path / MANIFEST).is_symlink()
        files = take_in(folder_entries(path, report), report) if known else {}
    elif is_file:
        files = take_in(archive_entries(path, report), report)
        known = MANIFEST in files
    else:
        hint = "a pack is a folder or a .zip with a pack.yaml in it"
        raise InputError(f"there is no pack at {one_line(str(path))}", hint=hint)
    if not known:
        if report.sound:
            report(NO_MANIFEST, START, f"there is no {MANIFEST} in it")
        return files
    _look_at_ids(files, report)
    return files


def _kind(path: Path) -> tuple[bool, bool]:
    """Whether it is a folder, and whether it is a file."""
    try:
        return path.is_dir(), path.is_file()
    except OSError as error:
        raise InputError(f"{one_line(str(path))} cannot be read: {error.strerror}") from error


def scenario_id(name: str) -> str:
    """The id of the scenario in the file called ``name``."""
    return Path(name).stem


def _look_at_ids(files: Mapping[str, bytes], report: Report) -> None:
    known: dict[str, str] = {}
    for name in files:
        if not name.endswith(ENDINGS) or name == MANIFEST:
            continue
        first = known.setdefault(scenario_id(name), name)
        if first != name:
            both = f"{shown(first)} and {shown(name)}"
            report(SAME_ID, START, f"{both} are both the scenario '{scenario_id(name)}'")
    if not known and report.sound:
        report(NO_SCENARIO, START, "there is no scenario in it")
