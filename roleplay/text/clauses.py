"""Cut a sentence into clauses that stand on their own.

No grammar is parsed: a side of a comma or of an "and" counts as a clause when a
common verb follows soon after a first word that can be a subject. What is not
recognised stays in one piece, which is the harmless mistake.
"""

import re
from collections.abc import Callable
from typing import Final

from roleplay.text.sentences import split_sentences

WORD: Final = re.compile(r"[^\W_]+(?:['.,:/-][^\W_]+)*(?:')?")
"""A word or number with what belongs inside it: ``I've``, ``near-miss``, ``1,340``, ``4:50``."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


FUNCTION_WORDS: Final = _words(
    "a about above after again all already also am an and another any anybody anyone anything are "
    "around as at away back be because been before being both but by can could did do does doing "
    "done down each either else even ever every everybody everyone everything few for from get "
    "gets getting go goes going gone got had has have having he her here hers him his how i if in "
    "into is it its just keep keeps lot make makes many may me might mine more most much must my "
    "myself neither never no nobody none nor not nothing now of off on only onto or other our ours "
    "out over own please quite rather really same shall she should since so some somebody someone "
    "something still such take takes than that the their them then there these they thing things "
    "this those though through till to too under until up us very was we well were what when where "
    "which while who whom whose why will with without would yet you your yours yourself"
)
"""Words that carry no content of their own, without their contractions."""

_HARD: Final = re.compile(r"[;:]\s+|\s+[-–—]{1,2}\s+|\s*—\s*")  # noqa: RUF001 - dashes as typed
_SOFT: Final = re.compile(r",?\s+(?:and|but|because|so)\s+|,\s+", re.IGNORECASE)
_CONTRACTED: Final = re.compile(r"'(?:s|m|d|t|re|ve|ll)?$")
_BEFORE_NOUNS: Final = _words("a an its my our the their your")
_NEVER_FIRST: Final = _words(
    "about as at by during for from how in into like of off on onto out over than through to "
    "towards under up what where whether which while who whose why with without"
)
_CONDITIONS: Final = _words(
    "although after as because before if once since till unless until when while"
)
_RUN_ON: Final = _words("and but if is it's nor or said says that to")
_CARRIERS: Final = _words(
    "he here i it nobody one she somebody someone that there they this we what who you"
)
_AFTER_IS: Final = _words(
    "a about all already an at back been coming down getting going gone got had in just my no not "
    "now off on only out over so still the too up"
)
_REGULAR: Final = _words(
    "ask begin break bring buy call catch close collect come cost cry cut drive drop eat end "
    "expect fall feel find fire forget get give go happen hate hear help hold hope hurt keep know "
    "land leak leave let live look lose make mean miss move need open owe pay pick play promise "
    "pull put read remember ring run say see sell send set show shut sign sit sleep speak spend "
    "stand start stop take tell think trip try turn use vote wait wake walk want wear win work "
    "write"
)
_VERBS: Final = (
    _REGULAR
    | {verb + "s" for verb in _REGULAR}
    | _words(
        "am are is was were be has have had does do did goes tries cries misses catches can can't "
        "could couldn't will won't would wouldn't must should shouldn't shall isn't aren't wasn't "
        "weren't haven't hasn't hadn't don't doesn't didn't cannot dont cant wont im ive began "
        "bought broke brought came caught drove fell felt flew forgot found gave got heard held "
        "kept knew left lost made meant paid ran rang said sat saw sent slept snapped sold spent "
        "spoke stood stopped swore taught thought threw told took tore went woke won wrote"
    )
)
_NO_VERBS: Final = frozenset({"hundred", "indeed", "naked", "wicked"})
COMMANDS: Final = _words(
    "ask book bring call change check clear come cut do don't explain fetch find fix get give help "
    "just keep leave let look make mark move open pay pick please print promise pull put remove "
    "replace reset ring send show sort start stop swap take talk tell try turn undo update"
)
"""Verbs that somebody who wants something begins with."""

_LEAST_WORDS: Final = 3
_ANYWHERE: Final = 40
_READ: Final = 200  # characters that hold the first words of a side, however long it is


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case, apostrophes straight."""
    return WORD.findall(text.lower().replace("’", "'"))  # noqa: RUF001 - typographic apostrophe


def content_words(text: str) -> list[str]:
    """The words of ``text`` that say something by themselves, numbers among them."""
    return [word for word in words_of(text) if _stem(word) not in FUNCTION_WORDS]


def _stem(word: str) -> str:
    return _CONTRACTED.sub("", word.replace("n't", ""))


def stands_alone(text: str, soon: int = 7) -> bool:
    """Whether ``text`` reads as a clause: a command, or a verb ``soon`` after its first word."""
    words = words_of(text[:_READ])[: soon + 1]
    if len(words) < _LEAST_WORDS or words[0] in _NEVER_FIRST:
        return False
    if words[0] in COMMANDS or _carries_verb(words[0], words[1]):
        return True
    if words[0] in _VERBS:
        return False  # "and said it was done" has its subject on the other side
    return any(
        before not in _BEFORE_NOUNS and _is_verb(word, following)
        for before, word, following in zip(words, words[1:], [*words[2:], ""], strict=False)
    )


def _is_verb(word: str, following: str) -> bool:
    past = word.endswith("ed") and len(word) > 4 and word not in _NO_VERBS  # noqa: PLR2004 - "bed"
    return word in _VERBS or past or _carries_verb(word, following)


def _carries_verb(word: str, following: str) -> bool:
    """Whether a verb hides in the contraction: ``I'm``, ``they've``, ``the till's closed``."""
    stem, apostrophe, ending = word.rpartition("'")
    if not apostrophe or ending not in {"s", "m", "re", "ve", "ll", "d"}:
        return False
    if ending != "s" or stem in _CARRIERS:
        return True
    return following in _AFTER_IS or following.endswith(("ed", "ing"))


def split_clauses(text: str) -> tuple[str, ...]:
    """Split ``text`` into sentences, and those into clauses, in order.

    A sentence is cut at a semicolon, colon or dash, and at a comma, *and*, *but*,
    *because* or *so* where both sides stand on their own. The conjunction stays
    with neither side; nothing else is left out.
    """
    return tuple(
        clause
        for sentence in split_sentences(text)
        for part in _cut_hard(sentence.text)
        for clause in _cut_soft(part)
    )


def _cut_hard(sentence: str) -> list[str]:
    return _cut(sentence, _HARD, lambda left, right, _: _has_content(left) and _has_content(right))


def _has_content(text: str) -> bool:
    return len(content_words(text[:_READ])) > 1


def _cut_soft(part: str) -> list[str]:
    return _cut(part, _SOFT, _can_part)


def _can_part(left: str, right: str, between: str) -> bool:
    before = words_of(left[-_READ:])
    if not before or before[-1] in _RUN_ON:
        return False
    if before[-1].isdigit() and right[:1].isdigit():
        return False  # "rooms 312 and 315"
    if between.strip() == "," and words_of(left[:_READ])[0] in _CONDITIONS:
        return False  # "If she misses it, she is stuck" is one thought
    return stands_alone(left, _ANYWHERE) and stands_alone(right)


def _cut(
    text: str, pattern: re.Pattern[str], can_part: Callable[[str, str, str], bool]
) -> list[str]:
    """Cut at each match that may part what stands since the last cut from what follows it."""
    pieces, start = [], 0
    matches = list(pattern.finditer(text))
    stops = [*(match.start() for match in matches[1:]), len(text)]
    for match, stop in zip(matches, stops, strict=False):
        if can_part(text[start : match.start()], text[match.end() : stop], match.group()):
            pieces.append(text[start : match.start()].strip())
            start = match.end()
    return [piece for piece in (*pieces, text[start:].strip()) if piece]
