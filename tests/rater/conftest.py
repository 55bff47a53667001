"""The shipped model, loaded once."""

import pytest

from roleplay.rater.local import LocalRater


@pytest.fixture(scope="session")
def rater() -> LocalRater:
    return LocalRater.load()
