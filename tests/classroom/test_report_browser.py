"""A report in a real browser: it is painted, light and dark, and its policy does not break it."""

import struct
import zlib
from pathlib import Path

import pytest
from support.browser import BROWSER, MISSING, browse
from support.reports import make, rated, rated_table

LIGHT, DARK = (0xFB, 0xFA, 0xF7), (0x16, 0x19, 0x1B)
LEVEL_3 = (0x8D, 0xBF, 0xAE)

pytestmark = pytest.mark.skipif(BROWSER is None, reason=MISSING)


def colours(picture: Path) -> list[tuple[int, int, int]]:
    """The colours of a PNG, by a reader that knows what browsers write; the first comes first."""
    data, place, packed = picture.read_bytes(), 8, b""
    width = height = depth = kind = 0
    while place < len(data):
        size, name = struct.unpack(">I4s", data[place : place + 8])
        body = data[place + 8 : place + 8 + size]
        if name == b"IHDR":
            width, height, depth, kind = struct.unpack(">IIBB", body[:10])
        packed += body if name == b"IDAT" else b""
        place += size + 12
    step = {2: 3, 6: 4}[kind]
    assert depth == 8
    raw, row = zlib.decompress(packed), bytearray(width * step)
    found: dict[tuple[int, int, int], None] = {}
    for y in range(height):
        start = y * (width * step + 1)
        row = _unfiltered(raw[start], raw[start + 1 : start + 1 + width * step], row, step)
        for x in range(0, width * step, step * 3):
            found.setdefault((row[x], row[x + 1], row[x + 2]))
    return list(found)


def _unfiltered(how: int, line: bytes, above: bytearray, step: int) -> bytearray:
    row = bytearray(line)
    if how == 0:
        return row
    for n in range(len(row)):
        left = row[n - step] if n >= step else 0
        up, corner = above[n], above[n - step] if n >= step else 0
        guess = (left, up, (left + up) // 2, _paeth(left, up, corner))[how - 1]
        row[n] = (row[n] + guess) & 0xFF
    return row


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    table = rated_table(folder, *(rated(f"Learner {n}", 3.0) for n in range(9)))
    make(table, folder / "report.html", feedback=folder / "own")
    return folder / "report.html"


@pytest.mark.parametrize(("scheme", "paper"), [("1", LIGHT), ("0", DARK)], ids=["light", "dark"])
def test_it_is_painted(page: Path, scheme: str, paper: tuple[int, int, int]) -> None:
    picture = page.with_suffix(".png")
    own = page.parent / "own" / "learner-1.html"  # has its levels at the top
    browse(own, f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={picture}")
    found = colours(picture)
    assert found[0] == paper
    assert LEVEL_3 in found


def test_it_prints_a_page_for_each_learner(page: Path) -> None:
    printed = page.with_suffix(".pdf")
    dark = "--blink-settings=preferredColorScheme=0"
    browse(page, dark, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    data = printed.read_bytes()
    assert data.startswith(b"%PDF")
    pages = data.count(b"/Type /Page\n") + data.count(b"/Type /Page ")
    assert pages >= 11
