"""CSV files as spreadsheets write them: a table of texts, each row with the number that the spreadsheet shows.

Accepted: commas, semicolons or tabs; UTF-8 with or without a byte-order mark, UTF-16 with one, Windows-1252; any line
ends; quoted cells; spaces round values; blank rows; comment lines (#) above the names of the columns; capitals in these
names; cells left out at the end of a row; a decimal comma where commas do not part the cells. At most 100 MB.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from mi_abm.scenario.problems import MAX_LINES, InputError, Problem, bad, digits, nearest, shown

MAX_BYTES = 100_000_000
DELIMITERS = ",;\t"
BINARY = {b"PK": "a workbook (xlsx, ods)", b"\xd0\xcf\x11\xe0": "an old workbook (xls)", b"%PDF": "a PDF"}
END = "\0"


@dataclass(frozen=True)
class Table:
    """A CSV file: the wanted columns by name, one text a row, and the row in the spreadsheet of each."""

    file: str
    columns: dict[str, list[str]]
    numbers: list[int]
    decimal_comma: bool = False
    notes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def row(self, i: int) -> str:
        """Return where row i stands."""
        return f"{self.file}, row {self.numbers[i]}"

    def problem(self, i: int, column: str, message: str) -> Problem:
        """Return what is wrong with a cell."""
        return Problem(self.row(i), column, message)

    def number(self, i: int, column: str, low: float, high: float) -> float | Problem:
        """Return the number in a cell, or what is wrong with it: none at all, or outside [low, high]."""
        value = self.columns[column][i]
        plain = value.replace(",", ".") if self.decimal_comma and value.count(",") == 1 else value
        try:
            x = float(plain.replace("_", "?"))
        except ValueError:
            point = "; write a decimal point" if "," in value else ""
            return self.problem(i, column, f"{shown(value)} is not a number{point}" if value else "is empty")
        if not low <= x <= high:
            return self.problem(
                i,
                column,
                f"{shown(value, quoted=False)} is not allowed; it must lie in {digits(low)} ... {digits(high)}",
            )
        return x


def read_table(file: str, needed: Iterable[str], optional: Iterable[str] = (), most: int = MAX_BYTES) -> Table:
    """Read the needed columns, and the optional ones if they are there, of at most `most` rows."""
    notes: list[str] = []
    above, told, text = _below_comments(_text(file, notes))
    wanted = [*dict.fromkeys(needed)]
    delimiter, head = _head(text, wanted, told, above, file)
    header = [cell.strip() for cell in head]
    at = _places(header, wanted, [name for name in optional if name not in wanted], f"{file}, row {above + 1}")
    columns: dict[str, list[str]] = {name: [] for name in at}
    numbers: list[int] = []
    for number, row in _filled(_rows(text, delimiter, above, file), above, len(header), file):
        numbers.append(number)
        for name, place in at.items():
            columns[name].append(row[place].strip() if place < len(row) else "")
        if len(numbers) > most:
            raise bad(file, "", f"has more than {most:,} rows")
    if not numbers:
        raise bad(file, "", "has no rows below the column names")
    return Table(file, columns, numbers, delimiter != ",", notes)


def _filled(rows: Iterable[list[str]], above: int, width: int, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the names of the columns that hold anything; raise `InputError` on those that are too long."""
    problems = []
    for number, row in enumerate(rows, start=above + 1):
        if number == above + 1 or not any(cell and not cell.isspace() for cell in row):
            continue
        if len(row) > width and any(cell.strip() for cell in row[width:]):
            problems.append(Problem(f"{file}, row {number}", "", f"has {len(row)} cells, but the columns are {width}"))
        yield number, row
    if problems:
        raise InputError(problems)


def _text(file: str, notes: list[str]) -> str:
    """Return the file's text; raise `InputError` if it is none, or too long."""
    try:
        if not Path(file).is_file():
            raise bad(file, "", "cannot be read (" + ("it is not a file)" if Path(file).exists() else "there is no such file)"))  # fmt: skip
        if Path(file).stat().st_size > MAX_BYTES:
            raise bad(file, "", f"is larger than {MAX_BYTES:,} bytes")
        raw = Path(file).read_bytes()
    except OSError as error:
        raise bad(file, "", f"cannot be read ({error.strerror})") from None
    kind = next((kind for start, kind in BINARY.items() if raw.startswith(start)), None)
    if kind is not None:
        raise bad(file, "", f"is {kind}: save it as CSV first")
    text = _decoded(raw, file, notes)
    if END in text:
        raise bad(file, "", "holds NUL characters: it is not plain CSV text")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _decoded(raw: bytes, file: str, notes: list[str]) -> str:
    marked = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(marked)
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise bad(f"{file}, row {line}", "", "is neither UTF-8 nor Windows-1252 text: save it as CSV UTF-8") from None  # fmt: skip
    notes.append(f"{file}: is not UTF-8; read as Windows-1252")
    return text


def _below_comments(text: str) -> tuple[int, str, str]:
    """Return how many rows stand above the names of the columns, what they say parts the cells, and the text below."""
    lines = io.StringIO(text, newline="")
    above, told, start = 0, "", 0
    for line in lines:
        said = line.strip().lower()
        if said.startswith("sep=") and len(said) <= 5:  # a line for Excel; a tab is stripped away
            told = said[4:] or "\t"
        elif said.strip(DELIMITERS) and not said.startswith(("#", '"#')):
            break
        above, start = above + 1, start + len(line)
    return above, told, text[start:]


def _rows(text: str, delimiter: str, above: int, file: str) -> Iterable[list[str]]:
    """Yield the rows of a text; raise `InputError` where a quotation mark is not closed."""
    lines = io.StringIO(text if text.endswith(("\n", "\r")) else f"{text}\n", newline="")
    number = above
    try:
        for row in csv.reader(chain(lines, [END]), delimiter=delimiter, skipinitialspace=True):
            if row == [END]:
                return
            number += 1
            if row and END in row[-1]:
                break
            yield row
    except csv.Error as error:
        raise bad(f"{file}, row {number + 1}", "", f"is not CSV: {error}") from None
    raise bad(f"{file}, row {number}", "", "a quotation mark is opened in this row and never closed")


def _head(text: str, wanted: Sequence[str], told: str, above: int, file: str) -> tuple[str, list[str]]:
    """Return what parts the cells, and the names of the columns; where nothing is told, what finds the most that are wanted."""
    if not text:
        raise bad(file, "", "is empty: the first row must name the columns")
    names = [name.casefold() for name in wanted]
    found: dict[str, list[str]] = {}
    for delimiter in told if told and told in DELIMITERS else DELIMITERS:
        found[delimiter] = next(iter(_rows(text, delimiter, above, file)))
    best = max(found, key=lambda d: (sum(cell.strip().casefold() in names for cell in found[d]), len(found[d])))
    return best, found[best]


def _places(header: list[str], needed: Sequence[str], optional: Sequence[str], where: str) -> dict[str, int]:
    """Return where the wanted columns stand; raise `InputError` on those that are missing or there twice."""
    found, problems = dict[str, int](), []
    for name in (*needed, *optional):
        exact = [i for i, cell in enumerate(header) if cell == name]
        places = exact or [i for i, cell in enumerate(header) if cell.casefold() == name.casefold()]
        if len(places) > 1:
            problems.append(Problem(where, name, f"{len(places)} columns have this name"))
        elif places:
            found[name] = places[0]
        elif name in needed:
            hint = f"; {nearest(name, filter(None, header))}" if len(problems) < MAX_LINES else ""
            problems.append(Problem(where, name, f"no such column{hint}"))
    if problems:
        raise InputError(problems)
    return found
