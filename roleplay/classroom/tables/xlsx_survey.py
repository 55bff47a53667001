"""Walk through the XML of a workbook before anything is made of it.

A workbook is read a row at a time, but whoever reads it holds a whole row, and
whatever stands outside the rows, in memory. So each of these has a limit, which
is far above what people write and far below what hurts. Entities are refused:
they are how a few bytes of XML become a gigabyte, and workbooks have none.
"""

from typing import IO, Any, Final
from xml.parsers import expat

from roleplay.classroom.tables.shared_texts import SharedTexts

BLOCK: Final = 64 * 1024
MAX_BYTES: Final = 16 * 1024 * 1024
"""Of a row, of a shared text, and of what stands outside of them."""
MAX_ELEMENTS: Final = 250_000
"""Of the same; a cell has two or three."""
MAX_DEPTH: Final = 100
MAX_ROWS: Final = 1_048_576
"""Of a sheet, in every program."""
MAX_TEXTS: Final = 4 * MAX_ROWS

SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main worksheet"
_TEXTS: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main sst"
_STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main workbook"
_UNIT: Final = {SHEET: (2, "row", MAX_ROWS), _TEXTS: (1, "si", MAX_TEXTS)}
"""What is read one at a time: how deep it stands, its name, and how many there may be."""
_BEFORE_XML: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


class SurveyError(ValueError):
    """There is something in it that no workbook needs. The message goes on after "because"."""


def survey(part: IO[bytes], texts: SharedTexts) -> str:
    """Walk through one part of a workbook.

    Args:
        part: Its bytes.
        texts: Gets the shared texts, if they are in this part.

    Returns:
        The name of its root with its namespace; empty when it is no XML, or broken.

    Raises:
        SurveyError: It must not be read.
        ExpatError: The XML of a sheet or of its texts is broken.

    """
    block = part.read(BLOCK)
    if not block.lstrip(_BEFORE_XML).startswith(b"<"):
        return ""  # a picture, or a printer's settings; nobody reads it
    walk = _Walk(texts)
    try:
        while block:
            walk.feed(block)
            block = part.read(BLOCK)
        walk.end()
    except expat.ExpatError:
        if walk.root in _UNIT:
            raise
        return ""
    if walk.root == _STRICT:
        raise SurveyError("it is a “Strict Open XML” workbook; save it as a plain one")
    return walk.root


class _Walk:
    """A walk through one part.

    Attributes:
        root: The name of the root with its namespace; empty before it was seen.

    """

    def __init__(self, texts: SharedTexts) -> None:
        self.root = ""
        self._texts = texts
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._ended
        parser.StartDoctypeDeclHandler = self._doctype
        self._fed = self._since = 0
        self._depth = self._elements = self._outside = self._units = 0
        self._unit_depth, self._unit, self._most = 0, "", 0
        self._found: list[str] = []
        self._phonetic = False

    def feed(self, block: bytes) -> None:
        self._fed += len(block)
        self._parser.Parse(block, False)  # noqa: FBT003 - expat takes it so
        if self._fed - self._since > MAX_BYTES + len(block):
            raise SurveyError(f"there are more than {MAX_BYTES:,} bytes of XML in one piece")

    def end(self) -> None:
        self._parser.Parse(b"", True)  # noqa: FBT003

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if not self._depth:
            self.root = name
            self._unit_depth, self._unit, self._most = _UNIT.get(name, (0, "", 0))
        self._depth += 1
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise SurveyError(f"there are more than {MAX_ELEMENTS:,} XML elements in one piece")
        if self._depth > MAX_DEPTH:
            raise SurveyError(f"its XML is nested more than {MAX_DEPTH} deep")
        if self.root == _TEXTS:
            self._start_of_text(name.rpartition(" ")[2])

    def _ended(self, name: str) -> None:
        self._depth -= 1
        if self.root == _TEXTS:
            self._end_of_text(name.rpartition(" ")[2])
        if self._depth == self._unit_depth and name.rpartition(" ")[2] == self._unit:
            self._end_of_unit()
        elif self._depth <= self._unit_depth:
            self._outside = self._elements

    def _end_of_unit(self) -> None:
        self._units += 1
        if self._units > self._most:
            raise SurveyError(f"there are more than {self._most:,} rows or texts in it")
        self._elements = self._outside
        self._since = self._parser.CurrentByteIndex

    def _start_of_text(self, name: str) -> None:
        if name == "rPh":  # how it is pronounced; not part of it
            self._phonetic = True
        elif name == "t" and not self._phonetic:
            self._parser.CharacterDataHandler = self._found.append

    def _end_of_text(self, name: str) -> None:
        if name == "rPh":
            self._phonetic = False
        elif name == "t":
            self._parser.CharacterDataHandler = None
        elif name == "si":
            self._texts.add("".join(self._found))
            self._found.clear()

    def _doctype(self, *_: Any) -> None:  # noqa: ANN401 - names and flags
        raise SurveyError("it declares XML entities, which no workbook does")
