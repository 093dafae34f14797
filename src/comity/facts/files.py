"""Fact files as text: bytes in, header and numbered lines out, every complaint with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from comity.errors import InputError
from comity.facts.schema import Place


@dataclass(frozen=True, slots=True)
class File:
    """A table as text: its name in messages and its bytes."""

    name: str
    content: bytes

    @property
    def table(self) -> str:
        """Name of the table it would be: the file name without folder and ending."""
        return Path(self.name).stem


def user_files(given: Sequence[Path | File]) -> tuple[File, ...]:
    """The user's files, folders opened, in the order given.

    Parameters
    ----------
    given : sequence of Path or File
        CSV files, folders of them, or tables already in memory.

    Returns
    -------
    tuple of File

    Raises
    ------
    InputError
        If a file cannot be read or a folder holds no CSV file.
    """
    files: list[File] = []
    for each in given:
        if isinstance(each, File):
            files.append(each)
            continue
        paths = sorted(each.glob("*.csv")) if each.is_dir() else [each]
        if not paths:
            raise InputError(f"The folder {each} holds no CSV file of facts.")
        files += [_opened(path) for path in paths]
    return tuple(files)


def _opened(path: Path) -> File:
    try:
        return File(str(path), path.read_bytes())
    except OSError as error:
        raise InputError(f"Cannot read the fact file {path}: {error.strerror}.") from error


def read_csv(file: File) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """Header and numbered lines of a file; blank lines are passed over.

    Parameters
    ----------
    file : File
        UTF-8 text, with or without a byte order mark.

    Returns
    -------
    header : list of str
    lines : iterator of (int, list of str)
        Line number, counted from 1 at the header, and as many cells as the header has.

    Raises
    ------
    DamagedFacts
        If the bytes are no UTF-8 text, no CSV, or a row is shorter or longer than the header.
    """
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.content[: error.start].count(b"\n") + 1
        raise Place(file.name, line).damaged("not UTF-8 text.") from error
    if "\0" in text:
        raise Place(file.name, text[: text.index("\0")].count("\n") + 1).damaged("a NUL byte.")
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise Place(file.name, 1).damaged(f"{error}.") from error
    return header, _lines(reader, file, len(header))


def _lines(reader: Iterator[list[str]], file: File, width: int) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        for cells in reader:
            number = reader.line_num  # type: ignore[attr-defined]
            if not cells:
                continue
            if len(cells) != width:
                raise Place(file.name, number).damaged(f"{len(cells)} cells where {width} belong.")
            yield number, cells
    except csv.Error as error:
        raise Place(file.name, number + 1).damaged(f"{error}.") from error


def header_of(file: File) -> tuple[str, ...]:
    """The header of a file as far as it can be read, to tell what kind of table it is."""
    first = file.content.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    return tuple(name.strip().strip('"') for name in first.decode(errors="replace").split(","))
