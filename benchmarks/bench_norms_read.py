"""Reading instruments, measured against the bars: ``uv run python benchmarks/bench_norms_read.py``.

``--smoke`` runs what needs no shared data, small. The rest reads the shared test data
(COMITY_SHARED). ``--nearest`` stops before it. ``--peers`` adds faiss: ``uv run --group peers``.
Speeds are ratios of processor time within one run; compare with BLAS and faiss on one thread.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from comity.norms.encoding import centre, encoder, fit_frames, installed
from comity.norms.overlap import all_pairs, top_k
from comity.norms.provisions import Kind, segment
from comity.norms.reading import read
from comity.norms.reading.datasets import mentions, read_dataset
from comity.norms.tagging import judge

SMOKE = "--smoke" in sys.argv
SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")


def say(name: str, got: float, bar: str, ok: bool) -> None:
    print(f"{name:<52}{got:>10.3f}   bar {bar:<12} {'ok' if ok else 'short'}")


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def nearest() -> None:
    count, asked = (20_000, 1_024) if SMOKE else (100_000, 4_096)
    rng = np.random.default_rng(0)
    held = rng.standard_normal((count, 256), dtype=np.float32)
    held /= np.linalg.norm(held, axis=1, keepdims=True)
    queries = held[:asked]
    out = np.empty((1024, 8192), dtype=np.float32)

    def product() -> None:
        for row in range(0, asked, 1024):
            for column in range(0, count, 8192):
                tile = held[column : column + 8192]
                np.matmul(queries[row : row + 1024], tile.T, out=out[:, : len(tile)])

    runs = 1 if SMOKE else 5
    product()
    raw = [cpu(product) for _ in range(runs)]
    ours = [cpu(lambda: top_k(queries, held, k=10)) for _ in range(runs)]
    ratio = float(np.median(raw) / np.median(ours))
    say(f"exact top-10 of {count:,} x 256, of sgemm", ratio, ">= 0.85", ratio >= 0.85)
    part = held[: 4_096 if SMOKE else 30_000]
    whole = [cpu(lambda: top_k(part, part, k=11)) for _ in range(runs)]
    half = [cpu(lambda: all_pairs(part, k=10)) for _ in range(runs)]
    gain = float(np.median(whole) / np.median(half))
    say(f"all pairs of {len(part):,}: full search over ours", gain, "> 1", gain > 1)
    if "--peers" in sys.argv:
        import faiss

        index = faiss.IndexFlatIP(256)
        index.add(held)
        theirs = [cpu(lambda: index.search(queries, 10)) for _ in range(runs)]
        faster = float(np.median(theirs) / np.median(ours))
        say("  faiss IndexFlatIP over ours, queries", faster, "> 1", faster > 1)
        small = faiss.IndexFlatIP(256)
        small.add(part)
        theirs = [cpu(lambda: small.search(part, 11)) for _ in range(runs)]
        faster = float(np.median(theirs) / np.median(half))
        say("  faiss IndexFlatIP over ours, all pairs", faster, "> 1", faster > 1)


def numbered() -> list[dict[str, str]]:
    folder = SHARED / "norms"
    parts = sorted((folder / "ai_act_en").glob("[0-2][0-9]_*.md"))
    english = b"\n\n".join(part.read_bytes() for part in parts if "CONTENTS" not in part.name)
    french = (folder / "ai_act_fr.pdf").read_bytes()
    took = cpu(lambda: read(french, "pdf"))
    print(f"reading 144 pages of PDF, languages told{took:>22.2f} s of processor")
    found = (segment(read(english, "markdown")), segment(read(french, "pdf")))
    return [
        {
            each.eid: each.text
            for each in one.provisions
            if each.kind is Kind.RECITAL or (each.kind is Kind.PARAGRAPH and each.eid[:3] == "art")
        }
        for one in found
    ]


def two_languages() -> None:
    english, french = numbered()
    both = len(english.keys() & french.keys())
    say("AI Act: provisions numbered alike in EN and FR", both, ">= 672", both >= 672)
    texts = [*english.values(), *french.values()]
    languages = ["en"] * len(english) + ["fr"] * len(french)
    made = encoder("muse")
    start = time.process_time()
    vectors = made.encode(texts)
    print(f"  muse: {len(texts) / (time.process_time() - start):.0f} provisions a second a core")
    count = len(english)
    for name, whitening in (("mean only", 0.0), ("default", 0.5)):
        frames = fit_frames(vectors, languages, whitening=whitening)
        moved = centre(vectors, languages, frames)
        scores = moved @ moved.T
        np.fill_diagonal(scores, -9)
        top = np.argsort(-scores, axis=1)[:, :10]
        first = float((top[:, 0] == np.roll(np.arange(2 * count), count)).mean())
        share = float(((top >= count) != (np.arange(2 * count) >= count)[:, None]).mean())
        say(f"AI Act mixed pool, hit@1 ({name})", first, ">= 0.92", first >= 0.92)
        say(f"AI Act other language in top 10 ({name})", share, "0.44-0.56", 0.44 <= share <= 0.56)


def tagging() -> None:
    records = read_dataset((SHARED / "norms/waie/data_raw.parquet").read_bytes(), "waie")
    exact = list(mentions(records).values())[:6] == [165, 156, 151, 137, 134, 107]
    say("WAIE mention table", float(exact), "exact", exact)
    held = [(each, record.key) for record in records for each in record.passages]
    texts = [each.text for each, _ in held]
    concepts, documents = [each.concepts[0] for each, _ in held], [key for _, key in held]
    vectors = []
    for name in installed():
        if name == "ngrams":
            continue
        vectors.append(encoder(name).encode(texts))
        judged = judge(texts, concepts, documents, vectors)
        said = f"WAIE tagging with {len(vectors)} encoders"
        say(f"{said}, macro F1", judged.macro_f1, ">= 0.70", judged.macro_f1 >= 0.70)
        say(f"{said}, accuracy", judged.accuracy, ">= 0.74", judged.accuracy >= 0.74)
        error = judged.calibration_error
        say(f"{said}, calibration error", error, "<= 0.02", error <= 0.02)


def main() -> int:
    nearest()
    if SMOKE:
        return 0
    if not SHARED.is_dir():
        print(f"The shared test data are not at {SHARED}; set COMITY_SHARED.")
        return 0
    if "--nearest" in sys.argv:
        return 0
    two_languages()
    tagging()
    return 0


if __name__ == "__main__":
    sys.exit(main())
