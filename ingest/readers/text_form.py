"""How a text file is written: encoding, line ends, delimiter, quotes, header line, and text that was scrambled.

Nothing is guessed in silence. A source spec declares the form; what is found in the file is compared with it, and
a contradiction is an error that says where, what, and what to write in the spec. `hakim source new` drafts the
form from what is found, with the reasons.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ingest.mojibake import maimed_words, scrambled_words, unscramble
from ingest.readers.text_bytes import LineEnds, Place, TextBytes, read_bytes
from ingest.readers.text_encoding import ENCODINGS, Contexts, Fit, fits
from ingest.rows import FileRejected
from ontology.errors import OutsideFailure

DELIMITERS = (",", ";", "\t", "|")
BLOCK = 1 << 18
SAMPLE_LINES = 200
SAMPLE_CHARACTERS = 1 << 20
LONGEST_PIECE = 1 << 16
"""Characters of a line that are looked at together; a longer line is looked at in pieces."""
MOST_SHOWN = 20
_CLOSE = 0.15
"""How near a second encoding must be for the first one to be uncertain."""
_ALIKE = (frozenset({"utf-8", "utf-8-sig"}), frozenset({"utf-16", "utf-16-le", "utf-16-be"}))


@dataclass(frozen=True, slots=True)
class Scrambled:
    """A text that was read in a wrong encoding before it was saved: where it stands, it, and what it was.

    `repaired` is empty where a letter is lost.
    """

    line: int
    column: str
    text: str
    repaired: str

    def __str__(self) -> str:
        where = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        if not self.repaired:
            return f"{where}: {self.text!r} lost a letter in a wrong encoding; nothing brings it back."
        return f"{where}: {self.text!r} looks like {self.repaired!r}, read in a wrong encoding."


@dataclass(frozen=True, slots=True)
class TextForm:
    """What a text file is found to be, and the evidence for it in sentences.

    `certain` is false where another encoding fits nearly as well. `scrambled` are the first of the
    `scrambled_count` texts; `undecoded` is the first place that is not in UTF-8.
    """

    encoding: str
    certain: bool
    delimiter: str
    line_end: str
    quoted: bool
    header_line: int
    columns: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    scrambled: tuple[Scrambled, ...] = ()
    scrambled_count: int = 0
    undecoded: Place | None = None

    @property
    def settings(self) -> dict[str, str]:
        """The keys of `format` in a source spec that are not as by default."""
        found = {"encoding": self.encoding, "delimiter": self.delimiter, "line_end": self.line_end}
        usual = {"encoding": ("utf-8", "utf-8-sig"), "delimiter": (",",), "line_end": ("lf", "crlf")}
        return {name: text for name, text in found.items() if text not in usual[name]}


@dataclass(slots=True)
class _Text:
    """What the decoded text of a file says."""

    columns: tuple[str, ...] = ()
    delimiter: str = ","
    header_line: int = 1
    quoted: bool = False
    scrambled: list[Scrambled] = field(default_factory=list)
    count: int = 0


def describe_text_file(path: Path, name: str = "") -> TextForm:
    """The form of a text file, found by reading all of it as a stream.

    Raises OutsideFailure when it cannot be read.
    """
    name = name or path.name
    told, contexts = read_bytes(path, name)
    encoding, certain, others, evidence = _encoding(told, contexts)
    plain = not (told.good or told.bad or told.marked.startswith("utf-16") or told.wide)
    text = _read_text(path, name, encoding, plain=plain)
    evidence = (*evidence, *_ends_told(told.ends), *_scrambled_told(text))
    return TextForm(
        encoding=encoding,
        certain=certain,
        delimiter=text.delimiter,
        line_end=told.ends.most,
        quoted=text.quoted,
        header_line=text.header_line,
        columns=text.columns,
        evidence=evidence,
        others=others,
        scrambled=tuple(text.scrambled),
        scrambled_count=text.count,
        undecoded=told.first_bad,
    )


_Encoding = tuple[str, bool, tuple[str, ...], tuple[str, ...]]


def _encoding(told: TextBytes, contexts: Contexts) -> _Encoding:
    """The encoding, whether it is certain, those that fit nearly as well, and why."""
    if told.marked and (told.marked != "utf-8-sig" or told.is_utf_8):
        return told.marked, True, (), (f"It begins with the byte order mark of {told.marked}.",)
    if told.wide:
        return told.wide, True, (), ("Every second byte of its beginning is zero, and there is no mark.",)
    if told.is_utf_8 and not told.good:
        return "utf-8", True, (), ("All of it is ASCII, which is UTF-8.",)
    if told.is_utf_8:
        broken = f"; {told.bad:,} bytes are not" if told.bad else ""
        return "utf-8", True, (), (f"{told.good:,} characters beyond ASCII are UTF-8{broken}.",)
    return _one_byte(told, fits(contexts.counts))


def _one_byte(told: TextBytes, found: Sequence[Fit]) -> _Encoding:
    best = found[0]
    near = tuple(fit.encoding for fit in found[1:] if fit.score >= best.score - _CLOSE)
    bad = f"{told.bad:,} bytes are not UTF-8 (only {told.good:,} characters beyond ASCII are)"
    why = [f"{bad}; read as {best.encoding} they give words."]
    if near:
        why.append(f"Nearly as well fits: {', '.join(near)}. A person who knows the words must say which.")
    return best.encoding, not near, near, tuple(why)


def _ends_told(ends: LineEnds) -> Iterator[str]:
    kinds = {"CR LF": ends.crlf, "LF": ends.lf, "CR": ends.cr}
    found = {kind: count for kind, count in kinds.items() if count}
    if len(found) > 1:
        told = ", ".join(f"{count:,} {kind}" for kind, count in found.items())
        yield f"Its line ends are of several kinds: {told}; those inside quotation marks count too."
    elif ends.cr:
        yield f"Its {ends.cr:,} lines end with a carriage return alone, as old Macs write them."


def _scrambled_told(text: _Text) -> Iterator[str]:
    yield from map(str, text.scrambled)
    if text.count > len(text.scrambled):
        yield f"{text.count - len(text.scrambled):,} more texts look scrambled."


def _read_text(path: Path, name: str, encoding: str, *, plain: bool) -> _Text:
    """One pass over the decoded lines; of a file that is all ASCII, only over the first ones."""
    text = _Text()
    try:
        with path.open(encoding=ENCODINGS[encoding], errors="replace") as lines:
            _shape(_sample(lines), text)
            if plain:
                return text
            lines.seek(0)
            line = 1
            while block := lines.read(BLOCK) + lines.readline(LONGEST_PIECE):
                if not block.isascii():
                    for number, piece in enumerate(block.split("\n"), line):
                        # Asking a line whether it is ASCII costs next to nothing; looking into it does not.
                        if not piece.isascii():
                            _note_scrambled(piece, number, text)
                line += block.count("\n")
    except OSError as error:
        raise OutsideFailure(f"{name} cannot be read: {error.strerror}.") from error
    return text


def _sample(lines: io.TextIOWrapper) -> list[str]:
    """The first lines, or the beginning of the first ones where they are very long."""
    sample: list[str] = []
    left = SAMPLE_CHARACTERS
    for piece in islice(_pieces(lines), SAMPLE_LINES):
        sample.append(piece)
        left -= len(piece)
        if left <= 0:
            break
    return sample


def _pieces(lines: io.TextIOWrapper) -> Iterator[str]:
    while piece := lines.readline(LONGEST_PIECE):
        yield piece


def _shape(sample: Sequence[str], text: _Text) -> None:
    """The delimiter that gives most lines of the sample the same number of cells, and the header by it."""
    text.quoted = any('"' in line for line in sample)
    lines = [line for line in sample if line.strip()]
    if not lines:
        return
    best = max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))
    text.delimiter = best if _regularity(sample, best) > (0, 0) else ","
    rows = list(_cut(sample, text.delimiter))
    if not rows:
        return
    width = Counter(len(cells) for _, cells in rows).most_common(1)[0][0]
    text.header_line, header = next((line, cells) for line, cells in rows if len(cells) == width)
    text.columns = tuple(cell.strip() for cell in header)


def _regularity(sample: Sequence[str], delimiter: str) -> tuple[int, int]:
    """How many records have the most common number of cells above one, and that number."""
    widths = Counter(len(cells) for _, cells in _cut(sample, delimiter) if len(cells) > 1)
    return max(((times, width) for width, times in widths.items()), default=(0, 0))


def _cut(sample: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records of a sample with the line on which each begins; quotes that break it end it."""
    reader = csv.reader(iter(sample), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        return


def _note_scrambled(piece: str, line: int, text: _Text) -> None:
    """Notes each word of a line that looks scrambled."""
    found = [*scrambled_words(piece), *((at, was, "") for at, was in maimed_words(piece))]
    told = 0
    for at, was, before in sorted(found):
        if at < told:
            continue
        begin, told = _word(piece, at, at + len(was))
        text.count += 1
        if len(text.scrambled) < MOST_SHOWN:
            word = piece[begin:told]
            repaired = (unscramble(word) or before) if before else ""
            text.scrambled.append(Scrambled(line, _column(piece, at, text), word, repaired))


def _word(piece: str, begin: int, end: int) -> tuple[int, int]:
    """Where the word around a part of a line begins and ends."""
    least, most = max(0, begin - 30), min(len(piece), end + 60)
    while begin > least and _is_of_word(piece[begin - 1]):
        begin -= 1
    while end < most and _is_of_word(piece[end]):
        end += 1
    return begin, end


def _is_of_word(character: str) -> bool:
    return character.isalpha() or not (character.isascii() or character.isspace())


def _column(piece: str, at: int, text: _Text) -> str:
    """The column in which a character of a line stands, where the line is a record by itself."""
    rows = list(_cut([piece], text.delimiter))
    if len(rows) != 1 or len(rows[0][1]) != len(text.columns):
        return ""
    # A mark that no text holds, put at the place, is found again in its cell.
    marked = list(_cut([f"{piece[:at]}\0{piece[at:]}"], text.delimiter))
    cells = marked[0][1] if marked else []
    return next((name for name, cell in zip(text.columns, cells, strict=False) if "\0" in cell), "")


def check_text_form(found: TextForm, encoding: str, delimiter: str, line_end: str, name: str) -> list[str]:
    """Compares a file with the form that its source spec declares; gives what a person should know.

    Raises FileRejected, with the place and the way out, where the file cannot be what is declared.
    """
    undecoded = _check_encoding(found, encoding, name)
    if found.line_end == "cr" and line_end != "cr":
        raise _contradiction(
            f"{name}, line 1: the lines end with a carriage return alone, as old Macs write them.",
            "line_end: cr",
        )
    header = found.delimiter.join(found.columns)
    # Where the first line has the declared delimiter too, or is no header, the rows themselves will tell.
    if len(found.columns) > 1 and found.header_line == 1 and delimiter not in header:
        shown = repr(found.delimiter)
        raise _contradiction(
            f"{name}, line {found.header_line}: the columns are separated by {shown}, not {delimiter!r}.",
            f'delimiter: "{found.delimiter}"'.replace("\t", "\\t"),
        )
    return [*undecoded, *_notices(found, encoding)]


def _notices(found: TextForm, encoding: str) -> Iterator[str]:
    if not _is_alike(found.encoding, encoding) and not found.encoding.startswith("utf"):
        yield f"The file is read as {encoding}, as declared; {found.encoding} seems to fit its words as well."
    yield from map(str, found.scrambled)
    if found.scrambled_count > len(found.scrambled):
        yield f"{found.scrambled_count - len(found.scrambled):,} more texts look scrambled."
    if found.scrambled_count:
        yield "`format: {mojibake: repair}` in the source spec repairs what can be repaired exactly."


def _check_encoding(found: TextForm, declared: str, name: str) -> list[str]:
    """A notice where some bytes are not in the declared encoding: these cost their rows, and no others."""
    if _is_alike(found.encoding, declared) or found.encoding == declared:
        return []
    if declared.startswith("utf-8") and found.undecoded and not found.encoding.startswith("utf"):
        at = found.undecoded
        place = f"Line {at.line}, byte {at.offset + 1} of the line"
        way_out = f"Perhaps the source spec should say `format: {{encoding: {found.encoding}}}`."
        return [f"{place}: the byte {at.byte:02x} is not {declared}. {found.evidence[0]} {way_out}"]
    ascii_only = found.encoding == "utf-8" and "ASCII, which" in found.evidence[0]
    if found.encoding.startswith("utf") or declared.startswith("utf-16"):
        if ascii_only and not declared.startswith("utf-16"):
            return []
        message = f"{name}, line 1: the file is {found.encoding}, not {declared}. {found.evidence[0]}"
        raise _contradiction(message, f"encoding: {found.encoding}")
    return []


def _is_alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= group for group in _ALIKE)


def _contradiction(message: str, setting: str) -> FileRejected:
    return FileRejected(message, hint=f"Write in the source spec, `format: {{{setting}}}`.")
