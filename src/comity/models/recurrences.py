"""Mixers that keep a state of fixed size in place of a cache that grows with the context.

Each is built by a function of published dimensions, as the mixers and feeds of
`comity.models.layers`.
"""

from __future__ import annotations

from comity.models.layers import Mixer


def state_space(
    hidden: int,
    heads: int,
    *,
    head_dim: int,
    state_dim: int,
    groups: int,
    kernel: int,
    normed: bool = True,
) -> Mixer:
    """Mamba-2: a recurrent state in place of a cache.

    Parameters
    ----------
    hidden, heads, head_dim, state_dim, groups, kernel : int
        Width of the model, heads, width of a head, width of its state, groups that share input
        and output projections, length of the short convolution.
    normed : bool
        Whether the result is normed before it is projected back.

    Returns
    -------
    Mixer

    References
    ----------
    .. [1] T. Dao and A. Gu, "Transformers are SSMs", arXiv 2405.21060, 2024, section 7.
    """
    inner = heads * head_dim
    mixed = inner + 2 * groups * state_dim
    weights = hidden * (inner + mixed + heads) + mixed * (kernel + 1) + 3 * heads
    weights += inner * hidden + (inner if normed else 0)
    return Mixer(weights=weights, state=inner * state_dim + mixed * (kernel - 1))


def gated_delta(
    hidden: int, *, key_heads: int, value_heads: int, key_dim: int, value_dim: int, kernel: int
) -> Mixer:
    """Gated delta rule: linear attention with a matrix state for each value head.

    Parameters
    ----------
    hidden : int
        Width of the model.
    key_heads, value_heads, key_dim, value_dim : int
        Heads and their widths.
    kernel : int
        Length of the short convolution.

    Returns
    -------
    Mixer

    References
    ----------
    .. [1] S. Yang, J. Kautz and A. Hatamizadeh, "Gated delta networks", arXiv 2412.06464, 2024.
    """
    keys, values = key_heads * key_dim, value_heads * value_dim
    mixed = 2 * keys + values
    weights = hidden * (mixed + values + 2 * value_heads) + mixed * kernel
    weights += 2 * value_heads + value_dim + values * hidden
    return Mixer(weights=weights, state=value_heads * key_dim * value_dim + mixed * (kernel - 1))


def selective(
    hidden: int, inner: int, *, state_dim: int, rank: int, kernel: int, normed: bool = False
) -> Mixer:
    """Mamba: a state for each channel, moved by what the token itself says.

    Parameters
    ----------
    hidden, inner, state_dim, rank, kernel : int
        Width of the model, channels, width of the state of one, rank of the time step, length of
        the short convolution.
    normed : bool
        Whether time step, input and output projections are normed.

    Returns
    -------
    Mixer

    References
    ----------
    .. [1] A. Gu and T. Dao, "Mamba", arXiv 2312.00752, 2023, section 3.
    """
    weights = hidden * 2 * inner + inner * (kernel + 1) + inner * (rank + 2 * state_dim)
    weights += rank * inner + inner + inner * state_dim + inner + inner * hidden
    weights += rank + 2 * state_dim if normed else 0
    return Mixer(weights=weights, state=inner * state_dim + inner * (kernel - 1))


def delta_attention(hidden: int, heads: int, *, head_dim: int, kernel: int) -> Mixer:
    """Delta rule with a gate for each channel, as Kimi Delta Attention.

    Parameters
    ----------
    hidden, heads, head_dim, kernel : int
        Width of the model, heads and their width, length of the short convolution.

    Returns
    -------
    Mixer

    References
    ----------
    .. [1] Kimi Team, "Kimi Linear", arXiv 2510.26692, 2025, section 3.
    """
    inner = heads * head_dim
    gates = 2 * (hidden * head_dim + head_dim * inner) + inner + heads
    weights = 4 * hidden * inner + 3 * inner * kernel + gates + hidden * heads + head_dim
    return Mixer(weights=weights, state=inner * head_dim + 3 * inner * (kernel - 1))


def decayed_attention(hidden: int, heads: int, *, head_dim: int) -> Mixer:
    """Linear attention with a fixed decay and an output gate, as Lightning Attention.

    Parameters
    ----------
    hidden, heads, head_dim : int
        Width of the model, heads and their width.

    Returns
    -------
    Mixer

    References
    ----------
    .. [1] MiniMax, "MiniMax-01", arXiv 2501.08313, 2025, section 2.2.
    """
    inner = heads * head_dim
    return Mixer(weights=5 * hidden * inner + inner, state=inner * head_dim)


def short_convolution(hidden: int, *, kernel: int) -> Mixer:
    """A gated convolution over the last few tokens, as LFM2.

    Parameters
    ----------
    hidden, kernel : int
        Width of the model, length of the convolution.

    Returns
    -------
    Mixer

    References
    ----------
    .. [1] Liquid AI, "LFM2 technical report", arXiv 2511.23404, 2025.
    """
    return Mixer(weights=4 * hidden * hidden + hidden * kernel, state=hidden * (kernel - 1))


def gated_recurrence(hidden: int, width: int, *, blocks: int, kernel: int) -> Mixer:
    """A gated linear recurrence whose gates are block diagonal, as Griffin.

    Parameters
    ----------
    hidden, width, blocks, kernel : int
        Width of the model and of the recurrence, blocks of its gates, length of the convolution.

    Returns
    -------
    Mixer

    References
    ----------
    .. [1] S. De et al., "Griffin", arXiv 2402.19427, 2024, section 2.4.
    """
    gates = 2 * (width * width // blocks + width) + width
    weights = 2 * (hidden + 1) * width + (width + 1) * hidden + width * (kernel + 1) + gates
    return Mixer(weights=weights, state=width * kernel)
