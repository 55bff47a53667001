"""The language of ``when`` and ``expect``: comparisons of levels, and what was heard or said.

::

    condition   = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation    = "not" negation | "(" condition ")" | call | comparison
    call        = ("heard" | "wrong" | "said") "(" name ")"
    comparison  = name ("<" | "<=" | ">" | ">=" | "==" | "!=") number
    name        = empathy | restating | courtesy | help | overall | mood | attempt
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from roleplay.rubric import Act, Ladder
from roleplay.text.spelling import did_you_mean

QUANTITIES: Final = (*Ladder, "overall", "mood", "attempt")
CALLS: Final = ("heard", "wrong", "said")
MAX_LENGTH: Final = 500
MAX_DEPTH: Final = 20

OPERATORS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
"""What each sign means."""

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[+-]?\d+(?:\.\d+)?)|(?P<word>[a-z][a-z0-9-]*)|(?P<sign><=|>=|==|!=|<|>|\(|\))"
    r"|(?P<bad>\S))"
)


class ConditionError(ValueError):
    """A condition that cannot be read.

    Attributes:
        message: What is wrong.
        offset: At which character of the condition, from 0.
        hint: What to write instead; may be empty.

    """

    def __init__(self, message: str, offset: int, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.offset, self.hint = message, offset, hint


class Facts(Protocol):
    """What a condition can ask about a reply."""

    def number(self, name: str) -> float:
        """Value of a ladder, ``overall``, ``mood`` or ``attempt``."""

    def heard(self, point: str) -> bool:
        """Whether the reply said this point back."""

    def wrong(self, point: str) -> bool:
        """Whether the reply got this point wrong."""

    def said(self, act: str) -> bool:
        """Whether a sentence of the reply does this act."""


@dataclass(frozen=True)
class Comparison:
    """``name sign value``, such as ``empathy >= 2.5``."""

    name: str
    sign: str
    value: float
    offset: int = 0


@dataclass(frozen=True)
class Call:
    """``heard(id)``, ``wrong(id)`` or ``said(act)``."""

    name: str
    argument: str
    offset: int = 0


@dataclass(frozen=True)
class Not:
    """Negation."""

    inner: "Node"


@dataclass(frozen=True)
class Both:
    """``left and right``."""

    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Either:
    """``left or right``."""

    left: "Node"
    right: "Node"


Node = Comparison | Call | Not | Both | Either


@dataclass(frozen=True)
class Condition:
    """A parsed condition with the text it was written as."""

    text: str
    root: Node


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether ``condition`` is true of ``facts``."""
    return _holds(condition.root, facts)


def _holds(node: Node, facts: Facts) -> bool:
    match node:
        case Comparison(name, sign, value):
            return OPERATORS[sign](facts.number(name), value)
        case Call("heard", argument):
            return facts.heard(argument)
        case Call("wrong", argument):
            return facts.wrong(argument)
        case Call(_, argument):
            return facts.said(argument)
        case Not(inner):
            return not _holds(inner, facts)
        case Both(left, right):
            return _holds(left, facts) and _holds(right, facts)
        case Either(left, right):
            return _holds(left, facts) or _holds(right, facts)


def names_in(condition: Condition) -> Iterator[Comparison | Call]:
    """Every comparison and call in ``condition``, in the order written."""
    yield from leaves(condition.root)


def leaves(node: Node) -> Iterator[Comparison | Call]:
    """Every comparison and call in ``node``, in the order written."""
    match node:
        case Not(inner):
            yield from leaves(inner)
        case Both(left, right) | Either(left, right):
            yield from leaves(left)
            yield from leaves(right)
        case leaf:
            yield leaf


def parse_condition(text: str) -> Condition:
    """Parse a condition.

    Raises:
        ConditionError: ``text`` is not one; says where and what to write.

    """
    if len(text) > MAX_LENGTH:
        message = f"a condition may have {MAX_LENGTH} characters; this one has {len(text)}"
        raise ConditionError(message, MAX_LENGTH, "split it into two branches")
    return Condition(text, _Parser(text).parse())


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    offset: int


class _Parser:
    """Recursive descent over the grammar above; one method a rule."""

    def __init__(self, text: str) -> None:
        self._end = _Token("end", "", len(text))
        self._tokens = [
            _Token(
                match.lastgroup or "bad",
                match.group(match.lastgroup or 0),
                match.start(match.lastgroup or 0),
            )
            for match in _TOKEN.finditer(text)
            if match.lastgroup
        ]
        self._at = 0
        self._depth = 0

    def parse(self) -> Node:
        node = self._either()
        extra = self._peek()
        if extra.kind != "end":
            message = f"did not expect {extra.text!r} here"
            raise ConditionError(message, extra.offset, "join two conditions with 'and' or 'or'")
        return node

    def _peek(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else self._end

    def _next(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _either(self) -> Node:
        node = self._both()
        while self._peek().text == "or":
            self._next()
            node = Either(node, self._both())
        return node

    def _both(self) -> Node:
        node = self._negation()
        while self._peek().text == "and":
            self._next()
            node = Both(node, self._negation())
        return node

    def _negation(self) -> Node:
        token = self._next()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ConditionError("too deeply nested", token.offset, "split it into two branches")
        try:
            return self._nested(token)
        finally:
            self._depth -= 1

    def _nested(self, token: _Token) -> Node:
        if token.text == "not":
            return Not(self._negation())
        if token.text == "(":
            node = self._either()
            self._expect(")", "close the parenthesis")
            return node
        if token.text in CALLS:
            return self._call(token)
        return self._comparison(token)

    def _call(self, token: _Token) -> Call:
        self._expect("(", f"write {token.text}(…)")
        argument = self._next()
        if argument.kind != "word":
            what = "an act" if token.text == "said" else "a point's id"
            raise ConditionError(f"expected {what}", argument.offset, f"write {token.text}(…)")
        if token.text == "said" and argument.text not in tuple(Act):
            message = f"{argument.text!r} is not an act"
            raise ConditionError(message, argument.offset, did_you_mean(argument.text, tuple(Act)))
        self._expect(")", "close the parenthesis")
        return Call(token.text, argument.text, argument.offset)

    def _comparison(self, name: _Token) -> Comparison:
        if name.kind == "end":
            raise ConditionError("the condition ends too early", name.offset, "complete it")
        if name.kind != "word":
            message = f"did not expect {name.text!r} here"
            raise ConditionError(message, name.offset, "start with a ladder, such as empathy >= 3")
        if name.text not in QUANTITIES:
            message = f"{name.text!r} is not a ladder, 'overall', 'mood' or 'attempt'"
            raise ConditionError(
                message, name.offset, did_you_mean(name.text, (*QUANTITIES, *CALLS))
            )
        sign = self._next()
        if sign.text not in OPERATORS:
            message = f"expected a comparison after {name.text!r}"
            raise ConditionError(message, sign.offset, f"such as {name.text} >= 3")
        number = self._next()
        if number.kind != "number":
            message = f"expected a number after {sign.text!r}"
            raise ConditionError(message, number.offset, f"such as {name.text} {sign.text} 3")
        return Comparison(name.text, sign.text, float(number.text), name.offset)

    def _expect(self, text: str, hint: str) -> None:
        token = self._next()
        if token.text != text:
            raise ConditionError(f"expected {text!r}", token.offset, hint)
