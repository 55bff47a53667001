"""Scenarios of any shape, with texts that graph formats trip over."""

from dataclasses import replace

from hypothesis import strategies as st

from roleplay.scenario import Branch, Condition, Ending, Outcome, Person, Scenario
from roleplay.scenario.condition import Comparison
from roleplay.text.clean import sanitise
from support.scenarios import scene, small

TRICKY = (
    'He said "no"',
    "a | b",
    "[[x]] {y} (z)",
    "<br/><b>bold</b> &lt; &amp;",
    "end",
    "%%{init: {}}%%",
    "line\nline",
    "#quot; #35;",
    "1. first",
    "- dash",
    "`code` **bold** _it_",
    "\\",
    "\\N \\l \\G",
    '"',
    '"]',
    "style a:#b;",
    "--> x",
    "給与 👍🏽 ñ",
    "x" * 150,
    "$$x$$",
)
NAMES = st.one_of(
    st.sampled_from(
        ["end", "graph", "node", "subgraph", "a--b", "a-b", "o", "x", "style", "class"]
    ),
    st.from_regex(r"[a-z][a-z0-9-]{0,39}", fullmatch=True),
)
TEXTS = st.one_of(st.sampled_from(TRICKY), st.text(min_size=1, max_size=60)).filter(
    lambda text: bool(sanitise(text).strip())
)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A scenario whose branches lead anywhere; what a check would complain of included."""
    names = draw(st.lists(NAMES, min_size=2, max_size=9, unique=True))
    cut = draw(st.integers(1, len(names) - 1))
    scene_ids, ending_ids = names[:cut], names[cut:]
    conditions = st.builds(Condition, TEXTS, st.just(Comparison("empathy", ">=", 2)))
    branches = st.builds(
        Branch, st.sampled_from(names), st.none() | conditions, mood_by=st.integers(-4, 4)
    )
    return replace(
        small(),
        title=draw(TEXTS),
        people={"dana": Person("dana", draw(TEXTS), "analyst", 2)},
        opening=draw(st.sampled_from(scene_ids)),
        scenes={
            name: scene(name, draw(TEXTS), *draw(st.lists(branches, min_size=1, max_size=4)))
            for name in scene_ids
        },
        endings={
            name: Ending(name, draw(TEXTS), draw(st.sampled_from(Outcome)), "After.")
            for name in ending_ids
        },
    )


def chain(length: int) -> Scenario:
    """Scenes one after the other, each leading on, back to itself, and to an ending."""
    names = [f"s{number}" for number in range(length)]
    following = dict(zip(names, [*names[1:], "relieved"], strict=True))
    whole = small()
    return replace(
        whole,
        opening=names[0],
        scenes={
            name: scene(
                name, "And then?", Branch(following[name]), Branch(name), Branch("walks-off")
            )
            for name in names
        },
    )
