"""What every section of a brief is given."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from comity.facts.load import FactBase
from comity.facts.types import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The state, the day and the facts a brief is made from.

    Attributes
    ----------
    facts : FactBase
        Embedded facts with the user's own on top.
    state : str
        ISO3 code of a UN member state.
    as_of : datetime.date
        Day the statements hold for.
    electricity_price : Fact, optional
        The user's own price; without it a wide band marked assumed is used. [USD/kWh]
    """

    facts: FactBase
    state: str
    as_of: datetime.date
    electricity_price: Fact | None = None
