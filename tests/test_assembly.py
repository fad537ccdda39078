"""Two works at the same time, of which the second rests on what the first finds."""

import os
from collections.abc import Callable

import pytest

from generator.assembly import Assembly
from generator.parallel import Beside

NUMBERS = {"one": 1}


def found() -> tuple[str, int]:
    """What the first finds, and in which process."""
    return "sound", os.getpid()


@pytest.mark.parametrize("can_start", [True, False])
def test_the_second_goes_on_while_the_first_looks(
    can_start: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Beside, "can_start", staticmethod(lambda: can_start))
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    begun: list[str] = []

    def then() -> str:
        begun.append("then")
        return "made"

    (said, where), outcome = Assembly().both(found, then)
    assert said == "sound"
    assert (where != os.getpid()) is can_start
    assert begun == (["then"] if can_start else [])  # one after the other, it waits for the first
    assert outcome() == "made"
    assert begun == ["then"]


@pytest.mark.parametrize("can_start", [True, False])
def test_what_goes_wrong_with_the_second_is_told_to_who_asks(
    can_start: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Beside, "can_start", staticmethod(lambda: can_start))
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    (said, _), outcome = Assembly().both(found, lambda: NUMBERS["two"])
    assert said == "sound"
    with pytest.raises(KeyError, match="two"):
        outcome()


def test_a_first_that_fails_elsewhere_says_here_why(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("generator.assembly.cores", lambda: 2)
    first: Callable[[], int] = lambda: NUMBERS["two"]  # noqa: E731
    with pytest.raises(KeyError, match="two"):
        Assembly().both(first, lambda: "made")
    assert "Traceback" not in capfd.readouterr().err
