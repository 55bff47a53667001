"""``pack.yaml``: what a pack says of itself."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from roleplay.authoring.complaints import shaped
from roleplay.authoring.library import MANIFEST
from roleplay.authoring.nodes import Leaf, Table
from roleplay.authoring.outline import text_leaf
from roleplay.authoring.packs.names import KEPT_BY_WINDOWS
from roleplay.authoring.packs.sample import SAMPLE
from roleplay.authoring.packs.shape import VERSION_PATTERN, PackShape
from roleplay.authoring.problems import Problems, Report, one_line
from roleplay.authoring.read import read, read_text
from roleplay.authoring.rules import Flaw, rule
from roleplay.text.spelling import nearest


def _flaw(find: str, write: str) -> Flaw:
    return Flaw(find, write, name=MANIFEST, sample=SAMPLE)


NOT_A_PACK = rule(
    "P101",
    "a pack.yaml without a pack in it",
    "write the keys name, version, licence and authors",
    _flaw("", "# nothing but a comment\n"),
)
NAME = rule(
    "P102",
    "a name that a folder cannot have everywhere",
    "choose another name",
    _flaw("name: payroll-days", "name: «aux»"),
)
VERSION = rule(
    "P103",
    "a version that is not made of numbers",
    "write two to four numbers with dots between, such as 1.2.0",
    _flaw("version: 1.0.0", "version: «1.0.0-beta»"),
)
LICENCE = rule(
    "P104",
    "a licence that is not an SPDX expression",
    "such as CC-BY-4.0 or Apache-2.0; LicenseRef-My-Terms for terms of your own",
    _flaw("licence: CC-BY-4.0", "licence: «Creative Commons»"),
)
HOMEPAGE = rule(
    "P105",
    "a homepage that is not a web address",
    "write the whole address, from https:// on",
    _flaw("https://example.org/payroll-days", "«javascript:alert(1)»"),
)

_TERM: Final = r"\(*[A-Za-z0-9][A-Za-z0-9.+-]*\)*"
_EXPRESSION: Final = re.compile(f"{_TERM}(?: (?:AND|OR|WITH) {_TERM})*")
_ADDRESS: Final = re.compile(r"https?://[^\s/]\S*")
_COMMON: Final = {
    name.lower(): name
    for name in (
        "0BSD",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC-BY-NC-4.0",
        "CC-BY-NC-ND-4.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-SA-4.0",
        "CC0-1.0",
        "EUPL-1.2",
        "GFDL-1.3-or-later",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "LGPL-3.0-or-later",
        "MIT",
        "MPL-2.0",
        "Unlicense",
    )
}


@dataclass(frozen=True)
class Manifest:
    """What a pack says of itself: one line each, and safe to show.

    Attributes:
        licence: An SPDX expression, or nearly.
        title, description, homepage: Empty where they are not given.

    """

    name: str
    version: str
    licence: str
    authors: tuple[str, ...]
    title: str = ""
    description: str = ""
    homepage: str = ""

    @property
    def release(self) -> tuple[int, ...]:
        """The version's numbers, to compare; 1.2 is 1.2.0."""
        numbers = [int(part) for part in self.version.split(".")]
        return tuple(numbers + [0] * (4 - len(numbers)))


def check_manifest_file(path: Path, problems: Problems) -> Manifest | None:
    """What the ``pack.yaml`` at ``path`` says; None if it is invalid."""
    return _manifest(*read(path, problems, NOT_A_PACK))


def check_manifest(file: str, content: bytes, problems: Problems) -> Manifest | None:
    """As :func:`check_manifest_file`, of content that is already here."""
    return _manifest(*read_text(file, content, problems, NOT_A_PACK))


def _manifest(report: Report, tree: Table | None) -> Manifest | None:
    if tree is None:
        return None
    shape = shaped(tree, report, PackShape)
    _check(tree, report)
    if shape is None or not report.sound:
        return None
    return Manifest(
        name=shape.name,
        version=shape.version,
        licence=one_line(shape.licence),
        authors=tuple(one_line(author) for author in shape.authors),
        title=one_line(shape.title),
        description=one_line(shape.description, 1200),
        homepage=one_line(shape.homepage),
    )


def _check(tree: Table, report: Report) -> None:
    """What one value's type cannot tell; on the tree, so that all problems come in one run."""
    name, version = _text(tree, "name"), _text(tree, "version")
    licence, homepage = _text(tree, "licence"), _text(tree, "homepage")
    if name and name.text in KEPT_BY_WINDOWS:
        report(NAME, name.span, f"Windows keeps the name '{name.text}' for itself")
    if version and not re.fullmatch(VERSION_PATTERN, version.text):
        report(VERSION, version.span, f"'{one_line(version.text, 60)}' is not a version")
    if licence and not _is_expression(licence.text):
        close = _COMMON.get(nearest(licence.text.strip().replace(" ", "-"), _COMMON), "")
        hint = f"did you mean '{close}'?" if close else ""
        report(LICENCE, licence.span, f"'{one_line(licence.text, 60)}' names no licence", hint)
    if homepage and not _ADDRESS.fullmatch(homepage.text.strip()):
        report(HOMEPAGE, homepage.span, "this is not a web address")


def _text(tree: Table, key: str) -> Leaf | None:
    """A value that is text; one without any has been complained of."""
    leaf = text_leaf(tree.get(key))
    return leaf if leaf and leaf.text.strip() else None


def _is_expression(text: str) -> bool:
    text = text.strip()
    return bool(_EXPRESSION.fullmatch(text)) and text.count("(") == text.count(")")
