"""Which instruments a count is made over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity.errors import InputError, UnknownName
from comity.parties.types import Instrument, Roster


def sample(
    instruments: Sequence[Instrument],
    name: str,
    *,
    without: Iterable[str] = (),
    plus: Iterable[str] = (),
) -> tuple[Instrument, ...]:
    """The instruments a sample names.

    Parameters
    ----------
    instruments : sequence of Instrument
        The catalogue.
    name : str
        Separated by commas: ``hlab`` (the seven of the UN advisory body), ``all`` (every complete
        list), or identifiers.
    without, plus : iterable of str
        Identifiers to leave out and to add.

    Returns
    -------
    tuple of Instrument
        In the order of the catalogue.

    Raises
    ------
    UnknownName
        If an identifier is not in the catalogue, or one to leave out is not in the sample.
    InputError
        If nothing is left.
    """
    known = {each.id: each for each in instruments}
    named = {
        "hlab": {each.id for each in instruments if each.hlab},
        "all": {each.id for each in instruments if each.roster is Roster.COMPLETE},
    }
    chosen: set[str] = set()
    for part in name.split(","):
        if part.strip():
            chosen |= named.get(part.strip(), {part.strip()})
    chosen |= set(plus)
    for each in sorted(chosen | set(without)):
        if each not in known:
            raise UnknownName("instrument", each, [*known, "hlab", "all"])
    for each in without:
        if each not in chosen:
            raise UnknownName("instrument of the sample", each, chosen)
    left = tuple(each for each in instruments if each.id in chosen - set(without))
    if not left:
        raise InputError("The sample holds no instrument.")
    return left
