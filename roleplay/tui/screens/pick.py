"""Pick: what there is to practise, filtered and searched."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Final

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, OptionList, Select, Static

from roleplay.errors import InputError, RoleplayError
from roleplay.practice import Card, Library, Records, Standing
from roleplay.scenario import Kind, Need
from roleplay.tui.messages import CardsRead, Chosen, Troubled
from roleplay.tui.screens.frame import Frame
from roleplay.tui.widgets.cards import CardView, ScenarioList
from roleplay.tui.widgets.text import LineInput, note, safe
from roleplay.tui.words import TOP_DIFFICULTY, meter, plainly

NOTHING: Final = "No scenario fits. Escape clears search and filters."
EMPTY: Final = "There are no scenarios here."
READING: Final = "Reading the scenarios…"


class PickScreen(Frame):
    """The first screen. It is painted before anything is read."""

    CSS_PATH = "pick.tcss"
    AUTO_FOCUS = "#scenarios"
    HELP = (
        "# Pick a scenario\n\nArrow keys choose, **Enter** plays. **/** searches in titles, kinds "
        "and needs; **K**, **N** and **D** filter; **Escape** clears. Dots are difficulty.\n\n"
        "Your best and last results stand beside each title: an overall from 0 to 100, "
        "70 passes unless the scenario says otherwise."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/", tooltip="Search the scenarios"),
        Binding("k", "filter('kind')", "Kind", tooltip="Filter by kind of situation"),
        Binding("n", "filter('need')", "Need", tooltip="Filter by what the coworker needs"),
        Binding("d", "filter('difficulty')", "Difficulty", tooltip="Filter by difficulty"),
        Binding("escape", "clear", "Clear", tooltip="Clear search and filters"),
    ]

    def __init__(self, library: Library, records: Records) -> None:
        """Show what ``library`` has and how the learner stands by ``records``."""
        super().__init__()
        self._library = library
        self._records = records
        self._cards: Sequence[Card] | None = None
        self._standings: Mapping[str, Standing] = {}

    def heading(self) -> tuple[str, str]:
        """Where we are."""
        return "roleplay", "Coworkers are customers too"

    def body(self) -> Iterator[Widget]:
        """Filters, list, and the chosen scenario in full where there is room."""
        kinds = [(plainly(kind), kind.value) for kind in Kind]
        needs = [(need.value, need.value) for need in Need]
        levels = [(meter(n, TOP_DIFFICULTY), str(n)) for n in range(1, TOP_DIFFICULTY + 1)]
        yield Horizontal(
            LineInput(placeholder="Search", id="search", compact=True),
            Select(kinds, prompt="any kind", id="kind", compact=True),
            Select(needs, prompt="any need", id="need", compact=True),
            Select(levels, prompt="any level", id="difficulty", compact=True),
            id="filters",
        )
        yield Horizontal(
            Vertical(ScenarioList(), note((READING, "italic"), name="nothing"), id="left"),
            Vertical(CardView(markup=False), id="right"),
            id="columns",
        )

    def on_mount(self) -> None:
        """Read the scenarios once the screen has been painted."""
        self.query_one(ScenarioList).display = False
        self.call_after_refresh(self._read)

    def on_screen_resume(self) -> None:
        """Come back from a play-through: the standings may have changed."""
        if self._cards is not None:
            self._stand()
            self._show()

    @work(thread=True, exclusive=True, group="cards", description="reading the scenarios")
    def _read(self) -> None:
        cards: Sequence[Card] = ()
        try:
            cards = self._library.cards()
        except RoleplayError as error:
            self.post_message(Troubled(error))
        self.post_message(CardsRead(cards))

    def on_cards_read(self, message: CardsRead) -> None:
        """Show what has been read."""
        self._cards = message.cards
        self._stand()
        self._show()
        if self.focused is None:
            self.query_one(ScenarioList).focus()

    def _stand(self) -> None:
        try:
            self._standings = self._records.standings()
        except RoleplayError as error:
            self.post_message(Troubled(error))

    @on(Input.Changed, "#search")
    @on(Select.Changed)
    def _show(self) -> None:
        if self._cards is None:
            return
        cards = [card for card in self._cards if self._fits(card)]
        listed = self.query_one(ScenarioList)
        listed.show(cards, self._standings)
        listed.display = bool(cards)
        nothing = self.query_one("#nothing", Static)
        nothing.update(safe(NOTHING if self._cards else EMPTY, "italic"))
        nothing.display = not cards
        self._show_chosen()
        of_all = f"{len(cards)} of " if len(cards) < len(self._cards) else ""
        self.query_one("#what", Static).update(f"{of_all}{len(self._cards)} scenarios")

    def _fits(self, card: Card) -> bool:
        values = {
            "kind": card.kind.value,
            "need": card.need.value,
            "difficulty": f"{card.difficulty}",
        }
        wanted = {name: self.query_one(f"#{name}", Select).value for name in values}
        filtered = all(wanted[name] in (Select.NULL, value) for name, value in values.items())
        return filtered and _found(self.query_one("#search", Input).value, card)

    @on(OptionList.OptionHighlighted)
    def _show_chosen(self) -> None:
        card = self.query_one(ScenarioList).chosen
        self.query_one(CardView).show(card, self._standings.get(card.id) if card else None)

    @on(OptionList.OptionSelected, "#scenarios")
    def _play(self) -> None:
        card = self.query_one(ScenarioList).chosen
        if card is None:
            return
        if card.problem:
            hint = "roleplay check names every problem in it"
            self.post_message(Troubled(InputError(f"{card.title}: {card.problem}", hint=hint)))
        else:
            self.post_message(Chosen(card.id))

    @on(Input.Submitted, "#search")
    def action_list(self) -> None:
        """Go from the search box to the list."""
        self.query_one(ScenarioList).focus()

    def action_search(self) -> None:
        """Type what to look for."""
        self.query_one("#search").focus()

    def action_filter(self, name: str) -> None:
        """Open one of the filters."""
        select = self.query_one(f"#{name}", Select)
        select.focus()
        select.action_show_overlay()

    def action_clear(self) -> None:
        """Show every scenario again."""
        self.query_one("#search", Input).value = ""
        for select in self.query(Select).results():
            select.clear()
        self.query_one(ScenarioList).focus()


def _found(search: str, card: Card) -> bool:
    words = [card.title, card.id, plainly(card.kind), card.need, *map(plainly, card.fundamentals)]
    text = " ".join(words).casefold()
    return all(word in text for word in search.casefold().split())
