"""Files others publish, read as rows."""

import json

import pytest

from comity.errors import InputError, UnknownName
from comity.facts.outside import import_rows

CARD = b"""---
license: apache-2.0
language:
  - en
  - sw  # Swahili
base_model: [org/base, "org/other"]
model-index:
  - name: x
---
# Title
"""


EPOCH = b"Model,Organization,Model accessibility,Parameters\n"


def test_a_card_gives_licence_languages_and_base():
    rows = [(row["field"], row["value"]) for row in import_rows("card", CARD)]

    assert rows == [
        ("license", "apache-2.0"), ("language", "en"), ("language", "sw"),
        ("base_model", "org/base"), ("base_model", "org/other"),
    ]  # fmt: skip


def test_prices_are_of_a_million_tokens_and_free_entries_are_left_out():
    listed = {
        "p/m": {"litellm_provider": "p", "input_cost_per_token": 1e-7,
                "output_cost_per_token": 4e-7},
        "p/free": {"output_cost_per_token": 0},
        "sample": "text",
    }  # fmt: skip
    rows = import_rows("litellm", json.dumps(listed).encode())

    assert [(r["listing"], r["usd_per_m_input"], r["usd_per_m_output"]) for r in rows] == [
        ("p/m", "0.1", "0.4")
    ]


def test_the_epoch_table_keeps_models_with_published_weights():
    table = (
        b"\xef\xbb\xbfModel,Organization,Model accessibility,Parameters\n"
        b"A,X,Open weights (unrestricted),7e9\nB,Y,API access,\n"
    )

    assert [row["name"] for row in import_rows("epoch", table)] == ["A"]


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("card", b"# no front", "three dashes"),
        ("litellm", b"[", "not JSON"),
        ("litellm", b"[]", "one JSON object"),
        ("epoch", b"a,b\n", "no column 'Model'"),
        ("epoch", b"\xff", "not UTF-8"),
        ("card", b"---\nlicense: mit\nlicense: apache-2.0\n---\n", "'license' twice"),
        ("card", b"---\nlanguage: [en,\n---\n", "not closed"),
        ("litellm", b'{"m": {"output_cost_per_token": NaN}}', "'m' a price of nan"),
        ("litellm", b'{"m": {"output_cost_per_token": -1e-6}}', "'m' a price of -1e-06"),
        ("litellm", b'{"m": {}, "m": {}}', "'m' is there twice"),
        ("epoch", EPOCH + b"A,X,Open weights (x),seven\n", "'A' 'seven' parameters"),
        ("epoch", EPOCH + b"A,X,Open weights (x),-7\n", "'A' '-7' parameters"),
        ("epoch", EPOCH + b"A,X,Open weights (x)," + b"7" * 200_000, "cannot be read"),
    ],
)
def test_a_file_of_another_kind_is_one_sentence(kind, content, said):
    with pytest.raises(InputError, match=said):
        import_rows(kind, content)


def test_an_unknown_kind_is_refused():
    with pytest.raises(UnknownName, match="card"):
        import_rows("toml", b"")


def test_a_short_row_of_the_epoch_table_has_no_size():
    (row,) = import_rows("epoch", EPOCH + b"A,X,Open weights (x)\n")

    assert row["parameters"] == ""
