"""Killed at any moment and run again, a corpus is the one an undisturbed run makes."""

import random
import signal
import subprocess
import sys
import time

import pytest

from comity.norms.encoding import encoder
from comity.store.corpus import add, embed, open_corpus
from corpus_files import instrument

DAY = "2026-11-23"
RUN = """
import sys
from pathlib import Path
from comity.norms.encoding import encoder
from comity.store.corpus import add, embed, open_corpus

with open_corpus(Path(sys.argv[2])) as corpus:
    print("open", flush=True)
    for _ in add(corpus, [Path(sys.argv[1])], day="2026-11-23", workers=1):
        pass
    embed(corpus, corpus.excerpts(), encoder("ngrams"))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("in")
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(instrument(number, provisions=20, words=200))
    return folder


@pytest.fixture(scope="module")
def undisturbed(source, tmp_path_factory):
    with open_corpus(tmp_path_factory.mktemp("whole") / "corpus") as corpus:
        start = time.monotonic()
        list(add(corpus, [source], day=DAY, workers=1))
        embed(corpus, corpus.excerpts(), encoder("ngrams"))
        return corpus.digest(), time.monotonic() - start


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_random_moments_it_ends_with_the_same_hashes(source, undisturbed, tmp_path, seed):
    rng = random.Random(seed)
    digest, seconds = undisturbed
    killed = 0
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", RUN, str(source), str(tmp_path / "corpus")],
            stdout=subprocess.PIPE,
        ) as run:
            run.stdout.readline()  # the corpus is open: from here on any moment may be the last
            time.sleep(rng.uniform(0, seconds / 2))
            run.send_signal(signal.SIGKILL)
            killed += run.wait() == -signal.SIGKILL
    with open_corpus(tmp_path / "corpus") as corpus:
        list(add(corpus, [source], day=DAY, workers=1))
        embed(corpus, corpus.excerpts(), encoder("ngrams"))

        assert killed >= 1
        assert corpus.digest() == digest
        assert embed(corpus, corpus.excerpts(), encoder("ngrams")) == 0
        assert corpus.tables.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        corpus.tables.execute("INSERT INTO words (words) VALUES ('integrity-check')")
