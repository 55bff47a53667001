"""Packs for tests: sound ones, and archives that lie."""

import stat
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from roleplay.authoring.packs.check import Pack, check_pack
from roleplay.authoring.packs.rules import SOUND, PackFlaw
from roleplay.authoring.packs.sample import SAMPLE as PACK
from roleplay.authoring.problems import Problems
from roleplay.authoring.sample import SAMPLE

REGULAR = stat.S_IFREG | 0o644


def manifest(name: str = "payroll-days", version: str = "1.0.0") -> str:
    """A ``pack.yaml``."""
    return PACK.replace("name: payroll-days", f"name: {name}").replace("1.0.0", version)


def files(
    *scenarios: str, name: str = "payroll-days", version: str = "1.0.0", title: str = "A slip"
) -> dict[str, str]:
    """The texts of a sound pack."""
    text = SAMPLE.replace("A missing slip", title)
    return {"pack.yaml": manifest(name, version)} | {
        f"{scenario}.yaml": text for scenario in scenarios or ("sample",)
    }


def folder_of(texts: Mapping[str, str], folder: Path) -> Path:
    """A pack as a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def zip_of(entries: Iterable[tuple[str, str | bytes]], path: Path) -> Path:
    """A zip with these entries; a name may be there twice."""
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # zipfile speaks of duplicate names
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


def flawed_zip(flaw: PackFlaw, path: Path) -> Path:
    """The failing example of a rule."""
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, text in SOUND.items():
            if name not in flaw.without:
                archive.writestr(name, text)
        for name, text in flaw.adds:
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = flaw.mode << 16
            archive.writestr(info, text)
            # The directory at the archive's end is written on closing: here it begins to lie.
            info.flag_bits |= 1 if flaw.encrypted else 0
            info.file_size = info.file_size if flaw.claims is None else flaw.claims
    path.write_bytes(path.read_bytes()[: -flaw.cut or None])
    return path


def pack_at(path: Path) -> Pack:
    """The sound pack at ``path``."""
    problems = Problems()
    pack = check_pack(path, problems).pack
    assert pack is not None, problems.found
    return pack


def pack_of(texts: Mapping[str, str], folder: Path) -> Pack:
    """A sound pack of these texts."""
    return pack_at(folder_of(texts, folder))


def codes_of(path: Path) -> list[str]:
    """Codes of what is wrong with the pack at ``path``, warnings left out."""
    problems = Problems()
    check_pack(path, problems)
    return [problem.code for problem in problems.sorted() if problem.severity == "error"]
