"""JSON text read as a stream: the records of one array, each with its own text and the line on which it begins.

Only one record is held at a time. Numbers stay the text that stands in the file. What makes two parsers read
two different documents (a key that stands twice) is refused, and so is what is no JSON or nested too deep.
"""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ingest.readers.cells import MAX_DEPTH, MAX_RECORD_CHARACTERS, SURROGATE
from ingest.rows import FileRejected

_CHUNK_BYTES = 1 << 18
_MOST_KEYS = 100_000
_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER_CUT = 3
"""Characters that a number needs behind it to be whole: `1` may be the beginning of `1e+5`."""
_LONGEST_WORD = 12
"""Characters of `-Infinity` or `\\ud83d\\ude00`, of which only the first may be read yet."""


class NoNumber(str):
    """The text of a number that is none: NaN, Infinity, or one beyond what numbers can hold."""

    __slots__ = ()


class RepeatedKey(ValueError):
    """A key that stands twice in one object."""


def _float(text: str) -> str:
    return NoNumber(text) if float(text) in {float("inf"), float("-inf")} else text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise RepeatedKey(name)
            seen.add(name)
    return found


DECODER = json.JSONDecoder(
    parse_float=_float, parse_int=str, parse_constant=NoNumber, object_pairs_hook=_object
)
"""Reads JSON with every number as its own text."""


def repeated_key(place: str, key: str) -> FileRejected:
    """The refusal of a document in which a key stands twice in one object."""
    return FileRejected(
        f"{place}: the key {key!r} stands twice in one object of the record that begins here, so readers differ"
        " on what it says.",
        hint="Ask its sender which of the two is meant.",
    )


def pointer_steps(name: str, pointer: str) -> list[str]:
    """The steps of a JSON pointer (RFC 6901).

    >>> pointer_steps("a.json", "/data/a~1b/0")
    ['data', 'a/b', '0']
    """
    if pointer and not pointer.startswith("/"):
        raise FileRejected(
            f"{name}: {pointer!r} is no JSON pointer.", hint="At format/records write /data, for instance."
        )
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """One element of the array of records: the line on which it begins, its text, and its value."""

    line: int
    text: str
    value: Any


class _TooLong(Exception):
    """What begins here is longer than a record may be; a signal to go into it, not an error."""


class JsonText:
    """The JSON text of an open file, read once from its start."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False

    def records(self, pointer: str) -> Iterator[JsonRecord]:
        """The elements of the array at a pointer; the whole document is read and must be JSON to its end."""
        self._fill()
        self._at = int(self._text.startswith("\ufeff"))
        if not self._peek():
            raise FileRejected(f"{self._name}, line 1: the file is empty.", hint="Was it written whole?")
        yield from self._records(pointer, pointer_steps(self._name, pointer), 1)
        if self._peek():
            raise self._refused("more text follows after the end of the document.")

    def _records(self, pointer: str, steps: list[str], depth: int) -> Iterator[JsonRecord]:
        here = self._peek()
        if not steps:
            yield from self._elements_of(pointer, here)
            return
        if depth > MAX_DEPTH:
            raise self._too_deep()
        found = False
        for step in self._members() if here == "{" else self._elements() if here == "[" else ():
            if step == steps[0]:
                found = True
                yield from self._records(pointer, steps[1:], depth + 1)
            else:
                self._skip(depth + 1)
        if not found:
            raise FileRejected(
                f"{self._name}: there is nothing at {pointer}, where the records should be.",
                hint="Correct format/records in the source spec.",
            )

    def _elements_of(self, pointer: str, here: str) -> Iterator[JsonRecord]:
        if here != "[":
            place = f"at {pointer}" if pointer else "at its top"
            raise FileRejected(
                f"{self._place()}: {place} the document has no array of records.",
                hint="Name the array at format/records, such as /data; JSON Lines is the kind jsonl.",
            )
        for _ in self._elements():
            self._peek()
            line = self._line
            try:
                text, value = self._value()
            except _TooLong:
                raise FileRejected(
                    f"{self._name}, line {line}: the record that begins here is longer than"
                    f" {MAX_RECORD_CHARACTERS:,} characters, or it is not JSON.",
                    hint="If the records stand deeper in the document, name their array at format/records.",
                ) from None
            yield JsonRecord(line, text, value)

    def _members(self) -> Iterator[str]:
        """Each key of the object that begins here; its value must be read before the next is asked for."""
        keys: set[str] = set()
        self._take("{")
        while self._peek() != "}" or keys:
            if self._peek() != '"':
                raise self._refused("a key in quotation marks is expected.")
            key = self._key()
            if key in keys:
                raise repeated_key(self._place(), key)
            if len(keys) >= _MOST_KEYS:
                raise self._refused(f"an object has more than {_MOST_KEYS:,} keys.")
            keys.add(key)
            self._take(":")
            yield key
            if self._peek() != ",":
                break
            self._take(",")
        self._take("}")

    def _key(self) -> str:
        try:
            return str(self._value()[1])
        except _TooLong:
            raise self._refused(f"a key is longer than {MAX_RECORD_CHARACTERS:,} characters.") from None

    def _elements(self) -> Iterator[str]:
        """The index of each element of the array that begins here; each must be read before the next."""
        index = 0
        self._take("[")
        while self._peek() != "]" or index:
            yield str(index)
            index += 1
            if self._peek() != ",":
                break
            self._take(",")
        self._take("]")

    def _skip(self, depth: int) -> None:
        """Passes over a value, whatever its size."""
        if depth > MAX_DEPTH:
            raise self._too_deep()
        try:
            self._value()
        except _TooLong:
            here = self._peek()
            if here not in "{[":
                raise self._refused(
                    f"a text is longer than {MAX_RECORD_CHARACTERS:,} characters, or not closed."
                ) from None
            for _ in self._members() if here == "{" else self._elements():
                self._skip(depth + 1)

    def _value(self) -> tuple[str, Any]:
        """The text and the value of what begins here, whole; _TooLong where it does not end in time."""
        self._peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except RepeatedKey as error:
                raise repeated_key(self._place(), str(error)) from None
            except RecursionError:
                raise self._too_deep() from None
            except json.JSONDecodeError as error:
                if self._ended or not self._may_be_cut(error):
                    raise self._broken(error) from None
            else:
                if self._ended or len(self._text) - end >= _NUMBER_CUT:
                    break
            if len(self._text) - self._at > MAX_RECORD_CHARACTERS:
                raise _TooLong
            self._fill()
        text = self._text[self._at : end]
        if len(text) > MAX_RECORD_CHARACTERS:
            raise _TooLong
        self._pass(end)
        return text, value

    def _peek(self) -> str:
        """The next character that is no white space, or nothing at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._pass(found.end() if found else self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._fill()

    def _take(self, expected: str) -> None:
        if self._peek() != expected:
            raise self._refused(f"{expected!r} is expected.")
        self._pass(self._at + 1)

    def _pass(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _fill(self) -> None:
        """Reads on; as much as is held, so that reading a long value again costs no more than twice."""
        rest = len(self._text) - self._at
        content = self._file.read(max(_CHUNK_BYTES, rest))
        self._ended = not content
        self._text = self._text[self._at :] + self._decode(content, final=self._ended)
        self._at = 0

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        """Whether an error can come from what is not read yet: a text without its end, a word cut short."""
        return error.msg.startswith("Unterminated") or error.pos >= len(self._text) - _LONGEST_WORD

    def _place(self) -> str:
        return f"{self._name}, line {self._line}"

    def _broken(self, error: json.JSONDecodeError) -> FileRejected:
        self._pass(error.pos)
        return self._refused(f"{error.msg}.")

    def _refused(self, reason: str) -> FileRejected:
        if SURROGATE.match(self._text, self._at) or "\0" in self._text[self._at : self._at + 4]:
            reason = "it is not text in UTF-8."
        elif self._at >= len(self._text):
            reason = "it ends in the middle."
        return FileRejected(
            f"{self._place()}: this is not JSON: {reason}", hint="Was it written whole, and in UTF-8?"
        )

    def _too_deep(self) -> FileRejected:
        return FileRejected(f"{self._place()}: the JSON is nested deeper than {MAX_DEPTH} levels.")
