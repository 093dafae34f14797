"""Vectors of texts, each computed once: kept by the hash of the text and of the encoder."""

from __future__ import annotations

import functools
import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from comity.engine import map_cases
from comity.norms.encoding import ENCODERS, Encoder, Vectors, encoder
from comity.norms.types import Excerpt
from comity.store.corpus.adding import one_thread_each
from comity.store.corpus.folder import Corpus
from comity.store.corpus.schema import transaction

BATCH = 512
"""Texts embedded before they are kept: what a killed run may lose. [texts]"""

_MANY = 2 * BATCH

Seen = Callable[[int, int], None]


def vectors(
    corpus: Corpus,
    excerpts: Sequence[Excerpt],
    encoder: Encoder,
    *,
    out: Vectors | None = None,
    seen: Seen | None = None,
) -> Vectors:
    """Unit vectors of excerpts, those not yet known embedded now and kept.

    Parameters
    ----------
    corpus : Corpus
        Whose cache is used.
    excerpts : sequence of Excerpt
        Any texts; they need not be of the corpus.
    encoder : Encoder
        What embeds.
    out : ndarray, shape (n, dimension), optional
        Where to put them, such as a file mapped into memory; made when absent. [cosine]
    seen : callable, optional
        Told how many texts are embedded, of how many.

    Returns
    -------
    ndarray, shape (n, dimension)
        One row an excerpt, not centred for its language. [cosine]
    """
    embed(corpus, excerpts, encoder, seen=seen)
    held = out
    if held is None:
        held = np.empty((len(excerpts), encoder.dimension), dtype=np.float32)
    keys = [key_of(each.text) for each in excerpts]
    places = _places(corpus, encoder.fingerprint)
    where = np.array([places[key] for key in keys], dtype=np.int64).reshape(len(keys), 2)
    for shard, path in _shards(corpus, encoder.fingerprint).items():
        rows = np.flatnonzero(where[:, 0] == shard)
        if rows.size:
            held[rows] = np.load(path, mmap_mode="r")[where[rows, 1]]
    return held


def embed(
    corpus: Corpus, excerpts: Sequence[Excerpt], encoder: Encoder, *, seen: Seen | None = None
) -> int:
    """Embed the texts whose vectors are not kept; how many there were.

    Parameters
    ----------
    corpus : Corpus
        Whose cache is used.
    excerpts : sequence of Excerpt
        Any texts; equal ones are embedded once.
    encoder : Encoder
        What embeds.
    seen : callable, optional
        Told how many texts are embedded, of how many.

    Returns
    -------
    int
        Texts embedded now; 0 in a second run. [texts]
    """
    _drop_lost(corpus, encoder)
    known = _places(corpus, encoder.fingerprint)
    missing = {key_of(each.text): each.text for each in excerpts}
    texts = sorted(((key, text) for key, text in missing.items() if key not in known),
                   key=lambda each: (len(each[1]), each[0]))  # fmt: skip
    batches = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    done = 0
    for batch, made in zip(batches, _embedded(batches, encoder), strict=True):
        _keep(corpus, encoder, [key for key, _ in batch], made)
        done += len(batch)
        if seen:
            seen(done, len(texts))
    return len(texts)


def key_of(text: str) -> bytes:
    """SHA-256 of a text, by which its vector is kept."""
    return hashlib.sha256(text.encode("utf-8")).digest()


def _embedded(batches: Sequence[Sequence[tuple[bytes, str]]], own: Encoder) -> Iterator[Vectors]:
    texts = [tuple(text for _, text in batch) for batch in batches]
    cores = min(os.cpu_count() or 1, len(batches))
    if sum(map(len, texts)) < _MANY or cores < 2 or own.name not in ENCODERS:
        yield from map(own.encode, texts)
        return
    cases = [(own.name, batch) for batch in texts]
    with one_thread_each():
        yield from map_cases(embed_batch, cases, engine="processes", workers=cores)


def embed_batch(case: tuple[str, tuple[str, ...]]) -> Vectors:
    """Vectors of one batch; the encoder is loaded once a process."""
    name, texts = case
    return _loaded(name).encode(texts)


@functools.cache
def _loaded(name: str) -> Encoder:
    return encoder(name)


def _folder(corpus: Corpus, fingerprint: str) -> Path:
    name = hashlib.sha256(fingerprint.encode()).hexdigest()[:16]
    folder = corpus.folder / "vectors" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(corpus: Corpus, own: Encoder, keys: Sequence[bytes], made: Vectors) -> None:
    """Write a shard beside and move it, then its index in one transaction."""
    held = io.BytesIO()
    np.save(held, np.ascontiguousarray(made, dtype=np.float32))
    content = held.getvalue()
    # Named by keys and content: two processes that embed the same texts write the same file.
    name = hashlib.sha256(b"".join(keys) + content).hexdigest()[:32] + ".npy"
    path = _folder(corpus, own.fingerprint) / name
    beside = path.with_suffix(f".{os.getpid()}.part")
    beside.write_bytes(content)
    beside.replace(path)
    with transaction(corpus.tables):
        corpus.tables.execute(
            "INSERT OR IGNORE INTO shards (fingerprint, file, rows) VALUES (?, ?, ?)",
            (own.fingerprint, name, len(keys)),
        )
        (shard,) = corpus.tables.execute("SELECT id FROM shards WHERE file = ?", (name,)).fetchone()
        corpus.tables.executemany(
            "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?, ?)",
            ((own.fingerprint, key, shard, row) for row, key in enumerate(keys)),
        )


def _places(corpus: Corpus, fingerprint: str) -> dict[bytes, tuple[int, int]]:
    return {
        key: (shard, row)
        for key, shard, row in corpus.tables.execute(
            "SELECT key, shard, row FROM vectors WHERE fingerprint = ?", (fingerprint,)
        )
    }


def _shards(corpus: Corpus, fingerprint: str) -> dict[int, Path]:
    folder = _folder(corpus, fingerprint)
    return {
        shard: folder / file
        for shard, file in corpus.tables.execute(
            "SELECT id, file FROM shards WHERE fingerprint = ?", (fingerprint,)
        )
    }


def _drop_lost(corpus: Corpus, own: Encoder) -> None:
    """Forget vectors whose file is gone or damaged, so that they are embedded again."""
    shapes = dict(
        corpus.tables.execute(
            "SELECT id, rows FROM shards WHERE fingerprint = ?", (own.fingerprint,)
        )
    )
    for shard, path in _shards(corpus, own.fingerprint).items():
        try:
            whole = np.load(path, mmap_mode="r").shape == (shapes[shard], own.dimension)
        except (OSError, ValueError):
            whole = False
        if not whole:
            with transaction(corpus.tables):
                corpus.tables.execute("DELETE FROM vectors WHERE shard = ?", (shard,))
                corpus.tables.execute("DELETE FROM shards WHERE id = ?", (shard,))
