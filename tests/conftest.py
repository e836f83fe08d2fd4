"""What all tests share: what is made of rule packs is kept for the session, away from the user's own folder."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORT_LINTER_CACHE", str(tmp_path_factory.getbasetemp().parent / "cache"))
        yield
