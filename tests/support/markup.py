"""HTML as a parser of its own sees it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input"}
BARE = {"rect", "line", "circle", "stop", "path"}
"""SVG elements that close themselves."""


@dataclass
class Node:
    """An element, with its attributes, its children, and texts between them."""

    tag: str
    attributes: dict[str, str]
    inside: "list[Node | str]" = field(default_factory=list)

    def all(self, tag: str = "", **attributes: str) -> "list[Node]":
        """Every element inside, as deep as it may be, with these attributes."""
        found = []
        for child in self.inside:
            if isinstance(child, Node):
                fits = attributes.items() <= child.attributes.items()
                if tag in {"", child.tag} and fits:
                    found.append(child)
                found += child.all(tag, **attributes)
        return found

    def one(self, tag: str = "", **attributes: str) -> "Node":
        """The only such element."""
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """What it says, in single spaces."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> "list[str]":
        texts = []
        for child in self.inside:
            texts += [child] if isinstance(child, str) else [*child._texts(), " "]
        return texts


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)
        if tag not in VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in BARE, tag
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, (self._open[-1], tag)
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)

    def end(self) -> Node:
        self.close()
        assert self._open == [self.root], self._open[-1].tag
        return self.root


def parsed(html: str) -> Node:
    """The document; every element is closed where it should be."""
    reader = _Reader()
    reader.feed(html)
    return reader.end()


def section(document: Node, heading: str) -> Node:
    """The section with this heading."""
    found = [
        part
        for part in document.all("section")
        if any(title.text == heading for title in part.all("h2"))
    ]
    assert len(found) == 1, heading
    return found[0]


def table_rows(node: Node) -> list[list[str]]:
    """The cells of the rows of every table in it."""
    return [
        [cell.text for cell in row.inside if isinstance(cell, Node)]
        for table in node.all("table")
        for body in (*table.all("tbody"), *table.all("tfoot"))
        for row in body.all("tr")
    ]
