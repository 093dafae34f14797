"""What one layer of a language model weighs, keeps and computes, for each kind of layer.

A layer is a mixer, which looks at other tokens, and a feed, which transforms each token alone. Both
are built by functions of published dimensions and hold nothing but counts, so that every later
equation is the same for every architecture.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from comity.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixer:
    """The part of a layer that looks at other tokens.

    Attributes
    ----------
    weights : int
        Parameters.
    cache : int
        Elements kept for each token of context.
    index : int
        Elements kept for each token of context that every step reads in full, to choose what it
        reads of `cache`; 0 where no such index exists.
    borrowed : int
        Elements of another layer's cache read for each token of context; 0 with a cache of its
        own.
    state : int
        Elements kept for each sequence, whatever its length; read and written at every step.
    flops : int
        FLOP for one new token against one token of context.
    window : int
        Tokens of context kept; 0 when all are.
    reach : int
        Tokens of context read at a step; 0 when all that are kept.
    shards : int
        Ways the cache divides among devices: key-value heads, or 1 for a latent vector.
    """

    weights: int
    cache: int = 0
    index: int = 0
    borrowed: int = 0
    state: int = 0
    flops: int = 0
    window: int = 0
    reach: int = 0
    shards: int = 1

    def __post_init__(self) -> None:
        _counts(self)
        if self.shards < 1:
            raise InputError("shards must be at least one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The part of a layer that transforms each token alone.

    Attributes
    ----------
    weights : int
        Parameters every token uses: a dense network, shared experts, the router.
    expert : int
        Parameters of one routed expert.
    experts, top_k : int
        Routed experts, and how many of them each token uses.
    """

    weights: int = 0
    expert: int = 0
    experts: int = 0
    top_k: int = 0

    def __post_init__(self) -> None:
        _counts(self)
        if self.top_k > self.experts or bool(self.experts) != bool(self.top_k):
            raise InputError(f"A token cannot use {self.top_k} of {self.experts} experts.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer: a mixer, a feed and its norms."""

    mixer: Mixer
    feed: Feed
    norms: int = 0


def _counts(part: Mixer | Feed) -> None:
    for each in fields(part):
        if getattr(part, each.name) < 0:
            raise InputError(f"{each.name} is {getattr(part, each.name)}; it cannot be negative.")


NO_MIXER = Mixer(weights=0)
NO_FEED = Feed()


def grouped(
    hidden: int,
    heads: int,
    *,
    kv_heads: int,
    head_dim: int,
    value_dim: int = 0,
    window: int = 0,
    gate: int = 0,
    biases: int = 0,
    norms: int = 0,
) -> Mixer:
    """Attention whose query heads share key and value heads (MHA when all are alike, GQA, MQA).

    Parameters
    ----------
    hidden, heads, kv_heads, head_dim, value_dim : int
        Width of the model, query heads, key-value heads, width of a key and of a value (as a
        key when 0).
    window : int
        Tokens of context kept; 0 when all are.
    gate : int
        Width of an output gate computed from the token, 0 without one.
    biases, norms : int
        Parameters of biases and of query and key norms.

    Returns
    -------
    Mixer

    Raises
    ------
    InputError
        If query heads do not divide among key and value heads.

    Notes
    -----
    Projections of queries, keys, values and output; two matrix products (scores, weighted values)
    against the cache [1]_, [2]_.

    References
    ----------
    .. [1] A. Vaswani et al., "Attention is all you need", 2017, section 3.2.
    .. [2] J. Ainslie et al., "GQA: Training generalized multi-query transformer models", 2023.
    """
    if kv_heads < 1 or heads % kv_heads:
        raise InputError(f"{heads} query heads do not share {kv_heads} key and value heads.")
    value_dim = value_dim or head_dim
    projections = heads * head_dim + kv_heads * (head_dim + value_dim) + heads * value_dim + gate
    return Mixer(
        weights=hidden * projections + biases + norms,
        cache=kv_heads * (head_dim + value_dim),
        shards=kv_heads,
        flops=2 * heads * (head_dim + value_dim),
        window=window,
    )


def latent(
    hidden: int,
    heads: int,
    *,
    query_rank: int,
    kv_rank: int,
    nope_dim: int,
    rope_dim: int,
    value_dim: int,
    index_heads: int = 0,
    index_dim: int = 0,
    reach: int = 0,
) -> Mixer:
    """Multi-head latent attention: keys and values are rebuilt from one small vector a token.

    Parameters
    ----------
    hidden, heads : int
        Width of the model, query heads.
    query_rank, kv_rank : int
        Ranks of the query (0 when not compressed) and of the key-value compression.
    nope_dim, rope_dim, value_dim : int
        Width of a key without and with position, and of a value.
    index_heads, index_dim, reach : int
        Heads and width of the index that chooses `reach` tokens to read; 0 without one.

    Returns
    -------
    Mixer

    Notes
    -----
    Weights and the cache of `kv_rank` + `rope_dim` elements follow [1]_ section 2.1; the FLOP are
    those of the absorbed form, in which scores and values are taken in the latent space. The index
    follows [2]_.

    References
    ----------
    .. [1] DeepSeek-AI, "DeepSeek-V2", arXiv 2405.04434, 2024.
    .. [2] DeepSeek-AI, "DeepSeek-V3.2-Exp", 2025: lightning indexer and top-k selection.
    """
    key_dim = nope_dim + rope_dim
    if query_rank:
        query = hidden * query_rank + query_rank + query_rank * heads * key_dim
    else:
        query = hidden * heads * key_dim
    weights = query + hidden * (kv_rank + rope_dim) + kv_rank
    weights += kv_rank * heads * (nope_dim + value_dim) + heads * value_dim * hidden
    if index_heads:
        weights += query_rank * index_heads * index_dim + hidden * (index_dim + index_heads)
        weights += 2 * index_dim
    return Mixer(
        weights=weights,
        cache=kv_rank + rope_dim,
        index=index_dim if index_heads else 0,
        flops=2 * heads * (2 * kv_rank + rope_dim),
        reach=reach if index_heads else 0,
    )


def dense(hidden: int, width: int, *, matrices: int = 3, biases: int = 0) -> Feed:
    """A feed-forward network: three matrices when gated, two when not.

    Parameters
    ----------
    hidden, width : int
        Width of the model and of the network.
    matrices : int
        3 for a gated linear unit, 2 without a gate.
    biases : int
        Parameters of biases.

    Returns
    -------
    Feed

    References
    ----------
    .. [1] N. Shazeer, "GLU variants improve transformer", arXiv 2002.05202, 2020.
    """
    return Feed(weights=matrices * hidden * width + biases)


def mixture(
    hidden: int,
    width: int,
    *,
    experts: int,
    top_k: int,
    shared_width: int = 0,
    shared_gate: bool = False,
    matrices: int = 3,
    router_bias: bool = False,
    expert_biases: int = 0,
    narrowed: int = 0,
) -> Feed:
    """A mixture of experts of which each token uses `top_k`, beside shared ones it always uses.

    Parameters
    ----------
    hidden, width : int
        Width of the model and of one expert.
    experts, top_k : int
        Routed experts, and how many each token uses.
    shared_width : int
        Width of all shared experts together.
    shared_gate, router_bias : bool
        Whether a gate weighs the shared experts, and whether the router has a bias.
    matrices : int
        3 for a gated linear unit, 2 without a gate.
    expert_biases : int
        Parameters of biases of one expert.
    narrowed : int
        Width to which a token is projected before routed experts and back after; 0 without.

    Returns
    -------
    Feed

    References
    ----------
    .. [1] D. Dai et al., "DeepSeekMoE", arXiv 2401.06066, 2024, section 3.
    """
    always = matrices * hidden * shared_width + (hidden if shared_gate else 0)
    return Feed(
        weights=always + hidden * (experts + 2 * narrowed) + (experts if router_bias else 0),
        expert=matrices * (narrowed or hidden) * width + expert_biases,
        experts=experts,
        top_k=top_k,
    )
