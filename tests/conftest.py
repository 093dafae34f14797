import os
from pathlib import Path

import pytest
from hypothesis import settings

# Timings belong in benchmarks: a kernel that compiles on its first call is not a failure.
settings.register_profile("comity", deadline=None)
settings.load_profile("comity")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test data; tests that need it are skipped where it is absent."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("COMITY_SHARED") or beside)
    if not folder.is_dir():
        pytest.skip(f"the shared test data are not at {folder}; set COMITY_SHARED")
    return folder
