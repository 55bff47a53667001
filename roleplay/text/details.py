"""Find details of a reply that nobody has mentioned: where is "3 pm" from?

Numbers, times, days, months, dates, money, percentages and names. A detail is
compared by what it says, not by how it is written: ``two`` is ``2``, ``3 pm`` is
``15:00``, ``Tue`` is ``Tuesday``. Where it can be read in two ways it counts as
known if one of them is: a finger raised for nothing costs more trust than a detail
that is let through.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from roleplay.text.clean import sanitise
from roleplay.text.counting import fold
from roleplay.text.sentences import split_sentences

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
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")  # noqa: RUF001 - typographic apostrophe
_AN_HOUR: Final = re.compile("2[0-4]|[01]?[0-9]")
_POSSESSIVE: Final = re.compile(r"['’]s?$")  # noqa: RUF001 - typographic apostrophe
_OPENING: Final = re.compile(r"(?:^|[\"“‘(\[:;–—*•]|\.\.\.|…|\s-)\s*['\"]?$")  # noqa: RUF001 - as typed
_NO_NAMES: Final = frozenset(
    {
        *("afternoon", "bye", "cheers", "dear", "dr", "evening", "god", "goodbye", "hello", "hey"),
        *("hi", "i'd", "i'll", "i'm", "i've", "kind", "madam", "miss", "mister", "morning", "mr"),
        *("mrs", "ms", "no", "ok", "okay", "please", "prof", "regards", "sincerely", "sir", "so"),
        *("sorry", "thank", "thanks", "well", "yes", "you", "your", "yours"),
    }
)
_SMALL_NUMBERS: Final = frozenset({"first", "one", "second", "zero"})
"""Number words that mostly do not count: "one of them", "a second"."""

_TITLE_CASE: Final = 4  # words from which on a sentence of capitals is a way of typing
_PLACES: Final = {"h": 2, "k": 3, "t": 3, "m": 6}
_DAY_HOURS, _HALF_DAY = 24, 12
_DAYS_AND_MONTHS: Final = {name[:3]: name for name in (*_DAYS, *_MONTHS)}


@dataclass(frozen=True)
class _Detail:
    """A detail, where it stands, and the ways to read it, each as one word."""

    start: int
    end: int
    readings: frozenset[str]
    is_name: bool = False


def strange_details(reply: str, known_texts: Iterable[str]) -> tuple[str, ...]:
    """Details of ``reply`` that are in none of ``known_texts``.

    Args:
        reply: The learner's words. A capital at the start of a sentence makes no name,
            and neither do words all in capitals.
        known_texts: The concern and whatever else the learner can know: notes, the
            desk's lines, the people's names.

    Returns:
        The details as they stand in the reply, in order of appearance, each once.

    """
    known = frozenset[str]().union(*map(_mentioned, known_texts))
    text = sanitise(reply)
    strange: list[_Detail] = []
    told: set[str] = set()
    for detail in _details(text):
        if detail.readings.isdisjoint(known) and told.isdisjoint(detail.readings):
            strange = _append(strange, detail, text)
            told |= detail.readings
    return tuple(text[detail.start : detail.end] for detail in strange)


def _append(strange: list[_Detail], detail: _Detail, text: str) -> list[_Detail]:
    """``strange`` with ``detail``; a surname joins the first name before it."""
    last = strange[-1] if strange else None
    if last and last.is_name and detail.is_name and text[last.end : detail.start] == " ":
        return [*strange[:-1], replace(last, end=detail.end)]
    return [*strange, detail]


def _mentioned(text: str) -> frozenset[str]:
    """Every reading of what ``text`` mentions, its parts too, and each of its words as a name."""
    text = sanitise(text)
    folded = fold(text)
    words = (_name(match.group()) for match in _WORD.finditer(text))
    details = (
        {*_readings(match, folded.text), *_parts(match)} for match in _DETAIL.finditer(folded.text)
    )
    return frozenset(words).union(*details)


def _details(text: str) -> list[_Detail]:
    counted = list(_counted(text))
    taken = {place for detail in counted for place in range(detail.start, detail.end)}
    names = (name for name in _names(text) if name.start not in taken)
    return sorted((*counted, *names), key=lambda detail: detail.start)


def _counted(text: str) -> Iterator[_Detail]:
    """Everything but names."""
    folded = fold(text)
    opening = {sentence.start for sentence in split_sentences(text)}
    for match in _DETAIL.finditer(folded.text):
        start, end = folded.starts[match.start()], folded.ends[match.end() - 1]
        written = text[start:end]
        other = written.lower() in _SOMETIMES_OTHER and (start in opening or written.islower())
        wordy = match["code"] and not any(char.isdigit() for char in written)  # "no-one"
        if not other and not wordy and written.lower() not in _SMALL_NUMBERS:
            yield _Detail(start, end, frozenset(_readings(match, folded.text)))


def _names(text: str) -> Iterator[_Detail]:
    """Words with a capital that the start of a sentence does not account for."""
    for sentence in split_sentences(text):
        words = list(_WORD.finditer(sentence.text))
        capitals = [word for word in words if _has_capital(word.group())]
        if len(words) >= _TITLE_CASE and 2 * len(capitals) > len(words):
            continue
        for word in capitals:
            opens = _OPENING.search(sentence.text, max(0, word.start() - 8), word.start())
            if not opens and word.group().lower().replace("’", "'") not in _NO_NAMES:  # noqa: RUF001
                bare = _POSSESSIVE.sub("", word.group())
                start = sentence.start + word.start()
                reading = frozenset({_name(bare)})
                yield _Detail(start, start + len(bare), reading, is_name=True)


def _has_capital(word: str) -> bool:
    return word[0].isupper() and any(char.islower() for char in word[1:])


def _name(word: str) -> str:
    return "name " + _POSSESSIVE.sub("", word.casefold())


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
