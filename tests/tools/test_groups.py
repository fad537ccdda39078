"""The suite itself: tests that name a group share what is dear to make."""

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="all in one process")
@pytest.mark.xdist_group("shared")
def test_a_group_reaches_the_one_who_hands_out_tests(request: pytest.FixtureRequest) -> None:
    """By its name behind that of the test; without it each process makes all for itself."""
    assert request.node.nodeid.endswith("@shared")
