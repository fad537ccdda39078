r"""What a backslash does inside double quotes: it may not swallow what was typed.

A folder in Windows is the usual one: ``"C:\temp"`` would become a tab between ``C:`` and ``emp``.
"""

import pytest
import yaml

from generator.problems import Place
from tests.register.reading import codes, problems, title, with_title

MEANT = r"""
a\\b
C:\\temp
\\\\srv\\new
zei \"ja\"
Een regel.\nNog een regel
Twee:\n\nnog een
Zo:\n- een\n- twee
Plan A:\nBellen
klaar\\\nnu
Ori\u00ebnteren
Ori\xEBnteren
\U0001F600
"""
"""As programs write them, and whoever knows what a backslash does there."""

SWALLOWING = r"""
C:\temp
C:\0
C:\archief
C:\bin
C:\etc
C:\foto
C:\volgt
C:\rapport
C:\Nieuw
C:\_oud
C:\Lijst
C:\Post
C:\new
D:\u2026
D:\xEBn
D:\U0001F600
Schijf C:\ is vol
Mappen op C:\	en elders
ja\/nee
ja\nee
map\nieuw
C:\\data\new
\\\\srv01\new
(x86)\new
C:\\tools\x64
C:\\tools\x86
C:\\tools\xfer
¯\_(ツ)_/¯
"""
"""Each would lose its first single backslash, and more."""


@pytest.mark.parametrize("typed", MEANT.split("\n")[1:-1])
def test_a_backslash_that_means_what_it_says_is_read(typed: str) -> None:
    assert title(f'"{typed}"') == " ".join(yaml.safe_load(f'"{typed}"').split())


@pytest.mark.parametrize("typed", SWALLOWING.split("\n")[1:-1])
def test_a_backslash_that_would_swallow_what_was_typed_is_told(typed: str) -> None:
    """Where it stands, and nothing else about that text."""
    [problem] = problems(with_title(f'"{typed}."'))
    first = typed.replace("\\\\", "  ").index("\\")
    column = len('      nl: "') + first + 1
    assert (problem.code, problem.place) == (
        "backslash-in-quotes",
        Place("actions.yaml", 11, column),
    )
    assert problem.facts["found"] == typed[first : first + 2]


def test_it_is_told_on_its_own_line_of_a_text() -> None:
    typed = '"Wij werken\n        aan\\\n        \\ de map C:\\temp."'
    [problem] = problems(with_title(typed))
    assert problem.place == Place("actions.yaml", 13, len("        \\ de map C:") + 1)
    assert title(typed.replace(":\\temp", "")) == "Wij werken aan de map C."


def test_a_folder_at_the_end_of_a_line_is_told() -> None:
    typed = '"Alles staat op C:\\\n        en D."'
    assert codes(with_title(typed)) == [(11, "backslash-in-quotes")]


@pytest.mark.parametrize("typed", ["C:\\temp", "C:\\new\\", "\\\\srv\\temp", "ja\\nee"])
def test_without_double_quotes_it_is_a_character_like_any_other(typed: str) -> None:
    assert title(typed) == title(f"'{typed}'") == typed
