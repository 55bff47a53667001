"""Find details of a reply that nobody has mentioned: where is "3 pm" from?

Numbers, times, days, months, dates, money, percentages and names. A detail is
compared by what it says, not by how it is written: ``two`` is ``2``, ``3 pm`` is
``15:00``, ``Tue`` is ``Tuesday``. Where it can be read in two ways it counts as
known if one of them is: a finger raised for nothing costs more trust than a detail
that is let through.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from roleplay.text.clean import sanitise
from roleplay.text.counting import fold
from roleplay.text.names import bare_words, find_names
from roleplay.text.promises import is_promised
from roleplay.text.sentences import Sentence, split_sentences

_DAYS: Final = {
    "monday": "mon",
    "tuesday": "tues?",
    "wednesday": "weds?",
    "thursday": "thu(?:rs?)?",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
}
_MONTHS: Final = {
    "january": "jan",
    "february": "feb",
    "march": "mar",
    "april": "apr",
    "may": "may",
    "june": "jun",
    "july": "jul",
    "august": "aug",
    "september": "sept?",
    "october": "oct",
    "november": "nov",
    "december": "dec",
}
_SOMETIMES_OTHER: Final = {"mar", "march", "may", "sat", "sun", "wed", "weds"}
"""Days and months that are other words in small letters, or at the start of a sentence."""

_MONTH: Final = "|".join(f"{name}|{short}" for name, short in _MONTHS.items())
_DAY: Final = "|".join(f"{name}s?|{short}" for name, short in _DAYS.items())
_HALF: Final = r"(?:[ap]m\b|[ap]\.\ ?m(?:\.|\b))"
_SPACE: Final = r"[\ \t\u00a0]"

# Searched where number words have become digits. The first that fits is taken.
_DETAIL: Final = re.compile(
    rf"""
    (?P<date>
        (?<![\w.,/-])(?P<year>[0-9]{{4}})-(?P<iso_month>[0-9]{{1,2}})-(?P<iso_day>[0-9]{{1,2}})\b
      | (?<![\w.,/-])(?P<one>[0-9]{{1,2}})/(?P<other>[0-9]{{1,2}})(?:/[0-9]{{2,4}})?(?![\w/])
      | (?<![\w.,/-])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?{_SPACE}(?:day{_SPACE})?(?:of{_SPACE})?
        (?P<its_month>{_MONTH})\b
      | \b(?P<month_first>{_MONTH})\.?{_SPACE}(?:the{_SPACE})?
        (?P<day_after>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![\w:]|[.,][0-9]|{_SPACE}?(?:{_HALF}|o'))
    )
  | (?P<clock>
        (?<![\w.,:])(?:(?P<shift>half|quarter|[0-9]{{1,2}})(?:{_SPACE}minutes?)?{_SPACE}
          (?P<side>past|to)|(?P<bare_half>half)){_SPACE}(?P<near>1[0-2]|[1-9])(?![\w:]|[.,][0-9])
      | (?<![\w.,:])(?P<hour>2[0-4]|[01]?[0-9])[:.](?P<minute>[0-5][0-9])(?![\w:%]|[.,][0-9])
      | (?<![\w.,:])(?P<full>2[0-4]|[01]?[0-9])(?={_SPACE}?(?:o'?{_SPACE}?clock\b|{_HALF}))
      | \b(?P<noon>noon|midday)\b | \b(?P<midnight>midnight)\b
    )(?:{_SPACE}?o'?{_SPACE}?clock\b)?(?:{_SPACE}?(?P<half>{_HALF}))?
  | (?P<number>
        (?:[£$€]{_SPACE}?)?(?<![\w.])(?P<digits>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?)(?![0-9])
        (?:(?P<times>k|m)\b|{_SPACE}(?P<times_word>hundred|thousand|million)\b)?
        (?:{_SPACE}?(?:%|[£$€]|(?:per{_SPACE}?cent|pounds?|euros?|dollars?|quid|pence|cents?)\b))?
        (?:(?<=[0-9])[A-Za-z]+\b)?
    )
  | (?P<code> \b[A-Za-z]+-?[0-9][\w-]* )
  | (?P<weekday> \b(?:{_DAY})\b )
  | (?P<month> \b(?:{_MONTH})\b )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AT: Final = re.compile(
    r"\b(?:after|around|at|before|by|from|past|since|till|to|until)\s+(?:about\s+|half\s+)?$",
    re.IGNORECASE,
)
_LASTS: Final = re.compile(
    r"[\s-]*(?:(?:more|full|whole|working)\s+)?"
    r"(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year|moment)s?\b",
    re.IGNORECASE,
)
_COUNTS: Final = frozenset(map(str, range(21)))
_AN_HOUR: Final = re.compile("2[0-4]|[01]?[0-9]")
_SMALL_NUMBERS: Final = frozenset({"first", "one", "second", "zero"})
"""Number words that mostly do not count: "one of them", "a second"."""

_VAGUE_BEFORE: Final = re.compile(r"\b(?:or|them|us|we|you)\s+$", re.IGNORECASE)
_VAGUE_AFTER: Final = re.compile(
    r"\s+(?:extra|further|more|of (?:them|us|you)|other|others|questions?|things?)\b", re.IGNORECASE
)
"""A number beside these says how many of what is at hand, or how many are added."""

_OF: Final = re.compile(r"\bof\b", re.IGNORECASE)
_PLACES: Final = {"h": 2, "k": 3, "t": 3, "m": 6}
_DAY_HOURS, _HALF_DAY = 24, 12
_DAYS_AND_MONTHS: Final = {name[:3]: name for name in (*_DAYS, *_MONTHS)}


class _Kind(Enum):
    NAME = auto()
    TIME = auto()
    """A time, a day, a date, or how long something takes."""
    COUNT = auto()
    """A bare number, up to twenty."""
    FIGURE = auto()
    """Money, a share, a code, or a number that is no mere count."""


@dataclass(frozen=True)
class _Detail:
    """A detail, where it stands, and the ways to read it, each as one word.

    It may also be no more than its ``parts``: "two March" in "two March totals", or
    "twenty to ten" in "from twenty to ten".
    """

    start: int
    end: int
    kind: _Kind
    readings: frozenset[str]
    parts: frozenset[str] = frozenset()

    def is_in(self, mentioned: AbstractSet[str]) -> bool:
        """Whether it has been mentioned, read in one way or another."""
        apart = bool(self.parts) and self.parts <= mentioned
        return apart or not self.readings.isdisjoint(mentioned)


def strange_details(
    reply: str, known_texts: Iterable[str], *, names: bool = True
) -> tuple[str, ...]:
    """Details of ``reply`` that are in none of ``known_texts``.

    When the speaker will do something, and how many of something they will do or bring,
    is theirs to say: in a promise or a proposal times and counts are not strange. Names,
    money, shares and codes are.

    Args:
        reply: The learner's words. A capital at the start of a sentence makes no name,
            and neither do words all in capitals.
        known_texts: The concern and whatever else the learner can know: notes, the
            desk's lines, the people's names.
        names: Whether names count; not where it is not known who was there.

    Returns:
        The details as they stand in the reply, in order of appearance, each once.

    """
    known = frozenset[str]().union(*map(_mentioned, known_texts))
    text = sanitise(reply)
    sentences = split_sentences(text)
    strange: list[_Detail] = []
    told: set[str] = set()
    for detail in _details(text) if names else _counted(text):
        if not (detail.is_in(known) or detail.is_in(told) or _is_own(detail, sentences)):
            strange = _append(strange, detail, text)
            told |= detail.readings
    return tuple(text[detail.start : detail.end] for detail in strange)


def _append(strange: list[_Detail], detail: _Detail, text: str) -> list[_Detail]:
    """``strange`` with ``detail``; a surname joins the first name before it."""
    last = strange[-1] if strange else None
    if last and last.kind is detail.kind is _Kind.NAME and text[last.end : detail.start] == " ":
        return [*strange[:-1], replace(last, end=detail.end)]
    return [*strange, detail]


@lru_cache(maxsize=1024)  # a class answers the same scene a thousand times
def _mentioned(text: str) -> frozenset[str]:
    """Every reading of what ``text`` mentions, its parts too, and each of its words as a name."""
    text = sanitise(text)
    folded = fold(text)
    words = map(_name, bare_words(text))
    details = (
        {*_readings(match, folded.text), *_parts(match)} for match in _DETAIL.finditer(folded.text)
    )
    return frozenset(words).union(*details)


def _details(text: str) -> list[_Detail]:
    counted = list(_counted(text))
    taken = {place for detail in counted for place in range(detail.start, detail.end)}
    names = (name for name in _named(text) if name.start not in taken)
    return sorted((*counted, *names), key=lambda detail: detail.start)


def _named(text: str) -> Iterator[_Detail]:
    for start, name in find_names(text):
        yield _Detail(start, start + len(name), _Kind.NAME, frozenset({_name(name)}))


def _name(word: str) -> str:
    return "name " + word.casefold()


def _counted(text: str) -> Iterator[_Detail]:
    """Everything but names."""
    folded = fold(text)
    opening = {sentence.start for sentence in split_sentences(text)}
    for match in _DETAIL.finditer(folded.text):
        start, end = folded.starts[match.start()], folded.ends[match.end() - 1]
        written = text[start:end]
        other = written.lower() in _SOMETIMES_OTHER and (start in opening or written.islower())
        wordy = match["code"] and not any(char.isdigit() for char in written)  # "no-one"
        if not other and not wordy and not _is_vague(folded.text, match, written):
            readings = frozenset(_readings(match, folded.text))
            parts = frozenset(_apart(match, written))
            yield _Detail(start, end, _kind(match, folded.text), readings, parts)


def _is_vague(text: str, match: re.Match[str], written: str) -> bool:
    """Whether a number counts nothing in particular: "one of them", "you two", "three more"."""
    if written.lower() in _SMALL_NUMBERS:
        return True
    before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() :][:12]
    return bool(_is_count(match) and (_VAGUE_BEFORE.search(before) or _VAGUE_AFTER.match(after)))


def _apart(match: re.Match[str], written: str) -> Iterator[str]:
    """What a detail comes to if its words do not belong together."""
    if match["side"] and match["side"].lower() == "to" and match["shift"].isdigit():
        yield from (_number(match["shift"]), _number(match["near"]))
    elif match["date"] and not any(char.isdigit() for char in written) and not _OF.search(written):
        yield "day " + _day_or_month(match["its_month"] or match["month_first"])


def _kind(match: re.Match[str], text: str) -> _Kind:
    if match["code"]:
        return _Kind.FIGURE
    if not match["number"]:
        return _Kind.TIME
    at_hour = _AN_HOUR.fullmatch(match["digits"]) and _AT.search(
        text[max(0, match.start() - 20) : match.start()]
    )
    if at_hour or _LASTS.match(text, match.end()):
        return _Kind.TIME
    return _Kind.COUNT if _is_count(match) else _Kind.FIGURE


def _is_count(match: re.Match[str]) -> bool:
    """Whether it is a bare number up to twenty."""
    return match.group() == match["digits"] and match["digits"] in _COUNTS


def _is_own(detail: _Detail, sentences: Sequence[Sentence]) -> bool:
    """Whether a detail is the speaker's own to say: when they will do what, and how many."""
    if detail.kind not in {_Kind.TIME, _Kind.COUNT}:
        return False
    at = bisect_right(sentences, detail.start, key=lambda sentence: sentence.start) - 1
    return is_promised(sentences[at].text, detail.start - sentences[at].start)


def _readings(match: re.Match[str], text: str) -> Iterator[str]:
    """The ways to read a detail as a whole."""
    if match["date"]:
        yield from _dates(match)
    elif match["clock"]:
        yield from _times(match)
        if match["minute"]:  # 12.50 may be money
            yield _number(f"{match['hour']}.{match['minute']}")
    elif match["number"]:
        yield from _numbers(match, text)
    elif match["code"]:
        yield "code " + match["code"].lower().replace("-", "")
    else:
        yield "day " + _day_or_month(match["weekday"] or match["month"])


def _parts(match: re.Match[str]) -> Iterator[str]:
    """Ways in which a part of a known detail may come back: "by three" for 15:00."""
    yield from (_number(digits) for digits in re.findall("[0-9]+", match.group()))
    yield from (_number(time[5:].partition(":")[0]) for time in _times(match) if match["clock"])
    yield from (
        "day " + _day_or_month(match[group])
        for group in ("its_month", "month_first")
        if match[group]
    )


def _day_or_month(word: str) -> str:
    return _DAYS_AND_MONTHS[word[:3].lower()]


def _dates(match: re.Match[str]) -> Iterator[str]:
    month = match["its_month"] or match["month_first"]
    if month:
        yield _date(
            match["day"] or match["day_after"], list(_MONTHS).index(_day_or_month(month)) + 1
        )
    elif match["iso_day"]:
        yield _date(match["iso_day"], match["iso_month"])
    else:
        yield _date(match["one"], match["other"])
        yield _date(match["other"], match["one"])


def _date(day: str | int, month: str | int) -> str:
    return f"date {int(day)}/{int(month)}"


def _times(match: re.Match[str]) -> Iterator[str]:
    """The times of the day that a clock time may mean."""
    hour, minutes = _hour_and_minutes(match)
    half = (match["half"] or "")[:1].lower()
    exact = match["noon"] or match["midnight"]
    for at in (hour,) if exact else _hours(hour, half):
        total = (at * 60 + minutes) % (_DAY_HOURS * 60)
        yield f"time {total // 60}:{total % 60:02}"


def _hours(hour: int, half: str = "") -> tuple[int, ...]:
    """The hours of the day, 0 to 24, that ``hour`` may mean; ``half`` is a, p or not said."""
    if hour > _HALF_DAY or hour == 0:
        return (hour,)
    early, late = hour % _HALF_DAY, hour % _HALF_DAY + _HALF_DAY
    return {"a": (early,), "p": (late,)}.get(half, (early, late))


def _hour_and_minutes(match: re.Match[str]) -> tuple[int, int]:
    """Hour and minutes after it; the minutes are negative in "ten to three"."""
    if match["noon"]:
        return _HALF_DAY, 0
    if match["near"]:
        shift = match["shift"] or match["bare_half"]
        minutes = {"half": 30, "quarter": 15}.get(shift.lower()) or int(shift)
        return int(match["near"]), -minutes if (match["side"] or "").lower() == "to" else minutes
    return int(match["hour"] or match["full"] or 0), int(match["minute"] or 0)


def _numbers(match: re.Match[str], text: str) -> Iterator[str]:
    digits = match["digits"].replace(",", "")
    times = (match["times"] or match["times_word"] or "").lower()
    if times:
        yield _number(_shift(digits, _PLACES[times[0]]))
    if times in {"", "m"}:  # 5 m is five metres as well
        yield _number(digits)
    before = text[max(0, match.start() - 20) : match.start()]
    if _AN_HOUR.fullmatch(digits) and _AT.search(before):
        yield from (f"time {at % _DAY_HOURS}:00" for at in _hours(int(digits)))


def _number(digits: str) -> str:
    """A number without the zeros that say nothing; never parsed, since it may be very long."""
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    return f"number {whole.lstrip('0') or '0'}{'.' if part else ''}{part}"


def _shift(digits: str, places: int) -> str:
    whole, _, part = digits.partition(".")
    part = part.ljust(places, "0")
    return f"{whole}{part[:places]}.{part[places:]}"
