"""What all tests share: no network, here and in processes that tests start; and what is made of rule packs is kept
for the session, away from the user's own folder.
"""

import os
import runpy
from pathlib import Path

import pytest

NO_NETWORK = Path(__file__).parent / "no_network"


def pytest_configure() -> None:
    runpy.run_path(str(NO_NETWORK / "sitecustomize.py"))
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = f"{NO_NETWORK}{os.pathsep}{before}" if before else str(NO_NETWORK)


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORT_LINTER_CACHE", str(tmp_path_factory.getbasetemp().parent / "cache"))
        yield


@pytest.fixture(scope="session")
def shipped_packs(_cache: object) -> object:
    """The packs that come with the program, by id, kept for the session."""
    from report_linter.pack import load_together, shipped
    from report_linter.store import Store

    kept = Store(Path(os.environ["REPORT_LINTER_CACHE"]))
    return {pack.id: pack for pack in load_together(shipped(), kept)}
