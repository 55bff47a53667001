"""Recognise open abuse by its words, wherever it stands in a reply.

The network reads a reply as a whole, so warm words around a short insult can
hide it; a person is not so easily soothed. These patterns only take abuse that is
aimed at the listener ("you idiot", "how thick are you", "shut up"), not rough talk
about things ("this stupid printer") and not abuse that is quoted or denied ("you
are not an idiot").
"""

import re
from typing import Final

_NAMES: Final = (
    "idiot|moron|imbecile|cretin|halfwit|nitwit|dimwit|numpty|muppet|clown|dumbass|jackass|arse|"
    "arsehole|asshole|bastard|bitch|cow|prick|dick|dickhead|twat|cunt|wanker|tosser|loser|"
    "simpleton|airhead|blockhead|bonehead|pillock|plonker|dunce|crybaby|brat|pig|scumbag|jerk"
)
_CALLED: Final = (
    f"{_NAMES}|fool|oaf|lout|worm|weasel|rat|toad|snake|donkey|parasite|leech|vermin|hag|bag|git|"
    "fatso|slob|slacker|sod|bugger|crook|liar|coward|creep|lunatic|maniac|nutter|psycho|"
    "whinger|whiner|moaner|good-for-nothing|know-it-all|waste of space"
)
"""What is abuse when somebody is called it to the face: "you ungrateful parasite"."""
_NO_ADJECTIVE: Final = (
    "are|is|was|were|be|been|have|has|had|do|did|can|could|will|would|shall|should|may|might|must|"
    "and|or|got|saw|see|met|mean|call|called|want|need|for|with|to|the|a|an|my|your|our|his|her"
)
_BAD: Final = (
    "stupid|dumb|thick|dense|useless|pathetic|incompetent|lazy|brainless|clueless|hopeless|"
    "worthless|ridiculous|hysterical|whining|whiny|bloody|fucking|damn|goddamn|silly|little|big|"
    "old|poor|absolute|complete|total|utter|miserable|spoilt|spoiled|dripping"
)
_VERY: Final = "so|too|just|really|absolutely|totally|completely|utterly"
_INSULTING: Final = "stupid|dumb|thick|dense|useless|pathetic|brainless|clueless|worthless"
_OFF: Final = "piss|fuck|sod|bugger|naff"

_ABUSE: Final = re.compile(
    rf"(?:^|[,;:.!?–—-]\s*)you(?:\s+(?!(?:{_NO_ADJECTIVE})\b)[a-z-]+){{0,3}}\s+(?:{_CALLED})s?"  # noqa: RUF001 - as typed
    r"(?=\s*(?:[.!?,;]|$))|"
    rf"\byou(?:\s+(?:{_BAD})){{0,3}}\s+(?:{_NAMES})s?\b"
    rf"|\byou(?:'re|\s+are|r)\s+(?:all\s+)?(?:such\s+)?(?:an?\s+)?(?:(?:{_BAD}|{_VERY})\s+){{0,3}}"
    rf"(?:(?:{_NAMES})s?\b|(?:{_INSULTING})\b(?!\s+(?:to|if|for)\b))"
    rf"|\b(?:are|r)\s+you\s+(?:really\s+|just\s+|all\s+)?(?:that\s+|so\s+)?(?:{_INSULTING})\b"
    rf"|\bhow\s+(?:{_INSULTING}|lazy|blind)\s+(?:are\s+you|can\s+you|do\s+you|must\s+you)\b"
    rf"|\b(?:{_OFF})\s+(?:right\s+)?off\b"
    r"|\bshut\s+(?:the\s+\w+\s+)?up\b|\bshut\s+(?:your|ya|yer)\s+(?:\w+\s+)?(?:mouth|face|trap|gob)\b"
    r"|\b(?:screw|fuck|damn)\s+(?:you|u|yourself)\b|\bgo\s+to\s+hell\b"
    r"|(?:^|[.,;!]\s*)(?:just\s+|now\s+)?get\s+lost\b"
    r"|\bkiss\s+my\s+(?:arse|ass)\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(
    r"(?:\bnot?\b|n't|\bnever\b|\bnobody\b|\bcall(?:ed|s|ing)?\b|\bsay(?:s|ing)?\b|\bsaid\b|\btell\w*\b|"
    r"\btold\b|\bfeel\w*\b|\bmake\w*\b|\bas\s+if\b|\blike\b)[^.!?]{0,30}$",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"[\"“][^\"”]*$|(?:^|\s)['‘][^'’]*$")  # noqa: RUF001 - typographic quotes


def is_abusive(sentence: str) -> bool:
    """Whether ``sentence`` openly abuses whoever it is said to."""
    return any(
        not _DENIED.search(before) and not _QUOTED.search(before)
        for before in (sentence[: found.start()] for found in _ABUSE.finditer(sentence))
    )
