"""What an author says of a new scenario before there is a file."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from roleplay.authoring.problems import one_line
from roleplay.authoring.shape import ID_PATTERN
from roleplay.errors import UsageError
from roleplay.scenario import Customer, Kind, Need
from roleplay.scenario.model import MAX_MOOD
from roleplay.text.clean import in_a_line, sanitise

MAX_TITLE: Final = 80
MAX_LINE: Final = 200
MAX_SPEECH: Final = 1200
MAX_DIFFICULTY: Final = 3
_MAX_ID: Final = 40


@dataclass(frozen=True)
class Answers:
    """What a new scenario is about; :func:`tidy` says whether it will do.

    Attributes:
        id: The name of the file, without its ending.
        title: Made of the id if empty.
        name, role: Who the coworker is.
        mood: How upset they are, 0 calm to 4 furious.
        says: What they say first; an example stands in for none.
        difficulty: 1 easy to 3 hard.

    """

    id: str
    title: str = ""
    kind: Kind = Kind.INTERRUPTION
    customer: Customer = Customer.INTERNAL
    need: Need = Need.INFORMATION
    name: str = "Dana Ruiz"
    role: str = "analyst"
    mood: int = 2
    says: str = ""
    difficulty: int = 1


def tidy(answers: Answers) -> Answers:
    """The same answers as a file can have them: without hidden characters, and nothing missing.

    Raises:
        UsageError: One of them will not do; says which, and what would.

    """
    return Answers(
        id=tidy_id(answers.id),
        title=tidy_line(answers.title, "the title", MAX_TITLE) or title_of(answers.id),
        kind=answers.kind,
        customer=answers.customer,
        need=answers.need,
        name=tidy_line(answers.name, "the name") or Answers.name,
        role=tidy_line(answers.role, "the role") or Answers.role,
        mood=tidy_number(answers.mood, "the mood", 0, MAX_MOOD),
        says=tidy_speech(answers.says),
        difficulty=tidy_number(answers.difficulty, "the difficulty", 1, MAX_DIFFICULTY),
    )


def tidy_id(text: str) -> str:
    """``text`` if it is an id."""
    if not re.fullmatch(ID_PATTERN, text):
        hint = "small letters, digits and hyphens, a letter first: two-minute-question"
        raise UsageError(f"'{one_line(text, 60)}' is not an id", hint=hint)
    return text


def tidy_line(text: str, what: str, most: int = MAX_LINE) -> str:
    """``text`` on one line."""
    return _short(in_a_line(text), what, most)


def tidy_speech(text: str) -> str:
    """``text`` as it would be spoken; it may have several lines."""
    return _short(sanitise(text).strip(), "what they say", MAX_SPEECH)


def tidy_number(number: int, what: str, least: int, most: int) -> int:
    """``number`` if it is in the range."""
    if not least <= number <= most:
        raise UsageError(f"{what} is {number}", hint=f"a number from {least} to {most}")
    return number


def title_of(name: str) -> str:
    """A title made of an id."""
    return name.replace("-", " ").strip().capitalize()


def slug(text: str) -> str:
    """An id made of ``text``; empty when it has no letter that an id can have."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))
    return re.sub("^[0-9-]+", "", "-".join(words))[:_MAX_ID].strip("-")


def _short(text: str, what: str, most: int) -> str:
    if len(text) > most:
        hint = "say it in fewer words"
        raise UsageError(f"{what} has {len(text)} characters; {most} fit", hint=hint)
    return text
