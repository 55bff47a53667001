"""Packs that are installed: add, list, remove."""

from dataclasses import dataclass
from pathlib import Path

from roleplay.authoring.library import MANIFEST, scenario_files
from roleplay.authoring.packs.check import Pack, scenario_id
from roleplay.authoring.packs.folder import folder_entries
from roleplay.authoring.packs.intake import take_in
from roleplay.authoring.packs.manifest import Manifest, check_manifest_file
from roleplay.authoring.packs.places import Place, homes, is_installed, place
from roleplay.authoring.packs.writing import delete_pack, digest, write_pack
from roleplay.authoring.problems import Problems, Report, one_line
from roleplay.authoring.rules import Severity
from roleplay.authoring.source import Source
from roleplay.errors import InputError
from roleplay.text.spelling import did_you_mean


@dataclass(frozen=True)
class Added:
    """What adding a pack came to.

    Attributes:
        changed: False if this very pack was installed already.
        instead_of: The version that was installed before, or "?" if that cannot be told;
            empty if there was none.

    """

    changed: bool
    instead_of: str = ""


@dataclass(frozen=True)
class Installed:
    """A pack that is installed, as whole as it is.

    Attributes:
        manifest: None if its ``pack.yaml`` cannot be read any more.
        scenarios: Ids, sorted.
        problems: What is wrong with it, safe to show; the scenarios are not looked into.

    """

    name: str
    manifest: Manifest | None
    scenarios: tuple[str, ...]
    problems: tuple[str, ...] = ()


class Packs:
    """The packs in a folder, beside the scenarios that are shipped."""

    def __init__(self, folder: Path, shipped: Path) -> None:
        """Keep packs in ``folder``; their ids must differ from those in the folder ``shipped``."""
        self._folder = folder
        self._shipped = shipped

    def listed(self) -> tuple[Installed, ...]:
        """Every installed pack, by name."""
        owners = self._shipped_owners()
        found = []
        for home in homes(self._folder):
            pack = _look_at(home, owners)
            found.append(pack)
            owners = _owners(pack) | owners
        return tuple(found)

    def add(self, pack: Pack, *, replace: bool = False) -> Added:
        """Install ``pack``, all or nothing.

        The same pack is left alone; a higher version takes the place of a lower one.

        Args:
            pack: A sound pack.
            replace: Put it in the place of any version.

        Raises:
            InputError: A scenario's id is taken, or another version is installed, or the
                pack cannot be written.

        """
        name = pack.manifest.name
        home = self._folder / name
        self._refuse_taken(pack)
        there = place(home)
        before = _manifest_at(there)
        known = is_installed(home)
        whole = there is not None and _whole(there)
        if there and whole and there.digest == digest(pack.files):
            return Added(changed=False)
        if known and not replace:
            _refuse_older(pack, before if whole else None)
        try:
            write_pack(home, pack.files)
        except OSError as error:
            hint = "what was there before is as it was; look whether the disk is full or read-only"
            raise InputError(f"{home} cannot be written: {error.strerror}", hint=hint) from error
        return Added(changed=True, instead_of=(before.version if before else "?") * known)

    def remove(self, name: str) -> Installed:
        """Take a pack away; returns what it was.

        Raises:
            InputError: There is no such pack, or it cannot be deleted.

        """
        for pack in self.listed():
            if pack.name == name:
                break
        else:
            names = [pack.name for pack in self.listed()]
            hint = did_you_mean(name, names) or "'roleplay packs list' names them all"
            raise InputError(f"there is no pack '{one_line(name, 60)}'", hint=one_line(hint))
        try:
            delete_pack(self._folder / name)
        except OSError as error:
            hint = "look whether its folder may be written to"
            message = f"{self._folder / name} cannot be removed: {error.strerror}"
            raise InputError(message, hint=hint) from error
        return pack

    def _refuse_taken(self, pack: Pack) -> None:
        owners = self._shipped_owners()
        for other in self.listed():
            if other.name != pack.manifest.name:
                owners = _owners(other) | owners
        taken: dict[str, list[str]] = {}
        for name in pack.scenarios:
            if name in owners:
                taken.setdefault(owners[name], []).append(name)
        if taken:
            said = "; ".join(f"{owner} has {', '.join(names)}" for owner, names in taken.items())
            hint = "rename those files: history and tables know a scenario by its id alone"
            raise InputError(f"An id of this pack is taken: {said}.", hint=hint)

    def _shipped_owners(self) -> dict[str, str]:
        return dict.fromkeys(_ids(self._shipped), "roleplay itself")


def _owners(pack: Installed) -> dict[str, str]:
    """Whose the ids are, in words."""
    return dict.fromkeys(pack.scenarios, f"the pack {pack.name}")


def _refuse_older(pack: Pack, known: Manifest | None) -> None:
    name, version = pack.manifest.name, pack.manifest.version
    hint = "--replace puts this one in its place"
    if known is None:
        raise InputError(f"{name} is installed, but not as it was", hint=hint)
    if known.release == pack.manifest.release:
        message = f"{name} {known.version} is installed, and this {version} differs from it"
        raise InputError(message, hint=f"raise the version in {MANIFEST}, or: {hint}")
    if known.release > pack.manifest.release:
        raise InputError(f"{name} {known.version} is installed, this is {version}", hint=hint)


def _look_at(home: Path, owners: dict[str, str]) -> Installed:
    there = place(home)
    if there is None:
        return Installed(home.name, None, (), ("its files cannot be found",))
    manifest = _manifest_at(there)
    scenarios = _ids(there.folder)
    problems = [] if _whole(there) else ["its files are not as they were installed"]
    if manifest is None:
        problems.append(f"its {MANIFEST} cannot be read")
    problems += [
        f"'{name}' cannot be played: {owners[name]} has a scenario of that id"
        for name in scenarios
        if name in owners
    ]
    return Installed(home.name, manifest, scenarios, tuple(problems))


def _manifest_at(there: Place | None) -> Manifest | None:
    return check_manifest_file(there.folder / MANIFEST, Problems()) if there else None


def _whole(there: Place) -> bool:
    """Whether the files are those that were installed."""
    problems = Problems()
    report = Report(Source(str(there.folder)), problems)
    files = take_in(folder_entries(there.folder, report), report)
    return not problems.count(Severity.ERROR) and digest(files) == there.digest


def _ids(folder: Path) -> tuple[str, ...]:
    return tuple(sorted({scenario_id(path.name) for path in scenario_files(folder)}))
