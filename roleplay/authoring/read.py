"""Read a scenario file as a tree with places, refusing what a scenario has no use for."""

from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import DocumentStartEvent, Event, NodeEvent
from ruamel.yaml.reader import ReaderError

from roleplay.authoring import traps
from roleplay.authoring.nodes import Composer, Node, Table, TooDeepError
from roleplay.authoring.problems import Problems, Report
from roleplay.authoring.rules import Flaw, Rule, rule
from roleplay.authoring.source import MAX_BYTES, START, Source, Span, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

UNREADABLE = rule(
    "S001",
    "a file that cannot be read",
    "look whether the file is there and may be read",
    Flaw("", "", exists=False),
)
TOO_BIG = rule(
    "S002",
    "a file that is too big",
    "make several scenarios of it",
    Flaw("", "# " + "x" * MAX_BYTES),
)
ENCODING = rule(
    "S003",
    "a file that is not UTF-8",
    "save the file as UTF-8",
    Flaw("A missing slip", "A missing caf«\udce9»"),
)
CONTROL = rule(
    "S004",
    "a control character",
    "delete it; editors show it when asked to show invisible characters",
    Flaw("A missing slip", "A missing «\x1b»[31mslip"),
)
ONE_DOCUMENT = rule(
    "S009",
    "more than one document, or a directive",
    "one file is one scenario: leave out lines that start with '---' or '%'",
    Flaw("opening: asks\n", "«---»\nopening: asks\n"),
)
NOT_A_SCENARIO = rule(
    "S015",
    "a file without a scenario in it",
    "start one with 'roleplay new'",
    Flaw("", "# nothing but a comment\n"),
)


def read(
    path: Path, problems: Problems, empty: Rule = NOT_A_SCENARIO
) -> tuple[Report, Table | None]:
    """Read the file at ``path``; returns where to report, and the tree if there is one."""
    try:
        content = read_bytes(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        report = Report(Source(str(path)), problems)
        reason = getattr(error, "strerror", None) or error
        report(UNREADABLE, START, f"the file cannot be read: {reason}")
        return report, None
    return read_text(str(path), content, problems, empty)


def read_text(
    file: str, content: bytes, problems: Problems, empty: Rule = NOT_A_SCENARIO
) -> tuple[Report, Table | None]:
    """Read what a file contains.

    Args:
        file: Names it in problems.
        content: All of it.
        problems: Gets what is wrong with it.
        empty: The rule that is broken by a file without any keys.

    """
    if len(content) > MAX_BYTES:
        report = Report(Source(file), problems)
        report(TOO_BIG, START, f"the file has more than {MAX_BYTES // 1024} KB")
        return report, None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source = Source(file, content.decode("utf-8-sig", "replace"))
        report = Report(source, problems)
        good = content[: error.start].decode("utf-8-sig")
        report(ENCODING, source.at(len(good)), f"byte {content[error.start]:#04x} is not UTF-8")
        return report, None
    report = Report(Source(file, text), problems)
    return report, _tree(report, empty)


def _tree(report: Report, empty: Rule) -> Table | None:
    try:
        node = _compose(report, empty)
    except TooDeepError:
        return None
    except ReaderError as error:
        number = ord(report.source.text[error.position])
        span = report.source.at(error.position)
        report(CONTROL, span, f"character U+{number:04X} may not stand here")
        return None
    except MarkedYAMLError as error:
        trap = traps.explain(error, report.source)
        if not report.knows(trap.span):  # an alias, and then the rest of *sigh* as a syntax error
            report(trap.rule, trap.span, trap.message, trap.remedy)
        return None
    except (
        YAMLError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        OverflowError,
        AssertionError,
    ) as error:
        # The parser stumbles over some escapes and directives instead of complaining of them.
        report(traps.SYNTAX, START, f"this is not YAML: {error}")
        return None
    if node is None or isinstance(node, Table):
        return node
    report(empty, node.span, "this file is made of keys and values, such as 'title: …'")
    return None


def _compose(report: Report, empty: Rule) -> Node | None:
    """The file's only document, or None when that has been complained of."""
    events: Iterator[Event] = YAML(typ="safe", pure=True).parse(report.source.text)
    composer = Composer(events, report)
    node: Node | None = None
    for event in events:
        if isinstance(event, DocumentStartEvent):
            if node is not None or event.version or event.tags:
                what = "a second document" if node is not None else "a directive"
                mark = event.start_mark
                span = Span(mark.line + 1, mark.column + 1, 3)
                report(ONE_DOCUMENT, span, f"{what} starts here")
                return None
        elif isinstance(event, NodeEvent):
            node = composer.node(event)
    if node is None:
        report(empty, START, "there is nothing in this file")
    return node
