"""Every drawing shows every scene, ending and branch, whatever their texts are."""

import html
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from rich.cells import cell_len
from support.graphs import TRICKY, chain, scenarios
from support.scenarios import small

from roleplay.authoring.graph import as_dot, as_mermaid, as_outline
from roleplay.authoring.graph.outline import in_ascii
from roleplay.authoring.graph.words import branch_words, clip, fold
from roleplay.scenario import Branch, Scenario
from roleplay.text.clean import sanitise

_SHAPED = settings(max_examples=60)

# Whatever stands in quotes cannot end them: a line that is not of one of these forms is a leak.
_MERMAID_TEXT = r'"((?:[^"#;<>`*_$%&{}|\[\]\\]|#\d+;|<br/>)*)"'
_MERMAID_NODE = re.compile(
    rf"  ([se]_\w+)(?:\(\[|\{{\{{|\[\[|\(){_MERMAID_TEXT}(?:\]\)|\}}\}}|\]\]|\))(?::::(\w+))?"
)
_MERMAID_EDGE = re.compile(rf"  (s_\w+) -->\|{_MERMAID_TEXT}\| ([se]_\w+)")
_MERMAID_REST = re.compile(
    r"---|title: \".*\"|flowchart TD|  classDef (?:good|mixed|bad) fill:#\w+,stroke:#\w+,color:#000"
    r"|  style s_\w+ stroke-(?:width:4px|dasharray:5 5)"
)
_DOT_TEXT = r'"((?:[^"\\&\n]|\\[\\"n]|&amp;)*)"'
_DOT_NODE = re.compile(
    rf"  ([se]_\w+) \[label={_DOT_TEXT}, tooltip={_DOT_TEXT}, shape=(\w+), style=(.*)\]"
)
_DOT_EDGE = re.compile(rf"  (s_\w+) -> ([se]_\w+) \[label={_DOT_TEXT}\]")
_DOT_REST = re.compile(
    rf"digraph {_DOT_TEXT} \{{|  label={_DOT_TEXT}|  labelloc=t|  (?:node|edge) \[.*\]|\}}"
)


def squeezed(text: str) -> str:
    return "".join(sanitise(text).split())


def branches(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """From, to and label of each branch, without the white space that folding moves."""
    for scene in scenario.scenes.values():
        for branch in scene.next:
            yield scene.id, branch.go, squeezed(branch_words(scene, branch))


def mermaid_parts(source: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    nodes, edges = {}, []
    for line in source.splitlines():
        if node := _MERMAID_NODE.fullmatch(line):
            nodes[unescaped_id(node[1])] = from_mermaid(node[2])
        elif edge := _MERMAID_EDGE.fullmatch(line):
            label = re.sub(r"^\(\d+\)", "", squeezed(from_mermaid(edge[2])))
            edges.append((unescaped_id(edge[1]), unescaped_id(edge[3]), label))
        else:
            assert _MERMAID_REST.fullmatch(line), line
    return nodes, edges


def dot_parts(source: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    nodes, edges = {}, []
    for line in source.splitlines():
        if node := _DOT_NODE.fullmatch(line):
            nodes[unescaped_id(node[1])] = from_dot(node[2])
        elif edge := _DOT_EDGE.fullmatch(line):
            label = re.sub(r"^\(\d+\)", "", squeezed(from_dot(edge[3])))
            edges.append((unescaped_id(edge[1]), unescaped_id(edge[2]), label))
        else:
            assert _DOT_REST.fullmatch(line), line
    return nodes, edges


def unescaped_id(node: str) -> str:
    return node[2:].replace("_", "-")


def from_mermaid(label: str) -> str:
    return re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label.replace("<br/>", " "))


def from_dot(label: str) -> str:
    plain = re.sub(r"\\(.)", lambda found: {"n": " "}.get(found[1], found[1]), label)
    return html.unescape(plain)


@_SHAPED
@given(scenarios())
def test_mermaid_has_every_scene_ending_and_branch(scenario: Scenario) -> None:
    nodes, edges = mermaid_parts(as_mermaid(scenario))
    assert set(nodes) == {*scenario.scenes, *scenario.endings}
    assert Counter(edges) == Counter(branches(scenario))
    for name, scene in scenario.scenes.items():
        assert squeezed(clip(scene.says, 20)[:10]) in squeezed(nodes[name])
    for name, ending in scenario.endings.items():
        assert f"{name} · {ending.outcome} ending" in nodes[name]


@_SHAPED
@given(scenarios())
def test_dot_has_every_scene_ending_and_branch(scenario: Scenario) -> None:
    nodes, edges = dot_parts(as_dot(scenario))
    assert set(nodes) == {*scenario.scenes, *scenario.endings}
    assert Counter(edges) == Counter(branches(scenario))
    for name, ending in scenario.endings.items():
        assert squeezed(f"{name} · {ending.outcome} ending") in squeezed(nodes[name])


@_SHAPED
@given(scenarios())
@example(chain(40))
def test_the_outline_draws_each_scene_once_and_each_branch(scenario: Scenario) -> None:
    drawing = as_outline(scenario)
    tree = drawing.partition("\n\nEndings\n")[0]
    heads = re.findall(r"^[│ ]*● ([a-z0-9-]+)", tree, re.MULTILINE)
    assert sorted(heads) == sorted(scenario.scenes)
    assert len(re.findall(r"^[│ ]*[├└]─ ", tree, re.MULTILINE)) == len(list(branches(scenario)))
    # Folding may cut anywhere, so compare without white space and without the lines of the tree.
    bare = squeezed(re.sub(r"^[│├└─ ]+", "", tree, flags=re.MULTILINE))
    for _, _, words in branches(scenario):
        assert re.sub("[│├└─]", "", words) in re.sub("[│├└─]", "", bare)
    assert max(cell_len(line) for line in drawing.splitlines()) <= 80


def test_the_opening_and_what_no_path_leads_to_are_marked() -> None:
    lonely = replace(small(), opening="more")
    for drawing in (as_mermaid(lonely), as_dot(lonely), as_outline(lonely)):
        assert "more · opening" in drawing
        assert "asks · no path leads here" in drawing
        assert "more · no path" not in drawing
    assert "  style s_more stroke-width:4px" in as_mermaid(lonely)
    assert "  style s_asks stroke-dasharray:5 5" in as_mermaid(lonely)
    assert re.search(r's_more .*style="rounded,bold"', as_dot(lonely))
    assert re.search(r's_asks .*style="rounded,dashed"', as_dot(lonely))


def test_branches_say_when_and_how_the_mood_moves() -> None:
    for drawing in (as_mermaid(small()), as_dot(small()), as_outline(small())):
        text = squeezed(from_mermaid(drawing).replace("\\n", " "))
        assert squeezed("if empathy >= 2.5 and heard(overtime) · mood -2") in text
        assert squeezed("if courtesy < 1.5 · mood +1") in text
        assert "otherwise" in text


def test_endings_differ_in_shape_and_colour_by_outcome() -> None:
    nodes = {
        node[1]: node for node in map(_DOT_NODE.fullmatch, as_dot(small()).splitlines()) if node
    }
    assert nodes["e_relieved"][4] != nodes["e_walks_off"][4]
    assert nodes["e_relieved"][5] != nodes["e_walks_off"][5]
    mermaid = as_mermaid(small())
    assert 'e_relieved(["relieved · good ending' in mermaid
    assert 'e_walks_off[["walks-off · bad ending' in mermaid


def test_the_outline_names_what_leads_back_or_is_drawn_elsewhere() -> None:
    whole = small()
    scenes = dict(whole.scenes)
    scenes["again"] = replace(scenes["again"], next=(Branch("asks"), Branch("more")))
    lines = [line.strip("│ ") for line in as_outline(replace(whole, scenes=scenes)).splitlines()]
    assert "↩ asks" in lines
    assert "→ more, below" in lines
    assert lines.index("→ more, below") < lines.index("● more · Dana Ruiz")


def test_a_long_chain_goes_on_at_the_left_margin() -> None:
    lines = as_outline(chain(40)).splitlines()
    cut = [n for n, line in enumerate(lines) if re.match(r"[│ ]*→ s\d+, below", line)]
    assert len(cut) >= 2
    for n in cut:
        name = lines[n].split("→ ")[1].split(",")[0]
        assert f"● {name} · Dana Ruiz" in lines[n:]


@pytest.mark.parametrize("text", TRICKY)
def test_a_line_is_folded_without_losing_a_character(text: str) -> None:
    folded = fold(text, 11)
    assert "".join("".join(folded).split()) == "".join(text.split())
    assert max(map(cell_len, folded)) <= 11
    assert cell_len(clip(text, 11)) <= 11


def test_a_terminal_without_signs_gets_the_same_tree() -> None:
    drawing = in_ascii(as_outline(small()))
    assert drawing.isascii()
    assert "* asks - opening - Dana Ruiz" in drawing
    assert "+ relieved - good ending" in drawing


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not on this machine")
@settings(max_examples=10)
@given(scenarios())
def test_graphviz_draws_it(scenario: Scenario) -> None:
    drawn = subprocess.run(
        ["dot", "-Tsvg"], input=as_dot(scenario).encode(), capture_output=True, check=False
    )
    assert drawn.returncode == 0, drawn.stderr
    assert drawn.stdout.count(b'class="node"') == len(scenario.scenes) + len(scenario.endings)
    assert drawn.stdout.count(b'class="edge"') == len(list(branches(scenario)))
