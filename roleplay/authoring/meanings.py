"""What the values that an author chooses from mean: for the editor, and for ``new``'s questions."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from roleplay.scenario import Customer, Fundamental, Kind, Need, Outcome

MEANINGS: Final[Mapping[type[StrEnum], Mapping[str, str]]] = {
    Kind: {
        Kind.INTERRUPTION: "A question in the middle of the learner's own task",
        Kind.ANGRY_COWORKER: "Somebody who is angry, and says so",
        Kind.CONFLICTING_DEMANDS: "Two people who want different things at the same time",
        Kind.REQUEST: "Somebody asks for something, in an ordinary moment",
        Kind.FOLLOW_UP: "Some time later: are they still satisfied?",
        Kind.SUPPLIER: "Somebody from a company that you buy from",
        Kind.SISTER_BRANCH: "Somebody from another branch of your own company",
    },
    Customer: {
        Customer.INTERNAL: "They work in the same organisation",
        Customer.EXTERNAL: "They come from outside",
    },
    Need: {
        Need.MATERIALS: "Things: a form, a key, stock, a tool",
        Need.INFORMATION: "An answer: a number, a date, where something stands",
        Need.INSTRUCTION: "To be shown how something is done",
        Need.PARTICIPATION: "To have a say, to be asked, to be part of it",
        Need.ASSISTANCE: "A hand: something done with them, or for them",
    },
    Fundamental: {
        Fundamental.LISTENING: "Hearing the concern, and saying it back in one's own words",
        Fundamental.EMPATHY: "Seeing it from their side: the feeling, and why it makes sense",
        Fundamental.KNOWLEDGE: "Knowing the products, procedures and rules, and looking them up",
        Fundamental.EXCELLENCE: "Doing one's best, and minding the details",
        Fundamental.FOLLOW_UP: "Coming back to it, to see that it is still all right",
    },
    Outcome: {
        Outcome.GOOD: "They leave heard and helped",
        Outcome.MIXED: "They leave with something, or heard, but not both",
        Outcome.BAD: "They leave unheard, or worse than they came",
    },
}
"""A sentence for each value, without a full stop."""
