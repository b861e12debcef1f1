"""Regular expressions of a repo, in time linear in the text whatever they say.

Python's own would need years for `(a+)+$` on a line of forty letters, and the expression here is anybody's: the
filters of OWNERS files. This is the part of Go's syntax that names of files need: https://pkg.go.dev/regexp/syntax
(literals, `.`, classes, groups, `|`, `*`, `+`, `?`, `{n,m}`, `^`, `$`, `\\d`, `\\w`, `\\s`, `(?i)`). It is run as a
set of states, as Thompson did (1968).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet

from msgspec import Struct, field

MAX_STATES = 2_000
MAX_TEXT = 4_096
MAX_KNOWN = 500
MAX_KNOWN_STATES = 40
_ESCAPED: dict[str, Callable[[str], bool]] = {
    "d": lambda char: "0" <= char <= "9",
    "w": lambda char: char.isascii() and (char.isalnum() or char == "_"),
    "s": lambda char: char in "\t\n\f\r ",
}
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}

Test = Callable[[str], bool]


class _State(Struct):
    """Takes a character that passes `test`, or none where there is no test (`at`: only at an end of the text)."""

    test: Test | None = None
    at: str = ""
    then: list[int] = field(default_factory=list)


class LinearRegex(Struct, frozen=True):
    """A compiled expression. `matches` finds it anywhere in a text, as Go's MatchString does.

    `known`: (states, character) → the states after it, so that many texts alike cost little more than one. It
    is emptied when it is full, and large sets are not kept.
    """

    states: tuple[_State, ...]
    first: int
    last: int
    known: dict[tuple[frozenset[int], str], frozenset[int]] = field(default_factory=dict)

    def matches(self, text: str) -> bool:
        """Whether the expression is somewhere in the text; a text longer than any path has it nowhere."""
        if len(text) > MAX_TEXT:
            return False
        here = self._reached({self.first}, is_start=True)
        for char in text:
            if self.last in here:
                return True
            after = self.known.get((here, char))
            if after is None:
                after = self._after(here, char)
                if len(here) + len(after) <= MAX_KNOWN_STATES:
                    if len(self.known) >= MAX_KNOWN:
                        self.known.clear()
                    self.known[here, char] = after
            here = after
        return self.last in here or self.last in self._reached(here, is_start=not text, is_end=True)

    def _after(self, here: frozenset[int], char: str) -> frozenset[int]:
        """All states after a character; a find may begin behind it as well."""
        taking = (self.states[number] for number in here)
        after = {following for state in taking if state.test and state.test(char) for following in state.then}
        return self._reached({*after, self.first})

    def _reached(
        self, start: AbstractSet[int], *, is_start: bool = False, is_end: bool = False
    ) -> frozenset[int]:
        """All states that are reached from some without a character. A `$` waits among them for the end."""
        found: set[int] = set()
        waiting = list(start)
        while waiting:
            number = waiting.pop()
            state = self.states[number]
            if number in found or (state.at == "^" and not is_start):
                continue
            found.add(number)
            if state.test is None and (state.at != "$" or is_end):
                waiting += state.then
        return frozenset(found)


def compile_linear(pattern: str) -> LinearRegex:
    """Compiles an expression. Raises ValueError, with the reason, for what is no expression or not supported."""
    reading = _Reading(pattern)
    first, last = reading.alternatives()
    if reading.position < len(pattern):
        raise ValueError("a ) without its (")
    return LinearRegex(tuple(reading.states), first, last)


class _Reading:
    """A pattern as far as it has been read. A piece is its first and its last state."""

    def __init__(self, pattern: str) -> None:
        self.pattern, self.position, self.depth = pattern, 0, 0
        self.any_case = False
        self.states: list[_State] = []

    def _state(self, test: Test | None = None, *, at: str = "", then: tuple[int, ...] = ()) -> int:
        if len(self.states) >= MAX_STATES:
            raise ValueError("it is too long")
        self.states.append(_State(test, at, list(then)))
        return len(self.states) - 1

    def _next(self) -> str:
        return self.pattern[self.position : self.position + 1]

    def _take(self) -> str:
        char = self._next()
        if not char:
            raise ValueError("it ends too early")
        self.position += 1
        return char

    def alternatives(self) -> tuple[int, int]:
        """`a|b|c`."""
        pieces = [self._sequence()]
        while self._next() == "|":
            self.position += 1
            pieces.append(self._sequence())
        if len(pieces) == 1:
            return pieces[0]
        last = self._state()
        for piece in pieces:
            self.states[piece[1]].then.append(last)
        return self._state(then=tuple(first for first, _ in pieces)), last

    def _sequence(self) -> tuple[int, int]:
        first = last = self._state()
        while self._next() not in ("", "|", ")"):
            start = self.position
            piece = self._atom()
            piece = self._repeated(piece, start)
            self.states[last].then.append(piece[0])
            last = piece[1]
        return first, last

    def _atom(self) -> tuple[int, int]:
        char = self._take()
        if char == "(":
            return self._group()
        if char in "^$":
            return self._one(self._state(at=char))
        if char in "*+?":
            raise ValueError(f"a {char} with nothing before it")
        if char == ".":
            return self._one(self._state(lambda other: other != "\n"))
        if char == "[":
            return self._one(self._state(self._class()))
        if char == "\\":
            return self._escape()
        return self._one(self._state(self._is(char)))

    def _one(self, number: int) -> tuple[int, int]:
        last = self._state()
        self.states[number].then.append(last)
        return number, last

    def _is(self, char: str) -> Test:
        if self.any_case:
            return lambda other: other.casefold() == char.casefold()
        return lambda other: other == char

    def _escape(self) -> tuple[int, int]:
        char = self._take()
        if char in "Az":
            return self._one(self._state(at="^" if char == "A" else "$"))
        return self._one(self._state(self._escaped(char)))

    def _escaped(self, char: str) -> Test:
        if char in _ESCAPED:
            return _ESCAPED[char]
        if char.lower() in _ESCAPED:
            test = _ESCAPED[char.lower()]
            return lambda other: not test(other)
        if char in _CONTROL:
            return self._is(_CONTROL[char])
        if char.isalnum():
            raise ValueError(f"\\{char} is not supported")
        return self._is(char)

    def _group(self) -> tuple[int, int]:
        before = self.any_case
        if self._next() == "?":
            self.position += 1
            flags = ""
            while (char := self._take()) not in ":)":
                flags += char
            if flags.strip("i"):
                raise ValueError(f"(?{flags} is not supported")
            self.any_case = self.any_case or "i" in flags
            if char == ")":
                empty = self._state()
                return empty, empty  # for the rest of the group around it
        self.depth += 1
        if self.depth > 50:
            raise ValueError("it is nested too deeply")
        piece = self.alternatives()
        if self._take() != ")":
            raise ValueError("a ( without its )")
        self.depth -= 1
        self.any_case = before
        return piece

    def _class(self) -> Test:
        """`[a-z]`, after its bracket."""
        negated = self._next() == "^"
        self.position += negated
        tests: list[Test] = []
        while (char := self._take()) != "]" or not tests:
            if char == "[" and self._next() == ":":
                raise ValueError("[[:name:]] is not supported")
            if char == "\\":
                char = self._take()
                if char.lower() in _ESCAPED or char in _CONTROL:
                    tests.append(self._escaped(char))
                    continue
            if self._next() == "-" and self.pattern[self.position + 1 : self.position + 2] not in ("", "]"):
                self.position += 1
                tests.append(self._between(char, self._take()))
            else:
                tests.append(self._is(char))
        return lambda other: any(test(other) for test in tests) is not negated

    def _between(self, low: str, high: str) -> Test:
        if self.any_case:
            return lambda other: any(low <= form <= high for form in (other, other.lower(), other.upper()))
        return lambda other: low <= other <= high

    def _repeated(self, piece: tuple[int, int], start: int) -> tuple[int, int]:
        """A piece with what follows it: `*`, `+`, `?` or `{n,m}`; lazy ones match the same."""
        end = self.position
        char = self._next()
        if not char or char not in "*+?{":
            return piece
        least, most = (0, None) if char == "*" else (1, None) if char == "+" else (0, 1)
        self.position += 1
        if char == "{":
            counts = self._counts()
            if counts is None:
                self.position = end
                self.position += 1
                brace = self._one(self._state(self._is("{")))
                self.states[piece[1]].then.append(brace[0])
                return piece[0], brace[1]
            least, most = counts
        if self._next() == "?":
            self.position += 1
        after = self.position
        copies = [piece]
        for _ in range(max(least, most or least, 1) - 1):
            self.position = start
            copies.append(self._atom())
        self.position = after
        return self._chained(copies, least, most)

    def _chained(self, copies: list[tuple[int, int]], least: int, most: int | None) -> tuple[int, int]:
        first, last = self._state(), self._state()
        here = first
        for number, (start, end) in enumerate(copies):
            if number >= least:
                self.states[here].then.append(last)
            self.states[here].then.append(start)
            here = end
        self.states[here].then.append(last)
        if most is None:
            self.states[here].then.append(copies[-1][0])
        if most == 0:
            self.states[first].then = [last]
        return first, last

    def _counts(self) -> tuple[int, int | None] | None:
        """`2}`, `2,}`, `2,3}`; None where the brace is a plain character."""
        end = self.pattern.find("}", self.position, self.position + 12)
        low, comma, high = self.pattern[self.position : end].partition(",")
        if (
            end < 0
            or not (low.isascii() and low.isdigit())
            or (high and not (high.isascii() and high.isdigit()))
        ):
            return None
        self.position = end + 1
        least = int(low)
        most = (int(high) if high else None) if comma else least
        if least > 1000 or (most is not None and (most > 1000 or most < least)):
            raise ValueError("a count in it is too large")
        return least, most
