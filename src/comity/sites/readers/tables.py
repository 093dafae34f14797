"""Tables of text: lines, cells and numbers, whatever separator and decimal sign they use."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from comity.errors import InputError, NotANumber
from comity.sites.air import Hours

SEPARATORS = (",", ";", "\t")
REMARK = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of text.

    Attributes
    ----------
    name : str
        The file, for messages.
    header : tuple of str
        Names of columns, without quotes.
    rows : list of tuple
        Line of the file, and its cells.
    decimal_comma : bool
        Whether a comma stands before the decimals.
    """

    name: str
    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    decimal_comma: bool

    def text(self, row: int, column: str) -> str:
        """Cell of a row; refused where the row is too short.

        Parameters
        ----------
        row : int
            Counted from 0.
        column : str
            One of the header.
        """
        at, cells = self.rows[row]
        index = self.header.index(column)
        if index >= len(cells):
            raise InputError(f"{self.name}, row {at}: {len(cells)} cells are too few for {column}.")
        return cells[index]

    def numbers(self, column: str) -> Hours:
        """A column as numbers; an empty cell is NaN.

        Parameters
        ----------
        column : str
            One of the header.

        Returns
        -------
        ndarray, shape (rows,)
            As the file has them. [any unit]

        Raises
        ------
        NotANumber
            If a cell holds something else, or no finite number.
        """
        values = np.empty(len(self.rows))
        for row, (at, _) in enumerate(self.rows):
            text = self.text(row, column)
            text = text.replace(",", ".") if self.decimal_comma else text
            try:
                values[row] = float(text) if text else math.nan
            except ValueError:
                raise NotANumber(f"{self.name}, row {at}: {column} is not a number.") from None
            if math.isinf(values[row]):
                raise NotANumber(f"{self.name}, row {at}: {column} is not finite.")
        return values

    @property
    def first_row(self) -> int:
        """Line of the first row."""
        return self.rows[0][0] if self.rows else 2


def lines_of(text: str) -> list[str]:
    """Lines of a file, whichever way its maker ends them.

    Parameters
    ----------
    text : str
        The file.
    """
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def table_of(lines: Iterable[str], *, name: str, first: int = 1) -> Table:
    """A table with a header, from lines.

    Parameters
    ----------
    lines : iterable of str
        Header, then rows, separated by comma, semicolon or tabulator. Empty lines and remarks
        (``#``) are passed over. Cells may be quoted. Where the comma does not separate, or cells
        are quoted, it may stand before the decimals.
    name : str
        The file, for messages.
    first : int
        Line of the file at which these begin.

    Returns
    -------
    Table
    """
    numbered = [
        (at, line) for at, line in enumerate(lines, start=first)
        if line.strip() and not line.lstrip().startswith(REMARK)
    ]  # fmt: skip
    head = numbered[0][1] if numbered else ""
    cell = max(SEPARATORS, key=head.count)
    rows = [(at, cells_of(line, cell)) for at, line in numbered[1:]]
    quoted = bool(rows) and '"' in numbered[1][1]
    return Table(
        name=name, header=tuple(cells_of(head, cell)), rows=rows,
        decimal_comma=cell != "," or quoted,
    )  # fmt: skip


def cells_of(line: str, separator: str = ",") -> list[str]:
    """Cells of a line, without quotes and the blanks around them.

    Parameters
    ----------
    line : str
        One line; a separator within quotes does not separate.
    separator : str
        One of `SEPARATORS`.
    """
    if '"' not in line:
        return [each.strip() for each in line.split(separator)]
    pattern = rf'(?:^|{separator})\s*("(?:[^"]|"")*"|[^{separator}]*)'
    return [each.strip().strip('"').strip() for each in re.findall(pattern, line)]
