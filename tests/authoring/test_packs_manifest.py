"""``pack.yaml``: what a pack says of itself."""

from pathlib import Path

import jsonschema
import pytest

from roleplay import paths
from roleplay.authoring.library import scenario_files
from roleplay.authoring.load import check
from roleplay.authoring.nodes import plain_data
from roleplay.authoring.packs.manifest import Manifest, check_manifest
from roleplay.authoring.packs.sample import SAMPLE
from roleplay.authoring.packs.shape import FILE_NAME, PackShape
from roleplay.authoring.problems import Problem, Problems
from roleplay.authoring.read import read_text
from roleplay.authoring.schema import json_schema, schema_text

VALIDATOR = jsonschema.Draft7Validator(json_schema(PackShape))


def said(text: str) -> tuple[Manifest | None, tuple[Problem, ...]]:
    problems = Problems()
    return check_manifest("pack.yaml", text.encode(), problems), problems.sorted()


def broken(find: str, write: str) -> list[tuple[str, str, str]]:
    assert SAMPLE.count(find) == 1
    made, problems = said(SAMPLE.replace(find, write))
    assert made is None
    return [(problem.code, problem.message, problem.remedy) for problem in problems]


def test_the_sample_is_sound() -> None:
    assert said(SAMPLE) == (
        Manifest(
            name="payroll-days",
            version="1.0.0",
            licence="CC-BY-4.0",
            authors=("Dana Ruiz",),
            homepage="https://example.org/payroll-days",
        ),
        (),
    )


def test_a_misspelt_key_is_one_problem_with_the_nearest_spelling() -> None:
    [(code, _, remedy)] = broken("licence:", "license:")
    assert (code, remedy) == ("S101", "did you mean 'licence'?")


def test_a_missing_key_says_what_belongs_there() -> None:
    [(code, _, remedy)] = broken("authors: [Dana Ruiz]\n", "")
    assert code == "S102"
    assert remedy == "add 'authors: …': who wrote it"


def test_a_version_that_yaml_reads_as_a_number_needs_quotes() -> None:
    [(code, message, remedy)] = broken("1.0.0", "1.0")
    assert code == "S103"
    assert message == "this must be text, but it is the number 1.0"
    assert remedy == "put quotes around it"
    assert said(SAMPLE.replace("1.0.0", '"1.0"'))[0] is not None


def test_all_problems_come_in_one_run() -> None:
    _, problems = said(
        "name: Payroll\nversion: one\nlicence: do as you like\nauthors: []\nhomepage: here\n"
    )
    assert [(p.code, p.line) for p in problems] == [
        ("S108", 1),
        ("P103", 2),
        ("P104", 3),
        ("S107", 4),
        ("P105", 5),
    ]


@pytest.mark.parametrize(
    "licence",
    ["MIT", "apache-2.0", "CC-BY-4.0 OR MIT", "(MIT AND CC0-1.0) OR 0BSD", "LicenseRef-In-House"],
)
def test_a_licence_is_an_spdx_expression(licence: str) -> None:
    assert said(SAMPLE.replace("CC-BY-4.0", licence))[1] == ()


@pytest.mark.parametrize("licence", ["all rights reserved", "(MIT", "MIT OR", "MIT/BSD", "©"])
def test_other_words_are_no_licence(licence: str) -> None:
    assert [code for code, _, _ in broken("CC-BY-4.0", licence)] == ["P104"]


def test_a_licence_that_is_nearly_one_is_recognised() -> None:
    assert broken("CC-BY-4.0", "CC BY 4.0")[0][2] == "did you mean 'CC-BY-4.0'?"


def test_versions_are_compared_by_their_numbers() -> None:
    def release(version: str) -> tuple[int, ...]:
        return Manifest("x", version, "MIT", ("Ana",)).release

    assert release("1.10.0") > release("1.9.9")
    assert release("1.2") == release("1.2.0")


def test_what_a_terminal_would_obey_is_gone() -> None:
    authors = r'authors: ["Da\e[31mna\nRuiz", "Ana \u202egpj"]'
    made, problems = said(SAMPLE.replace("authors: [Dana Ruiz]", authors))
    assert problems == ()
    assert made is not None
    assert made.authors == ("Dana Ruiz", "Ana gpj")


def test_an_author_of_nothing_visible_is_nobody() -> None:
    assert [code for code, _, _ in broken("[Dana Ruiz]", r'["\u200b\e[31m"]')] == ["S106"]


def test_it_is_no_scenario(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "packed.yaml").write_text("title: x", encoding="utf-8")
    assert [path.name for path in scenario_files(tmp_path)] == ["packed.yaml"]
    assert check([tmp_path / "pack.yaml"]).found == []


def test_the_shipped_schema_is_that_of_this_version() -> None:
    """If it fails: ``roleplay schema --pack > scenarios/pack.schema.json``."""
    shipped = paths.scenarios() / FILE_NAME
    assert shipped.read_text(encoding="utf-8") == schema_text(PackShape)
    jsonschema.Draft7Validator.check_schema(json_schema(PackShape))


@pytest.mark.parametrize(
    ("find", "write"),
    [
        ("licence:", "license:"),
        ("1.0.0", "1.0"),
        ("1.0.0", "1.0.0-beta"),
        ("payroll-days\nv", "Payroll\nv"),
        ("[Dana Ruiz]", "[]"),
        ("https://example.org/payroll-days", "javascript:alert(1)"),
    ],
)
def test_what_an_editor_can_see_it_refuses(find: str, write: str) -> None:
    def errors(text: str) -> int:
        _, tree = read_text("pack.yaml", text.encode(), Problems())
        assert tree is not None
        return len(list(VALIDATOR.iter_errors(plain_data(tree))))

    assert SAMPLE.count(find) == 1
    assert errors(SAMPLE) == 0
    assert errors(SAMPLE.replace(find, write)) > 0


def test_every_key_is_described() -> None:
    assert all(field.get("description") for field in json_schema(PackShape)["properties"].values())
