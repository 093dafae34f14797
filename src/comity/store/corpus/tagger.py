"""A principle tagger kept beside a corpus: trained on a labelled data set, used on its provisions.

Two files: arrays named by their hash, and ``tagger.json``, which says what they are. The second is
moved into place last, so that a killed run leaves the former tagger, and nothing that runs code
is ever read.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from comity.errors import InputError
from comity.norms.encoding import Encoder, encoder
from comity.norms.reading.datasets import read_dataset
from comity.norms.reading.language import languages_of
from comity.norms.tagging import Tagger, fit_tagger, tag
from comity.norms.types import Excerpt
from comity.store.corpus.comparison import chosen, comparable
from comity.store.corpus.embedding import Seen, vectors
from comity.store.corpus.folder import Corpus
from comity.store.corpus.schema import transaction
from comity.store.corpus.tables import Rows

VERSION = 1
_CARD = "tagger.json"
_AGAIN = "train it again with `comity norms train FILE`"
_FIGURES = ("accuracy", "macro_f1", "calibration_error")
_SCALARS = ("slope", "offset", *_FIGURES)
_ARRAYS = ("word_rarity", "letter_rarity", "weights", "offsets")
_NAMES = ("concepts", "words", "letters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a tagger was trained on, and how good it is.

    Attributes
    ----------
    dataset : str
        Key of `comity.norms.reading.datasets.DATASETS`.
    sha256 : str
        Of the file it was trained on.
    licence, date : str
        Of the data, as the user states them; empty when not stated.
    trained : str
        Day of training, ISO 8601.
    encoder, fingerprint : str
        What made its vectors; it tags with the same alone.
    languages : tuple of str
        Of at least one in twenty excerpts; a score in any other is flagged.
    excerpts, documents : int
        Learnt from. [count]
    left_out : int
        Passages without exactly one concept, which it cannot learn from. [count]
    accuracy, macro_f1, calibration_error : float
        On documents held out, in five folds. [share]
    """

    dataset: str
    sha256: str
    licence: str
    date: str
    trained: str
    encoder: str
    fingerprint: str
    languages: tuple[str, ...]
    excerpts: int
    documents: int
    left_out: int
    accuracy: float
    macro_f1: float
    calibration_error: float

    def said(self) -> str:
        """Which tagger it is and how good, in a line that goes with everything it says."""
        licence = self.licence or "not stated"
        return (
            f"Tagger of {self.dataset} {self.sha256[:12]} (licence: {licence}; data of: "
            f"{self.date or 'not stated'}), encoder {self.encoder}, trained {self.trained} on "
            f"{self.excerpts} excerpts of {self.documents} documents. On documents held out: "
            f"macro F1 {self.macro_f1:.3f}, accuracy {self.accuracy:.3f}, calibration error "
            f"{self.calibration_error:.3f}."
        )


CAUTION = (
    "Scores are calibrated on excerpts that each state a principle; on a provision that states "
    "none they may be too high."
)


def train(
    corpus: Corpus,
    data: bytes,
    dataset: str,
    *,
    day: str,
    licence: str = "",
    date: str = "",
    wanted: str = "",
    seen: Seen | None = None,
) -> Card:
    """Train a tagger on a data set and keep it in place of the former one.

    Parameters
    ----------
    corpus : Corpus
        Beside which it is kept; its cache holds the vectors of the excerpts.
    data : bytes
        The file, as its publisher ships it.
    dataset : str
        Key of `comity.norms.reading.datasets.DATASETS`.
    day : str
        Today, ISO 8601.
    licence, date : str
        Of the data, as stated by the user.
    wanted : str
        Key of `ENCODERS`; the one that knows most languages of the data when empty.
    seen : callable, optional
        Told how many texts are embedded, of how many.

    Returns
    -------
    Card
        What it was trained on, and how good it is on documents held out.

    Raises
    ------
    InputError
        If the data carry too few labelled passages, or the tagger cannot be written.
    """
    records = read_dataset(data, dataset)
    passages = [(each, record.key) for record in records for each in record.passages]
    held = [(each, key) for each, key in passages if len(each.concepts) == 1]
    if not held:
        raise InputError(f"The {dataset} file has no passage with exactly one concept to learn.")
    texts = [each.text for each, _ in held]
    spoken = languages_of(texts)[1]
    excerpts = [
        Excerpt(instrument=key, eid="", text=each.text, language=code)
        for (each, key), code in zip(held, spoken, strict=True)
    ]
    own = encoder(chosen(excerpts, wanted))
    made = vectors(corpus, excerpts, own, seen=seen)
    documents = [key for _, key in held]
    fitted = fit_tagger(texts, [each.concepts[0] for each, _ in held], documents, [made])
    card = Card(
        dataset=dataset, sha256=hashlib.sha256(data).hexdigest(), licence=licence, date=date,
        trained=day, encoder=own.name, fingerprint=own.fingerprint, languages=_main(spoken),
        excerpts=len(held), documents=len(set(documents)), left_out=len(passages) - len(held),
        accuracy=fitted.accuracy, macro_f1=fitted.macro_f1,
        calibration_error=fitted.calibration_error,
    )  # fmt: skip
    _keep(corpus, fitted, card)
    return card


def _main(spoken: tuple[str, ...]) -> tuple[str, ...]:
    """Languages of one in twenty excerpts or more: fewer teach little and may be mistaken."""
    return tuple(sorted(code for code in set(spoken) if spoken.count(code) * 20 >= len(spoken)))


def kept(corpus: Corpus) -> tuple[Tagger, Card, Encoder]:
    """The tagger of a corpus, what it was trained on, and its encoder.

    Raises
    ------
    InputError
        If there is none, it cannot be read, or its encoder is not the one installed.
    """
    folder = _folder(corpus)
    try:
        said = json.loads((folder / _CARD).read_bytes())
    except FileNotFoundError:
        raise InputError(
            "The corpus has no tagger; train one with `comity norms train FILE`."
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(folder) from error
    try:
        version, arrays = said.pop("version"), said.pop("arrays")
        said |= {name: float(said[name]) for name in _FIGURES}
        card = Card(**{**said, "languages": tuple(said["languages"])})
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _unreadable(folder) from error
    if version != VERSION:
        raise InputError(f"The tagger at {folder} is of another version of Comity; {_AGAIN}.")
    own = encoder(card.encoder)
    if own.fingerprint != card.fingerprint:
        raise InputError(
            f"The tagger was trained with {card.fingerprint}, and {own.fingerprint} is "
            f"installed; {_AGAIN}."
        )
    return _read(folder, str(arrays)), card, own


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """What the kept tagger says of a corpus.

    Attributes
    ----------
    card : Card
        Which tagger it is, and how good.
    provisions : int
        It was given. [count]
    flagged : mapping of str to int
        Provisions for each reason to doubt it; where it gives none of them a concept, that
        tells nothing. [count]
    rows : list of dict
        One for each provision and concept it gives.
    """

    card: Card
    provisions: int
    flagged: Mapping[str, int]
    rows: Rows


def tagged(corpus: Corpus, *, least: float = 0.5, seen: Seen | None = None) -> Tagged:
    """The concepts the kept tagger gives to each provision, with their calibrated scores.

    Parameters
    ----------
    corpus : Corpus
        Whose provisions are tagged.
    least : float
        Least score of a row. [share]
    seen : callable, optional
        Told how many texts are embedded, of how many.

    Returns
    -------
    Tagged
        Each row with its score, what stands against it (``flag``), and the tagger's own figures.

    Raises
    ------
    InputError
        As `kept`, and if the corpus is empty or `least` is no share.
    """
    if not 0 <= least <= 1:
        raise InputError("The least score lies between 0 and 1.")
    tagger, card, own = kept(corpus)
    excerpts = comparable(corpus)
    made = vectors(corpus, excerpts, own, seen=seen)
    scores = tag(tagger, [each.text for each in excerpts], [made])
    flags = [_flag(each.language, card, own) for each in excerpts]
    rows: Rows = [
        {
            "work": each.instrument, "eid": each.eid, "language": each.language,
            "concept": tagger.concepts[column], "score": round(float(scores[row, column]), 4),
            "flag": flags[row], "tagger": f"{card.dataset} {card.sha256[:12]}",
            "encoder": card.encoder, "held_out_macro_f1": round(card.macro_f1, 4),
            "held_out_accuracy": round(card.accuracy, 4), "text": each.text,
        }
        for row, each in enumerate(excerpts)
        for column in np.argsort(-scores[row], kind="stable")
        if scores[row, column] >= least
    ]  # fmt: skip
    counts = dict(sorted(Counter(filter(None, flags)).items()))
    return Tagged(card=card, provisions=len(excerpts), flagged=counts, rows=rows)


def _flag(language: str, card: Card, own: Encoder) -> str:
    if not language:
        return "language not told"
    if language not in own.languages:
        return f"{own.name} does not know {language}"
    if language not in card.languages:
        return f"not calibrated for {language}"
    return ""


def _folder(corpus: Corpus) -> Path:
    return corpus.folder / "tagger"


def _unreadable(folder: Path) -> InputError:
    return InputError(f"The tagger at {folder} cannot be read; {_AGAIN}.")


def _keep(corpus: Corpus, tagger: Tagger, card: Card) -> None:
    """Write arrays, then move the card that names them into place, then drop what it replaced."""
    held = io.BytesIO()
    arrays: dict[str, Any] = {name: getattr(tagger, name) for name in _ARRAYS}
    arrays |= {name: _bytes_of(getattr(tagger, name)) for name in _NAMES}
    arrays["scalars"] = np.array([getattr(tagger, name) for name in _SCALARS])
    np.savez_compressed(held, mean=tagger.means[0], **arrays)
    content = held.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    said = {"version": VERSION, "arrays": digest, **asdict(card)}
    folder = _folder(corpus)
    try:
        folder.mkdir(exist_ok=True)
        # The tables are not written to; their lock lets one process at a time replace a tagger.
        with transaction(corpus.tables):
            _place(folder / f"{digest}.npz", content)
            _place(folder / _CARD, json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n")
            for old in folder.iterdir():
                if old.name not in (_CARD, f"{digest}.npz"):
                    old.unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"Cannot keep a tagger at {folder}: {error.strerror}.") from error


def _place(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_bytes(content)
    beside.replace(path)


def _bytes_of(names: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(json.dumps(names, ensure_ascii=False).encode(), dtype=np.uint8)


def _read(folder: Path, digest: str) -> Tagger:
    """The arrays a card names, whole and unchanged, or none of them."""
    try:
        content = (folder / f"{digest}.npz").read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise _unreadable(folder)
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            parts: dict[str, Any] = {name: held[name] for name in _ARRAYS}
            parts |= {name: tuple(json.loads(held[name].tobytes())) for name in _NAMES}
            parts |= zip(_SCALARS, held["scalars"].tolist(), strict=True)
            return Tagger(**parts, means=(held["mean"],))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise _unreadable(folder) from error
