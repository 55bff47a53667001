"""The questions that ``new`` asks. Enter takes a default, and what will not do is asked again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from roleplay.authoring.answers import (
    MAX_DIFFICULTY,
    MAX_TITLE,
    Answers,
    slug,
    tidy_id,
    tidy_line,
    tidy_number,
    tidy_speech,
    title_of,
)
from roleplay.authoring.meanings import MEANINGS
from roleplay.authoring.new import refuse_if_there
from roleplay.errors import RoleplayError, UsageError
from roleplay.scenario.model import MAX_MOOD
from roleplay.text.clean import sanitise
from roleplay.text.spelling import nearest

_Choice = TypeVar("_Choice", bound=StrEnum)
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Interview:
    """Asks for what is not known yet.

    Attributes:
        ask: Shows a prompt and returns what was typed.
        tell: Shows a line.
        folder: Where the scenario will be written; an id that is taken there is asked again.

    """

    ask: Callable[[str], str]
    tell: Callable[[str], None]
    folder: Path

    def answers(self, given: Mapping[str, Any]) -> Answers:
        """The answers in ``given``, by their names in :class:`Answers`, and to the questions."""
        self.tell("Enter takes what stands in [brackets]; Ctrl+C stops, and nothing is written.")
        names = self._names(given.get("id", ""), given.get("title", ""))
        questions: dict[str, Callable[[], object]] = {
            "kind": lambda: self._choice("What sort of situation is it?", Answers.kind),
            "customer": lambda: self._choice("Whose customer are they?", Answers.customer),
            "need": lambda: self._choice("What are they after?", Answers.need),
            "name": lambda: self._line("Who is it? Their name", Answers.name),
            "role": lambda: self._line("And what they do", Answers.role),
            "mood": lambda: self._number("How upset, from 0 calm to 4 furious", 2, 0, MAX_MOOD),
            "says": self._speech,
            "difficulty": lambda: self._number(
                "How difficult, from 1 easy to 3 hard", 1, 1, MAX_DIFFICULTY
            ),
        }
        asked = {key: ask() for key, ask in questions.items() if key not in given}
        return Answers(**{**given, **names, **asked})

    def _names(self, name: str, title: str) -> dict[str, str]:
        title = title or self._line(
            "Title, as the picker shows it", title_of(name or "my-scenario"), MAX_TITLE
        )
        return {"title": title, "id": name or self._id(title)}

    def _id(self, title: str) -> str:
        def free(text: str) -> str:
            refuse_if_there(self.folder, tidy_id(text))
            return text

        first = slug(title) or "my-scenario"
        names = (first, *(f"{first[:36]}-{number}" for number in range(2, 100)))
        default = next((name for name in names if not self._taken(name)), first)
        return self._until_good("Id, which names the file", default, free)

    def _taken(self, name: str) -> bool:
        return (self.folder / f"{name}.yaml").exists()

    def _choice(self, question: str, default: _Choice) -> _Choice:
        choices = list(type(default))
        width = max(map(len, choices))
        self.tell(f"\n{question}")
        for number, choice in enumerate(choices, 1):
            meaning = MEANINGS[type(default)][choice]
            self.tell(f"  {number}  {choice:<{width}}  {meaning[:1].lower()}{meaning[1:]}")

        def chosen(text: str) -> _Choice:
            if text.isdecimal() and 1 <= int(text) <= len(choices):
                return choices[int(text) - 1]
            meant = [choice for choice in choices if choice.startswith(text.lower())]
            close = nearest(text, choices)
            if len(meant) != 1 and not close:
                message = f"'{sanitise(text)[:60]}' is none of them"
                raise UsageError(message, hint=f"a word, or a number from 1 to {len(choices)}")
            return meant[0] if len(meant) == 1 else type(default)(close)

        return self._until_good("A number or a word", default, chosen)

    def _line(self, question: str, default: str, most: int = 200) -> str:
        return self._until_good(question, default, lambda text: tidy_line(text, "that", most))

    def _number(self, question: str, default: int, least: int, most: int) -> int:
        def number(text: str) -> int:
            if not text.isdecimal():
                hint = f"from {least} to {most}"
                raise UsageError(f"'{sanitise(text)[:60]}' is not a number", hint=hint)
            return tidy_number(int(text[:9]), "that", least, most)

        return self._until_good(question, str(default), number)

    def _speech(self) -> str:
        self.tell("\nWhat do they say first? Best with a fact, a feeling and what they need.")
        self.tell("On one line; Enter puts an example there.")
        while True:
            try:
                return tidy_speech(self.ask("> "))
            except UsageError as error:
                self._again(error)

    def _until_good(self, question: str, default: str, read: Callable[[str], _Answer]) -> _Answer:
        while True:
            typed = sanitise(self.ask(f"{question} [{default}]: ")).strip()
            try:
                return read(typed or default)
            except RoleplayError as error:
                self._again(error)

    def _again(self, error: RoleplayError) -> None:
        self.tell(f"  {error.message}" + (f": {error.hint}" if error.hint else ""))
