"""One model on one machine: does it fit, how fast, with how much energy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from comity.errors import InputError, MissingFact, UnknownName
from comity.facts.load import FactBase
from comity.facts.tables import Row
from comity.models.architecture import Sizes, architecture, sizes
from comity.models.families import WRAPPED
from comity.models.hardware import Accelerator
from comity.models.roofline import Load, Profile, weight_bytes
from comity.models.serving import Prediction, largest_batch, predict_sizes
from comity.plans import registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A model on a machine, before anything is asked of it.

    Attributes
    ----------
    model : str
        Key of its row, or the name of a configuration of the user's own.
    accelerator : Row
        Its row.
    sizes, part, load, profile
        As the equations take them.
    """

    model: str
    accelerator: Row
    sizes: Sizes
    part: Accelerator
    load: Load
    profile: Profile


def find(facts: FactBase, table: str, name: str) -> Row:
    """The row a reader means: by key, by name, or by the last part of the key.

    Parameters
    ----------
    facts : FactBase
        What is known.
    table : str
        ``models`` or ``accelerators``.
    name : str
        What was typed, in any case.

    Returns
    -------
    Row

    Raises
    ------
    UnknownName
        If it names no row, or more than one; with near matches.
    """
    rows = facts.rows(table)
    wanted = name.casefold()
    exact = [row for row in rows if row.key.casefold() == wanted]
    found = exact or [row for row in rows if wanted in {each.casefold() for each in _names(row)}]
    if len(found) == 1:
        return found[0]
    near = [row.key for row in rows if wanted in row.key.casefold()][:5]
    known = [each for row in rows for each in _names(row)]
    raise UnknownName(table.removesuffix("s"), name, known, near=near or None)


def _names(row: Row) -> Iterable[str]:
    yield row.key
    yield row.key.rpartition("/")[2]
    if "name" in row.cells:
        yield row.text("name")


def case(
    facts: FactBase,
    model: str,
    accelerator: str,
    *,
    devices: int = 1,
    batch: int = 1,
    input_tokens: int = 1024,
    output_tokens: int = 256,
    weight_bits: float | None = None,
    kv_bits: float = 16.0,
    profile: str = "general",
    network: float | None = None,
    config: Mapping[str, Any] | None = None,
) -> Case:
    """A model on a machine by their names, or by a configuration that is in no table.

    Parameters
    ----------
    facts : FactBase
        What is known.
    model, accelerator : str
        Names of their tables.
    devices, batch, input_tokens, output_tokens : int
        Accelerators, answers at once, tokens of a prompt and of an answer.
    weight_bits : float, optional
        Width of weights; as published when absent. [bit]
    kv_bits : float
        Width of the cache. [bit]
    profile : str
        Name of a profile.
    network : float, optional
        Rate at which tokens travel to the experts of other devices; the part's link when absent.
        [GB/s]
    config : mapping, optional
        A published ``config.json`` in place of the row of that name.

    Returns
    -------
    Case

    Raises
    ------
    UnknownName
        If a name is unknown.
    MissingFact
        If the part's rate or power is not known.
    InputError
        If the answer is longer than the model is published for, the network has no rate, or the
        configuration cannot be computed or does not say how wide its weights are.
    """
    part = find(facts, "accelerators", accelerator)
    if config is None:
        row = find(facts, "models", model)
        model, built = row.key, registry.models(facts)[row.key]
        published = row.number("weight_bits"), row.number("dense_bits")
    else:
        built = architecture(config)
        published = (_width(config) if weight_bits is None else weight_bits,) * 2
    longest = input_tokens + output_tokens
    if built.max_context and longest > built.max_context:
        raise InputError(
            f"{model} is published for {built.max_context} tokens of context; "
            f"{longest} are asked for."
        )
    profiles = sorted({each.key.split("/")[0] for each in facts.rows("profiles")})
    if profile not in profiles:
        raise UnknownName("profile", profile, profiles, near=profiles)
    if network is not None and not network > 0:
        raise InputError("network must be above zero.")
    widths = published if weight_bits is None else (weight_bits, weight_bits)
    return Case(
        model=model,
        accelerator=part,
        sizes=sizes(built),
        part=registry.accelerator(part, facts),
        load=Load(
            devices=float(devices),
            batch=float(batch),
            input_tokens=float(input_tokens),
            output_tokens=float(output_tokens),
            weight_bits=widths[0],
            dense_bits=widths[1],
            kv_bits=kv_bits,
            network=(network or 0.0) * registry.GIGA,
        ),
        profile=registry.profile(facts, profile),
    )


WIDTHS = {"float32": 32.0, "bfloat16": 16.0, "float16": 16.0}
"""Type of weights in a configuration -> its width. [bit]"""


def _width(config: Mapping[str, Any]) -> float:
    inner = [config[key] for key in WRAPPED if isinstance(config.get(key), Mapping)]
    for held in (config, *inner):
        if held.get("quantization_config"):
            raise InputError("The configuration is of packed weights; state --weight-bits.")
    named = [held.get(key) for held in (config, *inner) for key in ("dtype", "torch_dtype")]
    width = next((WIDTHS.get(str(each).removeprefix("torch.")) for each in named if each), None)
    if width is None:
        raise InputError(
            "The configuration does not say how wide weights are; state --weight-bits."
        )
    return width


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Whether a load fits, in gigabytes."""

    fits: bool
    weights_gb: float
    needed_gb: float
    usable_gb: float
    largest_batch: int


def fit(asked: Case) -> Fit:
    """Whether a load fits in memory, and the most answers at once that would.

    Parameters
    ----------
    asked : Case
        Model, machine and load.

    Returns
    -------
    Fit
        The largest batch is 0 when not even one answer fits.
    """
    from comity.errors import Infeasible

    speed = predict(asked)
    try:
        most = largest_batch(asked.sizes, asked.part, asked.load, asked.profile)
    except Infeasible:
        most = 0
    usable = asked.profile.usable * asked.part.memory * asked.load.devices
    return Fit(
        fits=bool(speed.fits),
        weights_gb=float(weight_bytes(asked.sizes, asked.load)) / registry.GIGA,
        needed_gb=float(speed.memory_bytes) / registry.GIGA,
        usable_gb=float(usable) / registry.GIGA,
        largest_batch=most,
    )


def predict(asked: Case) -> Prediction:
    """Speed, energy and power of a load, whether it fits or not.

    Parameters
    ----------
    asked : Case
        Model, machine and load.

    Returns
    -------
    Prediction
    """
    return predict_sizes(asked.sizes, asked.part, asked.load, asked.profile)


def computable(facts: FactBase, row: Row) -> bool:
    """Whether the speed of a part can be computed from what is known of it."""
    try:
        registry.accelerator(row, facts)
    except MissingFact:
        return False
    return True
