import pytest

import norms_files as files
from comity.errors import UnknownName
from comity.norms.reading import TooLarge, Unreadable
from comity.norms.reading.datasets import DATASETS, mentions, read_dataset

DOCUMENTS = """\
AGORA ID,Official name,Authority,Link to document,Most recent activity date,Tags,Harms: X,Validated?
7,"An Act, in two parts",A Parliament,http://x.y,2023-05-01,Bias; Privacy,True,True
"""
SEGMENTS = """Document ID,Segment position,Text,Tags,Non-operative
7,2,"Second
line",,True
7,1,First.,Bias,False
"""
OECD = """\
Policy initiative ID,English name,Country,Start date,Description,Objective(s),AI Principle(s)
3,A Strategy,Kenya,2020-01-01,What it is.,What for.,Inclusive growth; Transparency
3,A Strategy,Kenya,2020-01-01,What it is.,What for.,Inclusive growth; Transparency
4,Another,Chile,2021,,,
"""


def test_agora_segments_stand_in_order_with_their_concepts():
    data = files.zipped({"agora/documents.csv": DOCUMENTS, "agora/segments.csv": SEGMENTS})
    (record,) = read_dataset(data, "agora")

    assert (record.key, record.title, record.year) == ("7", "An Act, in two parts", "2023")
    assert record.concepts == ("Harms: X", "Bias", "Privacy")
    assert [each.text for each in record.passages] == ["First.", "Second\nline"]
    assert record.passages[0].concepts == ("Bias",)
    assert record.passages[1].concepts == ("Non-operative",)


def test_agora_without_its_segments_is_refused():
    with pytest.raises(Unreadable, match=r"no segments\.csv"):
        read_dataset(files.zipped({"documents.csv": DOCUMENTS}), "agora")


def test_oecd_initiatives_come_once():
    first, second = read_dataset(OECD.encode(), "oecd")

    assert first.jurisdiction == "Kenya"
    assert first.concepts == ("Inclusive growth", "Transparency")
    assert [each.text for each in first.passages] == ["What it is.", "What for."]
    assert second.passages == ()
    assert second.year == "2021"


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_a_file_of_another_kind_is_refused(name):
    with pytest.raises(Unreadable):
        read_dataset(b"\x00\x01 nothing of the kind", name)


@pytest.mark.parametrize("name", sorted(DATASETS))
def test_a_data_set_above_the_limit_is_refused(name):
    with pytest.raises(TooLarge):
        read_dataset(bytes(100_000_001), name)


def test_a_missing_column_is_named():
    with pytest.raises(Unreadable, match="'Start date'"):
        read_dataset(OECD.replace("Start date", "Begin").encode(), "oecd")


def test_an_unknown_data_set_is_refused():
    with pytest.raises(UnknownName, match="waie"):
        read_dataset(b"", "waei")


@pytest.mark.shared
def test_the_mention_table_of_waie_is_reproduced(shared):
    # Kluge Corrêa et al. 2023; the table of principles by number of documents, of 200.
    records = read_dataset((shared / "norms/waie/data_raw.parquet").read_bytes(), "waie")

    assert len(records) == 200
    assert list(mentions(records).values()) == [
        165, 156, 151, 137, 134, 107, 96, 94, 81, 80, 70, 58, 44, 39, 17, 14, 12,
    ]  # fmt: skip
    assert sum(len(each.passages) for each in records) == 1455
    assert {passage.concepts[0] for each in records for passage in each.passages} == set(
        mentions(records)
    )
