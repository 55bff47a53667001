"""A point of a concern, said to the person whose concern it is.

Authors write points about the coworker ("she is fed up with taking the blame"); a
reply says them to the coworker ("you are fed up …"). Only simple sentences are
turned round; what might come out wrong is left alone.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from roleplay.scenario import Point, PointKind

_FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "she": {"she": "you", "her": "your", "hers": "yours", "herself": "yourself"},
    "he": {"he": "you", "him": "you", "his": "your", "himself": "yourself"},
    "they": {"they": "you", "them": "you", "their": "your", "themselves": "yourself"},
}
"""What to say to the coworker for each word about them, by the pronoun they go by."""

_MINE: Final = {"your": "my", "yours": "mine", "yourself": "myself"}
_BE: Final = {"is": "are", "was": "were", "has": "have", "does": "do"}
_AM: Final = {" are": " am", " were": " was", None: ""}
_OPENERS: Final = "that|what|when|whether|because|although|and|but|if|which|since|where|how|why"
_I: Final = re.compile(rf"(^|\b(?:{_OPENERS}),? )you\b(?!['’])( are\b| were\b)?", re.IGNORECASE)  # noqa: RUF001 - typographic apostrophes
_ME: Final = re.compile(r"\b(on|to|for|with|by|at|from|of) you\b")
_YOU: Final = re.compile(r"\byou\b|\b(?:she|he|they|you)['’]", re.IGNORECASE)  # noqa: RUF001
_ADVERBS: Final = "still|also|just|never|no longer|only|already|even|often|always|now"
_HER: Final = re.compile(
    r"\bher\b(?! (?!(?:that|to|and|but|or|in|on|at|by|for|from|with|when|because|as|so|the|a|an|if|"
    r"into|off|away|back)\b)\w)"
)
"""Her, but not as in "her slip"."""

_MOOD: Final = re.compile(
    r"(?:\w+ed|afraid|angry|anxious|ashamed|cross|furious|hurt|livid|nervous|proud|sad|sick|"
    r"uneasy|unsure|upset)\b"
)


def coworker(points: Sequence[Point]) -> str:
    """The pronoun by which points speak of the coworker: she, he, they, or none.

    Points may speak of others too; whose feeling it is tells who is who.
    """
    for point in points:
        for word in _words(point.text) if point.kind is PointKind.FEELING else ():
            if word in _FORMS:
                return word
    spoken = {name for point in points for name in ("she", "he") if _speaks_of(point.text, name)}
    return spoken.pop() if len(spoken) == 1 else ""


def said_to_them(point: Point, who: str) -> str:
    """A sentence that says ``point`` to the person it is about; empty where that is not simple.

    Args:
        point: In the author's words.
        who: The pronoun for that person, see :func:`coworker`.

    """
    told = _turned(point.text.strip().rstrip(".!"), who)
    if not told:
        return ""
    start, _, rest = told.partition(" ")
    match point.kind:
        case PointKind.FACT:
            return f"So {told}."
        case PointKind.FEELING:
            return f"I can see that {'you are ' if _MOOD.match(told) else ''}{told}."
        case PointKind.NEED if start in {"wants", "needs"}:
            return f"You {start[:-1]} {rest}."
        case PointKind.NEED:
            return f"Y{told[1:]}." if start == "you" else f"What you need is {told}."


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _speaks_of(text: str, who: str) -> bool:
    return not _FORMS[who].keys().isdisjoint(_words(text))


def _turned(text: str, who: str) -> str:
    """``text`` with the learner as *I* and the coworker as *you*; empty when not simple."""
    if not who and any(_speaks_of(text, name) for name in ("she", "he")):
        return ""
    text = _I.sub(lambda found: f"{found[1]}I{_AM[found[2]]}", text)
    text = _ME.sub(r"\1 me", text)
    if _YOU.search(text):
        return ""
    text = re.sub(r"\byour(?:s|self)?\b", lambda found: _MINE[found[0]], text)
    return _to_you(text, who) if who else text


def _to_you(text: str, who: str) -> str:
    forms = _FORMS[who]
    if who != "they":
        subject = re.compile(rf"\b{who}\b((?: (?:{_ADVERBS}))*) (\w+)", re.IGNORECASE)
        if text.lower().startswith(f"{who} "):  # so "and is", further on, is said of them too
            text = re.sub(r"\b(and|but) (is|was|has|does)\b", lambda m: f"{m[1]} {_BE[m[2]]}", text)
        text = subject.sub(lambda found: f"you{found[1]} {_plural(found[2])}", text)
    text = _HER.sub("you", text) if who == "she" else text
    pronoun = re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE)
    return pronoun.sub(lambda found: forms[found[0].lower()], text)


def _plural(verb: str) -> str:
    """The form of ``verb`` that goes with *you*: "needs" becomes "need"."""
    if verb in _BE:
        return _BE[verb]
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(("sses", "shes", "ches", "xes", "oes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb
