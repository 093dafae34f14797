"""Modality and conflict against their bars: ``uv run python benchmarks/bench_conflict.py``.

``--smoke`` runs what needs no shared data. The rest reads the shared test data (COMITY_SHARED).
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import re
import sys
import time
from pathlib import Path
from types import ModuleType

import numpy as np

from comity.norms.conflict.across import across
from comity.norms.conflict.challenge import edited
from comity.norms.conflict.compare import firings
from comity.norms.conflict.parsed import parse
from comity.norms.modality import Modality, frames
from comity.norms.provisions import Kind, segment
from comity.norms.reading import read
from comity.norms.types import Excerpt

SHARED = Path(os.environ.get("COMITY_SHARED") or Path(__file__).parents[2] / "shared" / "data")


def say(name: str, got: float, bar: str, ok: bool, peer: float | None = None) -> None:
    ratio = "" if peer is None else f"   reference {peer:.3f}, ratio {got / peer:.2f}"
    print(f"{name:<58}{got:>8.3f}   bar {bar:<8} {'ok' if ok else 'short'}{ratio}")


def excerpt(text: str, language: str = "en", kind: str = "paragraph") -> Excerpt:
    return Excerpt(
        instrument=language, eid="1", text=text, language=language, kind=kind, force="binding"
    )


def tool(name: str) -> ModuleType:
    file = Path(__file__).parents[1] / "tools" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[name] = found  # data classes look their module up
    spec.loader.exec_module(found)
    return found


def declaration() -> None:
    print("Universal Declaration of Human Rights, gold read in English; F1, right, false, missed")
    for each in tool("measure_modality").scores():
        print(
            f"  {each.language} {each.modality:<12} {each.half:<18} {each.f1:.2f}"
            f"{each.hits:>5}{each.false:>3}{each.missed:>3}"
        )


def contracts() -> None:
    fit = tool("fit_conflict")
    for seed in range(3):
        held = fit.pairs(seed)
        rows, fired, _ = fit.table(held)
        made = np.array([pair.made for pair in held])
        chance = fit.held_out(rows, made == "conflict", fired, [pair.group for pair in held])
        told = fit.report(made == "conflict", made, chance)
        name = f"contracts held out, seed {seed}:"
        say(f"{name} F1", told["F1"], ">= 0.78", told["F1"] >= 0.78, 0.691)
        say(
            f"{name} nearest pairs flagged",
            told["nearest"],
            "<= 0.12",
            told["nearest"] <= 0.12,
            0.267,
        )
        say(
            f"{name} rewordings flagged",
            told["reworded"],
            "<= 0.01",
            told["reworded"] <= 0.01,
            0.032,
        )
        print("  " + ", ".join(f"{key} {value:.3f}" for key, value in told.items()))


def provisions() -> list[dict[str, tuple[Kind, str]]]:
    folder = SHARED / "norms"
    parts = sorted((folder / "ai_act_en").glob("[0-2][0-9]_*.md"))
    english = b"\n\n".join(part.read_bytes() for part in parts if "CONTENTS" not in part.name)
    made = (read(english, "markdown"), read((folder / "ai_act_fr.pdf").read_bytes(), "pdf"))
    return [
        {
            each.eid: (each.kind, each.text)
            for each in segment(one).provisions
            if each.kind is Kind.RECITAL or (each.kind is Kind.PARAGRAPH and each.eid[:3] == "art")
        }
        for one in made
    ]


def modality(english: dict[str, tuple[Kind, str]], french: dict[str, tuple[Kind, str]]) -> None:
    keys = [key for key in english if key in french and english[key][0] is Kind.PARAGRAPH]
    told = {
        (key, language): {each.modality for each in frames(excerpt(texts[key][1], language))}
        for language, texts in (("en", english), ("fr", french))
        for key in keys
    }
    odd = [key for key in keys if int(re.findall(r"\d+", key)[0]) % 2]
    halves = (
        ("all", keys),
        ("odd, developed on", odd),
        ("even, held out", sorted({*keys} - {*odd})),
    )
    for which, bar, peer in (
        (Modality.OBLIGATION, 0.94, 0.919),
        (Modality.PROHIBITION, 0.78, 0.667),
    ):
        for name, part in halves:
            gold = [which in told[key, "en"] for key in part]
            got = [which in told[key, "fr"] for key in part]
            hits = sum(a and b for a, b in zip(gold, got, strict=True))
            f1 = 2 * hits / (sum(gold) + sum(got))
            say(
                f"French {which} F1, {name} ({sum(gold)} of {len(part)})",
                f1,
                f">= {bar}",
                f1 >= bar,
                peer,
            )


def languages(english: dict[str, tuple[Kind, str]], french: dict[str, tuple[Kind, str]]) -> None:
    keys = [key for key in english if key in french]
    parsed = {key: parse(excerpt(french[key][1], "fr", french[key][0])) for key in keys}
    same = [
        bool(across(parse(excerpt(english[key][1], "en", english[key][0])), parsed[key]))
        for key in keys
    ]
    share = sum(same) / len(keys)
    say(f"same text in two languages flagged, of {len(keys)}", share, "<= 0.01", share <= 0.01)
    for edit in ("modality", "number", "exception"):
        here, there, count = 0, 0, 0
        for key in keys:
            kind, text = english[key]
            changed = edited(text, edit) if kind is Kind.PARAGRAPH else None
            if changed is None or changed == text:
                continue
            one, count = parse(excerpt(changed)), count + 1
            here += bool(firings(parse(excerpt(text)), one))
            there += bool(across(one, parsed[key]))
        print(f"  planted {edit}: {here} of {count} fire in English, {there} against the French")


def speed() -> None:
    text = "Providers shall keep the logs of system {} for six months, unless the law forbids it."
    count = 200 if "--smoke" in sys.argv else 2_000
    start = time.process_time()
    held = [parse(excerpt(text.format(at))) for at in range(count)]
    middle = time.process_time()
    for one, other in itertools.pairwise(held):
        firings(one, other)
    end = time.process_time()
    print(
        f"  {count / (middle - start):.0f} provisions parsed, {count / (end - middle):.0f} "
        f"pairs a second"
    )


def main() -> int:
    speed()
    if "--smoke" in sys.argv:
        return 0
    if not SHARED.is_dir():
        print(f"The shared test data are not at {SHARED}; set COMITY_SHARED.")
        return 0
    english, french = provisions()
    modality(english, french)
    languages(english, french)
    declaration()
    contracts()
    return 0


if __name__ == "__main__":
    sys.exit(main())
