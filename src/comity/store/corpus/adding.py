"""Adds files to a corpus, one transaction each, so that a killed run is taken up where it ended."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from comity.engine import map_cases
from comity.errors import InputError, UnknownName, WorkerLost
from comity.norms.reading.datasets import DATASETS
from comity.store.corpus import eurlex
from comity.store.corpus.extract import Case, extract
from comity.store.corpus.folder import Corpus
from comity.store.corpus.types import FORCES, Extracted, Outcome, Refused, Stated, Status
from comity.store.corpus.writing import write

_FEW_BYTES = 4_000_000
"""Below this a second interpreter takes longer to start than it saves. [bytes]"""

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


# Regulations, directives and decisions.
_BINDING = re.compile(r"3\d{4}[RLD]")
_CODE = re.compile(r"[a-z]{2,3}")


def files_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Every file of the paths given, folders opened, hidden files left out, in order of name.

    Raises
    ------
    InputError
        If a path does not exist, is neither a file nor a folder, or if there is no file at all.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (each for each in sorted(path.rglob("*")) if each.is_file())
            for each in inside:
                if not any(part.startswith(".") for part in each.relative_to(path).parts):
                    found[each] = None
        elif path.is_file():
            found[path] = None
        elif path.exists():  # a pipe or a device has no end that is known
            raise InputError(f"{str(path)!r} is neither a file nor a folder; save it as a file.")
        else:
            raise InputError(f"There is no file or folder {str(path)!r}.")
    if not found:
        named = ", ".join(repr(str(path)) for path in paths)
        raise InputError(f"There is no file to read in {named}; hidden files are left out.")
    return tuple(found)


def add(
    corpus: Corpus,
    paths: Sequence[Path],
    *,
    day: str,
    stated: Stated | None = None,
    dataset: str = "",
    workers: int | None = None,
    seen: Callable[[int, int], None] | None = None,
) -> Iterator[Outcome]:
    """Add files, one after the other; what became of each as soon as it is known.

    Parameters
    ----------
    corpus : Corpus
        Where to.
    paths : sequence of Path
        Files and folders.
    day : str
        Today, ISO 8601.
    stated : Stated, optional
        What the user says of the files.
    dataset : str
        Publisher of the data set the files are; told by the suffix when empty.
    workers : int, optional
        Processes that read; by the number and size of the files unless given.
    seen : callable, optional
        Told how many files are done, of how many.

    Yields
    ------
    Outcome
        One for each file, in order. Killed in between, all that was yielded is kept.

    Raises
    ------
    InputError
        If a path does not exist, what is stated cannot be, or another process does not let go.
    """
    said = stated or Stated()
    files = files_in(paths)
    _check(said, files)
    if dataset and dataset not in DATASETS:
        raise UnknownName("data set", dataset, DATASETS, near=sorted(DATASETS))
    cases = [
        Case(path=path, stated=said, originals=corpus.originals, dataset=dataset) for path in files
    ]
    known = _known(corpus)
    waiting: list[Case] = []
    for place, case in enumerate(cases):
        digest = _digest(case.path) if known and said == Stated() else ""
        if digest in known:
            # Cases before this one come first, so that outcomes stay in order.
            yield from _read(corpus, waiting, day, workers, seen, len(cases), place)
            waiting = []
            yield _there(corpus, case, digest)
            if seen:
                seen(place + 1, len(cases))
        else:
            waiting.append(case)
    yield from _read(corpus, waiting, day, workers, seen, len(cases), len(cases))


def _check(said: Stated, files: Sequence[Path]) -> None:
    if said.force and said.force not in FORCES:
        raise InputError(f"The force {said.force!r} is none of {', '.join(FORCES)}.")
    if said.language and not _CODE.fullmatch(said.language):
        raise InputError(f"{said.language!r} is not a language code; write it as en, fr or zh.")
    if (said.title or said.url) and len(files) > 1:
        raise InputError("A title or an address belongs to one file; add the files one by one.")


def _known(corpus: Corpus) -> frozenset[str]:
    rows = corpus.tables.execute("SELECT DISTINCT sha256 FROM manifestations")
    return frozenset(sha256 for (sha256,) in rows)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _there(corpus: Corpus, case: Case, digest: str) -> Outcome:
    rows = corpus.tables.execute(
        "SELECT e.work, e.units, e.language, e.family FROM manifestations m"
        " JOIN expressions e ON e.id = m.expression WHERE m.sha256 = ? ORDER BY e.work",
        (digest,),
    ).fetchall()
    return Outcome(
        name=case.name, status=Status.THERE, works=tuple(dict.fromkeys(row[0] for row in rows)),
        provisions=sum(row[1] for row in rows),
        languages=tuple(sorted({row[2] for row in rows})), family=rows[0][3] if rows else "",
    )  # fmt: skip


def _read(
    corpus: Corpus,
    cases: Sequence[Case],
    day: str,
    workers: int | None,
    seen: Callable[[int, int], None] | None,
    total: int,
    upto: int,
) -> Iterator[Outcome]:
    for done, found in enumerate(extracted(cases, workers=workers), 1):
        yield write(corpus.tables, found, day=day)
        if seen:
            seen(upto - len(cases) + done, total)


def extracted(
    cases: Sequence[Case], *, workers: int | None = None
) -> Iterator[Extracted | Refused]:
    """What each file gives, read by as many processes as pay.

    A file that kills its reader again and again is refused, and the rest is read.
    """
    count = _workers(cases) if workers is None else workers
    if count < 2:
        yield from map_cases(extract, cases)
        return
    done = 0
    while done < len(cases):
        try:
            with one_thread_each():
                for found in map_cases(extract, cases[done:], engine="processes", workers=count):
                    yield found
                    done += 1
        except WorkerLost:
            reason = "The file ends the process that reads it; it is not read."
            yield Refused(name=cases[done].name, code=WorkerLost.code, reason=reason)
            done += 1


def _workers(cases: Sequence[Case]) -> int:
    size = sum(case.path.stat().st_size for case in cases if case.path.is_file())
    return min(os.cpu_count() or 1, len(cases)) if size > _FEW_BYTES else 1


@contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes started inside compute on one thread each: two of them beat one on two threads."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def add_bytes(corpus: Corpus, data: bytes, name: str, *, day: str, stated: Stated) -> Outcome:
    """Add a file held in memory, as one fetched is."""
    folder = corpus.folder / "arriving"
    folder.mkdir(exist_ok=True)
    digest = hashlib.sha256(data).hexdigest()
    path = folder / f"{digest[:16]}-{os.getpid()}{Path(name).suffix}"
    path.write_bytes(data)
    try:
        case = Case(path=path, stated=stated, originals=corpus.originals)
        found = replace(extract(case), name=name)
        return write(corpus.tables, found, day=day)
    finally:
        path.unlink()


def add_celex(
    corpus: Corpus, celex: str, languages: Sequence[str], *, day: str, stated: Stated
) -> Iterator[Outcome]:
    """Fetch an act of the European Union in some languages and add each.

    Parameters
    ----------
    corpus : Corpus
        Where to.
    celex : str
        CELEX number.
    languages : sequence of str
        ISO 639-1 codes of official languages.
    day : str
        Today, ISO 8601.
    stated : Stated
        What the user says of it; what is not said is filled in for an act of the Union.

    Yields
    ------
    Outcome
        One for each language. One that is there already is not asked for again.

    Raises
    ------
    InputError
        If the number is not a CELEX number.
    SourceUnavailable
        If the source does not answer; languages already fetched are kept.
    """
    number = eurlex.checked(celex)
    work = stated.work or f"celex:{number}"
    for language in languages:
        name = f"{number} in {language}"
        held = corpus.tables.execute(
            "SELECT units, family FROM expressions WHERE work = ? AND language = ?",
            (work, language),
        ).fetchone()
        if held:
            yield Outcome(
                name=name, status=Status.THERE, works=(work,), provisions=held[0],
                languages=(language,), family=held[1],
            )  # fmt: skip
            continue
        content, address = eurlex.fetch(number, language)
        said = replace(
            stated, work=work, language=language, url=address, retrieved=day,
            licence=stated.licence or eurlex.LICENCE, issuer=stated.issuer or "European Union",
            jurisdictions=stated.jurisdictions or ("EU",),
            force=stated.force or ("binding" if _BINDING.match(number) else ""),
        )  # fmt: skip
        yield add_bytes(corpus, content, f"{number}.{language}.html", day=day, stated=said)
