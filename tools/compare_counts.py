"""Compare `comity.models.architecture.count` with an independent implementation of each family.

    uv run --with transformers --with torch python tools/compare_counts.py

For every causal language model of the library ``transformers`` (Apache-2.0), its default
configuration is built without memory for weights, its parameters are summed, and the same
configuration is counted here. A difference of more than 0.01 % is printed; towers for images and
sound, which `count` leaves out, are such differences.
"""

from __future__ import annotations

import json
import warnings

import torch
import transformers
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES as NAMES

from comity.errors import ComityError
from comity.models.architecture import count

MOST = 0.0001


def theirs(config: object) -> int:
    """Parameters of the library's own model of a configuration, shared ones once."""
    with torch.device("meta"):
        model = transformers.AutoModelForCausalLM.from_config(config)
    model.tie_weights()
    return sum({id(each): each.numel() for each in model.parameters()}.values())


def main() -> None:
    """Print families that agree, are refused here, fail there, and differ."""
    warnings.filterwarnings("ignore")
    transformers.logging.set_verbosity_error()
    found: dict[str, list[str]] = {"equal": [], "refused": [], "not built": [], "differ": []}
    for name in NAMES:
        try:
            config = transformers.AutoConfig.for_model(name)
            stated = json.loads(config.to_json_string(use_diff=False))
            total = theirs(config)
        except Exception:
            found["not built"].append(name)
            continue
        try:
            ratio = count(stated).total / total - 1
        except ComityError:
            found["refused"].append(name)
            continue
        found["equal" if abs(ratio) <= MOST else "differ"].append(f"{name} ({ratio:+.2%})")
    for what, names in found.items():
        print(f"{what}: {len(names)}: {', '.join(names)}")


if __name__ == "__main__":
    main()
