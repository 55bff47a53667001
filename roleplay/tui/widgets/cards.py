"""The list of scenarios, and one of them in full."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from roleplay.practice import Card, Standing
from roleplay.scenario import Customer
from roleplay.tui.widgets.text import MUTED, joined, safe
from roleplay.tui.words import TOP_DIFFICULTY, WRONG, meter, plainly, standing_words


class ScenarioList(OptionList):
    """Scenarios in two lines each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Play", tooltip="Play the chosen scenario"),
    ]

    def __init__(self) -> None:
        """Empty until cards come."""
        super().__init__(id="scenarios", markup=False)
        self.cards: Sequence[Card] = ()

    def show(self, cards: Sequence[Card], standings: Mapping[str, Standing]) -> None:
        """Show ``cards``, and stay on the one that was chosen if it is still there."""
        chosen = self.chosen
        self.cards = cards
        rows: list[Option | None] = []
        for card in cards:
            rows += [Option(_row(card, standings.get(card.id))), None]
        self.set_options(rows[:-1])
        if cards:
            ids = [card.id for card in cards]
            self.highlighted = ids.index(chosen.id) if chosen and chosen.id in ids else 0

    @property
    def chosen(self) -> Card | None:
        """The card under the cursor."""
        here = self.highlighted
        return self.cards[here] if here is not None and here < len(self.cards) else None


def _row(card: Card, standing: Standing | None) -> Content:
    if card.problem:
        state = (f"{WRONG} {card.problem}", "$text-error")
    elif standing is not None and standing.passed:
        state = (standing_words(standing), "$text-success")
    else:
        state = (standing_words(standing), MUTED)
    facts = [plainly(card.kind), f"needs {card.need}", _difficulty(card), f"{card.minutes} min"]
    return joined((card.title, "bold"), "   ", state, "\n", (" · ".join(facts), MUTED))


def _difficulty(card: Card) -> str:
    return meter(min(card.difficulty, TOP_DIFFICULTY), TOP_DIFFICULTY)


class CardView(Static):
    """Everything that is known of one scenario before it is opened."""

    def show(self, card: Card | None, standing: Standing | None) -> None:
        """Show ``card``, or nothing."""
        self.update(Content("") if card is None else _in_full(card, standing))


def _in_full(card: Card, standing: Standing | None) -> Content:
    who = "somebody you work with" if card.customer is Customer.INTERNAL else "a customer outside"
    lines = [
        ("Kind", plainly(card.kind)),
        ("Who", f"{who}, who needs {card.need}"),
        ("Trains", ", ".join(plainly(name) for name in card.fundamentals)),
        ("Level", f"{_difficulty(card)} {card.difficulty} of {TOP_DIFFICULTY}"),
        ("Takes", f"about {card.minutes} minutes"),
        ("At the desk", "you are interrupted at work" if card.interrupts else "you are free"),
        ("You", standing_words(standing)),
    ]
    if standing is not None:
        times = "once" if standing.plays == 1 else f"{standing.plays} times"
        lines.append(("Played", f"{times}, last on {standing.played.day} {standing.played:%B %Y}"))
    if card.problem:
        lines.append(("Problem", card.problem))
    table = Content("\n").join(joined((f"{name:<13}", MUTED), _hang(text)) for name, text in lines)
    return Content("\n\n").join([safe(card.title, "bold"), table])


def _hang(text: str, width: int = 28) -> str:
    """``text`` wrapped beside its label; the card has a fixed width."""
    return f"\n{' ' * 13}".join(textwrap.wrap(text, width))
