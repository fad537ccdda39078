"""The words that went and came put the old and the new text together again."""

from itertools import pairwise
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.editions.difference import PROSE
from generator.editions.wording import Fate, Piece, bare, pieces
from generator.register import model
from generator.register.fields import Prose

_texts = st.lists(st.sampled_from(["a", "bank", " ", ", ", "é", "\n", "12", "."])).map("".join)


@given(_texts, _texts)
@settings(deadline=None)
def test_pieces_hold_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.fate is not Fate.CAME) == old
    assert "".join(piece.text for piece in found if piece.fate is not Fate.WENT) == new
    assert all(piece.text for piece in found)
    assert all(one.fate is not other.fate for one, other in pairwise(found))


def test_words_change_as_a_whole_and_side_by_side() -> None:
    assert pieces("U hoort op 1 mei meer.", "U hoort op 12 juni meer.") == (
        Piece(Fate.SAME, "U hoort op "),
        Piece(Fate.WENT, "1 mei"),
        Piece(Fate.CAME, "12 juni"),
        Piece(Fate.SAME, " meer."),
    )


@pytest.mark.parametrize(
    ("old", "new", "old_shown", "new_shown"),
    [
        ("Het is **klaar**.", "Het is **bijna** klaar.", "Het is klaar.", "Het is bijna klaar."),
        ("- een\n- twee", "- een\n- drie", "een twee", "een drie"),
        ("Zie [hier](https://a.example).", "Lees [hier](https://a.example).", "Zie hier.",
         "Lees hier."),
    ],
)  # fmt: skip
def test_what_readers_see_changes_without_its_marks(
    old: str, new: str, old_shown: str, new_shown: str
) -> None:
    assert bare(old, new) == (old_shown, new_shown)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Zie [hier](https://a.example).", "Lees [hier](https://b.example)."),
        ("Dat doen we **niet**.", "Dat doen we niet."),
        ("Een.\n\nTwee.", "Een. Twee."),
        ("Zie https://a.example.", "Zie <https://a.example>."),
    ],
)
def test_a_change_that_only_marks_or_links_show_is_shown_as_typed(old: str, new: str) -> None:
    assert bare(old, new) == (old, new)


def test_only_prose_has_marks() -> None:
    models = [found for found in vars(model).values() if isinstance(found, type)]
    fields = {
        name
        for found in models
        if issubclass(found, BaseModel)
        for name, hint in get_type_hints(found, include_extras=True).items()
        if hint in (Prose, Prose | None)
    }
    assert fields == PROSE


def test_a_number_changes_as_a_whole() -> None:
    assert pieces("Het waren er 18.000.", "Het waren er 26.400.")[1:3] == (
        Piece(Fate.WENT, "18.000"),
        Piece(Fate.CAME, "26.400"),
    )


def test_a_text_that_came_or_went() -> None:
    assert pieces("", "Nieuw.") == (Piece(Fate.CAME, "Nieuw."),)
    assert pieces("Oud.", "") == (Piece(Fate.WENT, "Oud."),)
    assert pieces("", "") == ()


def test_a_very_long_text_is_compared_as_one() -> None:
    assert len(pieces("a " * 5000, "b " * 5000)) == 2
