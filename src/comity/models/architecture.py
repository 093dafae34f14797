"""From a published configuration to parameters, bytes of cache and FLOP of a token.

`count` is the public face. Everything speed and energy need of a model is in `Sizes`, whose fields
may also be arrays over many models.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from comity.errors import InputError
from comity.models.layers import Layer

Number: TypeAlias = float | npt.NDArray[np.float64]
"""A number, or an array of them over cases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """A language model as its published configuration describes it.

    Attributes
    ----------
    model_type : str
        Family, as named in the configuration.
    hidden, vocab : int
        Width of the model and tokens of its vocabulary.
    tied : bool
        Whether input embedding and output head are one matrix.
    layers : tuple of Layer
        Every layer in order.
    extra : int
        Parameters outside the layers, embedding and head (a vision tower): counted in the
        total, not read at a step of text.
    always : int
        Parameters outside the layers, embedding and head that every token uses.
    max_context : int
        Longest context it is published for; 0 when not stated. [tokens]
    """

    model_type: str
    hidden: int
    vocab: int
    tied: bool
    layers: tuple[Layer, ...]
    extra: int = 0
    always: int = 0
    max_context: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What `count` says of a model.

    Attributes
    ----------
    total : int
        Parameters; of a model of several modes those of its language model.
    active : int
        Parameters a token uses; the output head is among them, the embedding lookup is not.
    kv_bytes_per_token : float
        Bytes of keys and values, or of the latent vector in their place, one token adds while
        the context is within every window. [B]
    index_bytes_per_token : float
        Bytes one token adds to the index that chooses what attention reads; 0 without one. [B]
    state_bytes : float
        Bytes kept for a sequence whatever its length. [B]
    """

    total: int
    active: int
    kv_bytes_per_token: float
    index_bytes_per_token: float
    state_bytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Everything the equations of speed and energy need of a model, as numbers or arrays.

    Attributes
    ----------
    total, active : Number
        Parameters, and those a token uses.
    mixing, feeding, routed, head : Number
        Parameters of mixers and norms; of dense feeds, shared experts and routers; of all routed
        experts; of the output head.
    experts, top_k : Number
        Routed experts of a layer and how many a token uses; 1 and 1 without any.
    layers, expert_layers, attention_layers, hidden : Number
        Layers, those with routed experts, those with a cache, and width of the model.
    cache_full, cache_window, cache_sparse : Number
        Elements of cache a token adds in layers that keep and read all of it, keep a window of
        it, keep all but read some of it.
    borrowed_full, borrowed_window : Number
        Elements of another layer's cache that layers without one of their own read for each
        token of context, of all of it and of a window.
    cache_index : Number
        Elements a token adds to the index that chooses what the sparse layers read.
    shards : Number
        Ways the cache divides among devices: key-value heads, or 1 for a latent vector.
    window, reach : Number
        Tokens kept by the windowed layers, tokens read by the sparse ones.
    state : Number
        Elements kept for a sequence whatever its length.
    flops_full, flops_window, flops_sparse : Number
        FLOP of one new token against one token of context, in the same three kinds of layers.
    max_context : Number
        Longest context the model is published for; 0 when not stated. [tokens]
    """

    total: Number
    active: Number
    mixing: Number
    feeding: Number
    routed: Number
    head: Number
    experts: Number
    top_k: Number
    layers: Number
    expert_layers: Number
    attention_layers: Number
    hidden: Number
    cache_full: Number
    cache_window: Number
    cache_sparse: Number
    borrowed_full: Number
    borrowed_window: Number
    cache_index: Number
    shards: Number
    window: Number
    reach: Number
    state: Number
    flops_full: Number
    flops_window: Number
    flops_sparse: Number
    max_context: Number


def count(
    config: Architecture | Mapping[str, Any], *, kv_bits: float = 16, state_bits: float = 32
) -> Count:
    """Parameters in total and in use, and bytes of cache a token adds.

    Parameters
    ----------
    config : Architecture or mapping
        An architecture, or the published ``config.json`` as a mapping.
    kv_bits, state_bits : float
        Bits of an element of the cache and of a recurrent state. [bit]

    Returns
    -------
    Count

    Raises
    ------
    UnknownName
        If the configuration's ``model_type`` is none that can be computed.
    InputError
        If a dimension is missing or unusable.

    Notes
    -----
    Each term is described in `comity.models.layers`. Layers that predict several tokens ahead are
    left out, as the publishers leave them out of the totals they state.

    Examples
    --------
    >>> config = {"model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32,
    ...           "num_attention_heads": 32, "num_key_value_heads": 8,
    ...           "intermediate_size": 14336, "vocab_size": 128256}
    >>> found = count(config)
    >>> found.total, found.kv_bytes_per_token
    (8030261248, 131072.0)
    """
    measured = sizes(architecture(config))
    cache = measured.cache_full + measured.cache_window + measured.cache_sparse
    return Count(
        total=int(measured.total),
        active=int(measured.active),
        kv_bytes_per_token=float(cache * kv_bits / 8),
        index_bytes_per_token=float(measured.cache_index * kv_bits / 8),
        state_bytes=float(measured.state * state_bits / 8),
    )


def architecture(config: Architecture | Mapping[str, Any]) -> Architecture:
    """The architecture a published configuration describes.

    Parameters
    ----------
    config : Architecture or mapping
        A configuration as published (``config.json``); an architecture is returned as it is.

    Returns
    -------
    Architecture

    Raises
    ------
    UnknownName
        If its ``model_type`` is none that can be computed.
    InputError
        If a dimension is missing or unusable.
    """
    if isinstance(config, Architecture):
        return config
    from comity.models.families import read_config

    return read_config(config)


def sizes(model: Architecture) -> Sizes:
    """Everything the equations of speed and energy need of a model.

    Parameters
    ----------
    model : Architecture
        The model.

    Returns
    -------
    Sizes

    Raises
    ------
    InputError
        If its layers keep windows of different lengths.
    """
    routed = sum(layer.feed.expert * layer.feed.experts for layer in model.layers)
    in_use = sum(layer.feed.expert * layer.feed.top_k for layer in model.layers)
    mixing = sum(layer.mixer.weights + layer.norms for layer in model.layers) + model.hidden
    mixing += model.always
    feeding = sum(layer.feed.weights for layer in model.layers)
    matrix = model.hidden * model.vocab
    kept = mixing + feeding + matrix
    mixed = [layer for layer in model.layers if layer.feed.experts]
    return Sizes(
        total=float(kept + routed + (0 if model.tied else matrix) + model.extra),
        active=float(kept + in_use),
        mixing=float(mixing),
        feeding=float(feeding),
        routed=float(routed),
        head=float(matrix),
        experts=float(mixed[0].feed.experts) if mixed else 1.0,
        top_k=float(mixed[0].feed.top_k) if mixed else 1.0,
        layers=float(len(model.layers)),
        expert_layers=float(len(mixed)),
        attention_layers=float(sum(layer.mixer.flops > 0 for layer in model.layers)),
        hidden=float(model.hidden),
        max_context=float(model.max_context),
        **_context(model.layers),
    )


def _context(layers: Sequence[Layer]) -> dict[str, float]:
    def total(value: Callable[[Layer], int], chosen: Callable[[Layer], bool]) -> float:
        return float(sum(value(layer) for layer in layers if chosen(layer)))

    def full(layer: Layer) -> bool:
        return not layer.mixer.window and not layer.mixer.reach

    def windowed(layer: Layer) -> bool:
        return layer.mixer.window > 0

    def sparse(layer: Layer) -> bool:
        return layer.mixer.reach > 0

    shards = [layer.mixer.shards for layer in layers if layer.mixer.cache]
    return {
        "cache_full": total(lambda layer: layer.mixer.cache, full),
        "cache_window": total(lambda layer: layer.mixer.cache, windowed),
        "cache_sparse": total(lambda layer: layer.mixer.cache, sparse),
        "borrowed_full": total(lambda layer: layer.mixer.borrowed, full),
        "borrowed_window": total(lambda layer: layer.mixer.borrowed, windowed),
        "cache_index": total(lambda layer: layer.mixer.index, lambda layer: True),
        "shards": float(min(shards, default=1)),
        "window": _one({layer.mixer.window for layer in layers}, "window"),
        "reach": _one({layer.mixer.reach for layer in layers}, "reach"),
        "state": total(lambda layer: layer.mixer.state, lambda layer: True),
        "flops_full": total(lambda layer: layer.mixer.flops, full),
        "flops_window": total(lambda layer: layer.mixer.flops, windowed),
        "flops_sparse": total(lambda layer: layer.mixer.flops, sparse),
    }


def _one(values: set[int], what: str) -> float:
    lengths = sorted(values - {0})
    if len(lengths) > 1:
        raise InputError(f"Layers with a {what} of {lengths} tokens: one length can be computed.")
    return float(lengths[0]) if lengths else 0.0


def stack(models: Sequence[Sizes], *, axis: int = 0, ndim: int = 1) -> Sizes:
    """Sizes of several models as arrays along one axis, for equations over many cases at once.

    Parameters
    ----------
    models : sequence of Sizes
        Sizes of each model.
    axis, ndim : int
        Axis the models lie along, and number of axes of the arrays.

    Returns
    -------
    Sizes
        Fields of shape 1 but for `axis`, which has the length of `models`.
    """
    shape = [1] * ndim
    shape[axis] = len(models)
    columns = {
        field.name: np.array([getattr(each, field.name) for each in models], float).reshape(shape)
        for field in fields(Sizes)
    }
    return Sizes(**columns)


def cache_elements(model: Sizes, context: Number) -> tuple[Number, Number]:
    """Elements of cache a sequence keeps, and those one step of it reads.

    Parameters
    ----------
    model : Sizes
        The model.
    context : Number
        Tokens of context. [tokens]

    Returns
    -------
    kept, read : Number
        Elements.
    """
    within = np.minimum(context, _or_all(model.window, context))
    sparse = model.cache_sparse * np.minimum(context, _or_all(model.reach, context))
    own = (model.cache_full + model.cache_index) * context + model.cache_window * within
    borrowed = model.borrowed_full * context + model.borrowed_window * within
    return own + model.cache_sparse * context, own + sparse + borrowed


def attention_flops(model: Sizes, context: Number) -> Number:
    """FLOP of one new token against its context.

    Parameters
    ----------
    model : Sizes
        The model.
    context : Number
        Tokens of context. [tokens]

    Returns
    -------
    Number
        [FLOP]
    """
    windowed = model.flops_window * np.minimum(context, _or_all(model.window, context))
    sparse = model.flops_sparse * np.minimum(context, _or_all(model.reach, context))
    return model.flops_full * context + windowed + sparse


def _or_all(limit: Number, context: Number) -> Number:
    return np.where(np.asarray(limit) > 0, limit, context)
