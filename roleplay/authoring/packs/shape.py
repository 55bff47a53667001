"""The format of ``pack.yaml``; its JSON Schema is generated from here."""

from typing import Annotated, Final

from pydantic import ConfigDict, Field, StringConstraints

from roleplay.authoring.shape import Id, Line, Shape, Text

FILE_NAME: Final = "pack.schema.json"
VERSION_PATTERN: Final = r"^[0-9]{1,6}(\.[0-9]{1,6}){1,3}$"


class PackShape(Shape):
    """A pack: scenarios that travel together, and who made them."""

    model_config = ConfigDict(title="Roleplay pack")

    name: Id = Field(description="What the pack is called on the command line")
    version: Line = Field(
        description="Two to four numbers with dots between, such as 1.2.0; raise it on a change",
        json_schema_extra={"pattern": VERSION_PATTERN},
    )
    licence: Line = Field(
        description="What others may do with it: an SPDX expression such as CC-BY-4.0, "
        "or LicenseRef-… for terms of your own"
    )
    authors: list[Line] = Field(min_length=1, max_length=20, description="Who wrote it")
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)] = (
        Field(default="", description="A name for people")
    )
    description: Text = Field(default="", description="What it is for, in a few sentences")
    homepage: Line = Field(
        default="",
        description="Where there is more about it: an address that starts with https://",
        json_schema_extra={"pattern": "^https?://[^\\s/]"},
    )
