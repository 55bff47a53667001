"""A page is one file, needs nothing else, and shows what people typed as what they typed."""

import base64
import hashlib
import re
from importlib import resources
from pathlib import Path

import pytest
from support.markup import Node, parsed, section
from support.reports import Row, make, rated, rated_table, report, unscored

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "{{ 7 * 7 }}{% for x in y %}",
    "<!-- ",
    "]]></svg></table></article>",
    "&lt;b&gt; &#60;i&#62;",
    "javascript:alert(1) https://example.org/beacon.png",
)
ELEMENTS = {"script", "img", "iframe", "object", "embed", "link", "base", "form", "b", "i", "use"}


def hostile_class() -> list[Row]:
    return [
        rated(
            *(f"L{n} {text}", 1.0),
            reply=text,
            scenario=f"s {text}",
            scene=text,
            why=text,
            missed=text,
            strength=text,
            advice=text,
            flags=text,
            acts=text,
            id=f"{n} {text}",
            status="unsure" if n % 2 else "scored",
        )
        for n, text in enumerate(HOSTILE)
        for _ in range(5)
    ]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    rows = [{**row, "id": f"{n} {row['id']}"} for n, row in enumerate(hostile_class())]
    marks = "id,empathy,marker,comment\n" + "".join(
        f'"{row["id"].replace(chr(34), 2 * chr(34))}",3,"<b>{n}</b>","<i>{n}</i>"\n'
        for n, row in enumerate(rows[:3])
    )
    return report(folder, *rows, marks=marks)


class TestWhatPeopleTyped:
    def test_never_becomes_markup(self, hostile: str) -> None:
        document = parsed(hostile)
        tags = {node.tag for node in document.all()}
        assert tags & (ELEMENTS - {"b"}) == set()
        assert all(
            node.attributes.get("class") == "hand" or re.fullmatch(r"\d\.\d\d", node.text)
            for node in document.all("b")
        )
        names = {name for node in document.all() for name in node.attributes}
        assert not any(name.startswith("on") or name == "style" for name in names)

    def test_is_shown_as_it_was_typed(self, hostile: str) -> None:
        texts = [node.text for node in parsed(hostile).all("blockquote")]
        for text in HOSTILE:
            assert text.strip() in texts

    def test_loses_what_a_screen_would_obey_or_hide(self, tmp_path: Path) -> None:
        text = "Hi\u202e there\x1b[31m \u2066you\u200b\x07"
        row = rated(f"Ann{text}", reply=text, missed=text, strength=text)
        html = report(tmp_path, row)
        assert "Hi there you" in html
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", html
        )

    def test_a_megabyte_is_cut(self, tmp_path: Path) -> None:
        html = report(tmp_path, rated("A" * 300_000, reply="no " * 300_000, advice="x" * 300_000))
        assert len(html) < 80_000

    def test_a_formula_is_what_was_typed(self, tmp_path: Path) -> None:
        document = parsed(report(tmp_path, rated("Ann", reply="'=1+1", scenario="x")))
        assert document.one("blockquote").text == "=1+1"


class TestByItself:
    def test_nothing_is_fetched(self, hostile: str) -> None:
        document = parsed(hostile)
        for node in document.all():
            for name in ("src", "href", "xlink:href", "srcset", "action", "data"):
                assert node.attributes.get(name, "#").startswith("#"), node
        style = document.one("style").text
        assert "url(" not in style
        assert "@import" not in style

    def test_the_policy_allows_the_style_and_nothing_else(self, hostile: str) -> None:
        document = parsed(hostile)
        policy = document.one("meta", **{"http-equiv": "Content-Security-Policy"})
        (style,) = document.one("style").inside
        digest = base64.b64encode(hashlib.sha256(str(style).encode()).digest()).decode()
        assert policy.attributes["content"] == (
            f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        )

    def test_no_template_turns_escaping_off(self) -> None:
        folder = resources.files("roleplay.classroom.report").joinpath("templates")
        texts = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
        assert texts.keys() >= {"base.html", "class.html", "feedback.html", "report.css"}
        for text in texts.values():
            assert not re.search(r"\|\s*safe|autoescape|Markup|style=", text)

    def test_the_same_table_makes_the_same_page(self, tmp_path: Path) -> None:
        rows = [rated(f"L{n}", n / 2) for n in range(8)]
        assert report(tmp_path, *rows) == report(tmp_path, *rows)


class TestForEverybody:
    @pytest.fixture
    def document(self, tmp_path: Path) -> Node:
        first = [rated(f"Learner {n}", 1.0, acts="insult | greet") for n in range(9)]
        last = [rated(f"Learner {n}", 3.0, attempt="2", acts="thank") for n in range(9)]
        waits = rated("Learner 1", scene="more", status="unsure", why="a reason")
        return parsed(report(tmp_path, *first, *last, waits, unscored("Zoe")))

    def test_each_chart_has_a_name_and_a_table_below(self, document: Node) -> None:
        charts = document.all("svg", role="img")
        assert len(charts) == 2
        for chart in charts:
            title, text = chart.attributes["aria-labelledby"].split()
            assert chart.one("title", id=title).text
            assert len(chart.one("desc", id=text).text) > 40
        for heading in ("Where the class stands", "First against last attempt"):
            part = section(document, heading)
            kinds = [node.tag for node in part.all() if node.tag in {"figure", "table"}]
            assert kinds == ["figure", "table"]

    def test_other_drawings_are_silent_since_a_number_stands_beside_them(
        self, document: Node
    ) -> None:
        silent = [node for node in document.all("svg") if node.attributes.get("role") != "img"]
        lists = [part for part in document.all("ul") if part.attributes.get("aria-hidden")]
        hidden = [node for part in lists for node in part.all("svg")]
        assert silent
        for node in silent:
            assert node.attributes.get("aria-hidden") == "true" or node in hidden

    def test_headings_and_landmarks(self, document: Node) -> None:
        html = document.one("html")
        assert html.attributes["lang"] == "en"
        assert len(html.all("h1")) == len(html.all("main")) == len(html.all("header")) == 1
        for part in html.all("section"):
            assert html.one("h2", id=part.attributes["aria-labelledby"])
        for table in html.all("table"):
            assert all(cell.attributes.get("scope") in {"col", "row"} for cell in table.all("th"))

    def test_every_link_leads_somewhere(self, document: Node) -> None:
        ids = [node.attributes["id"] for node in document.all() if "id" in node.attributes]
        assert len(set(ids)) == len(ids)
        links = {node.attributes["href"] for node in document.all("a")}
        assert {link.removeprefix("#") for link in links} <= set(ids)
        assert len(links) > 10

    def test_light_dark_and_print(self, document: Node) -> None:
        style = document.one("style").text
        assert "@media screen and (prefers-color-scheme: dark)" in style
        assert "article.page { break-before: page" in style


def test_a_page_a_learner_with_strength_points_and_advice(tmp_path: Path) -> None:
    row = rated(
        *("Ann", [3.0, 2.0, 1.0, 0.0]),
        strength="“Sorry.” says sorry.",
        missed="an answer today | she is worried",
        advice="Say when (help 0.0 → 1.0).",
        acts="apologize",
    )
    own = parsed(report(tmp_path, row)).one("article", id="learner-1")
    words = dict(zip((d.text for d in own.all("dt")), (d.text for d in own.all("dd")), strict=True))
    assert words == {
        "What worked": "“Sorry.” says sorry.",
        "Not said back": "an answer today she is worried",
        "Worth trying": "Say when (help 0.0 → 1.0).",
        "What it does": "apologises",
    }
    assert "3.00 specific" in own.text
    assert "0.00 refused" in own.text


def test_without_explanations_it_says_how_to_get_them(tmp_path: Path) -> None:
    columns = rated_table(tmp_path).read_text().strip().split(",")[:-2]
    _, html = make(rated_table(tmp_path, rated("Ann"), columns=columns), tmp_path / "page.html")
    assert "roleplay score … --explain" in html
    assert "--explain" not in report(tmp_path, rated("Ann"))


def test_too_many_learners_for_one_page(tmp_path: Path) -> None:
    document = parsed(report(tmp_path, *(rated(f"L{n}", 2.0) for n in range(251))))
    assert document.all("article") == []
    part = section(document, "Learners")
    assert "251 learners" in part.text
    assert "--feedback DIR" in part.text
