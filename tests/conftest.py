import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test data; tests that need it are skipped where it is absent."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("COMITY_SHARED") or beside)
    if not folder.is_dir():
        pytest.skip(f"the shared test data are not at {folder}; set COMITY_SHARED")
    return folder
