"""Registers and configurations with a slip in them: each gives a site or a message.

``python -m tests.mutations --runs 1000`` tries more than a test may take time for; a fault is shown
with its number, which makes the same slip again.
"""

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from generator.writing.starter import Answers, starter
from tests.killing import DAY

ROOT = Path(__file__).parent.parent
VALUES = (
    "", "no", "~", "0", "-1", "1e309", "9" * 30, ".nan", "[]", "{}", "[[a], {b: c}]",
    "{a: {b: c}}", "&a [*a]", "*nowhere", "!!python/object:os.system x", "!ENV NOT_SET",
    "!!timestamp x", "null", "2026-02-30", "9999-12-31", "0001-01-01", "'", '"', "|", "> x",
    "a: b", "- a", "%", "\t", "\x00", "\ufeff", "\u202e", "<script>alert(1)</script>",
    "{{ 7 * 7 }}", "../../etc/passwd", "https://[", "/etc/passwd", "é" * 400, "true",
    "https://www.example.org/", "nl", "actions.yaml", "🙂", "con", "\\", "#", "'#0d4f5c'",
    "2026-Q1", "https://www.example.org/?a=b#c", "mkdocs", "you-said-we-did",
)  # fmt: skip
"""What somebody may type, paste or merge where something else should stand."""

CONFIGURATION = """site_name: Slips
site_url: https://www.example.org/said/
docs_dir: content
strict: true
theme:
  name: material
  font: false
  palette: {primary: custom, accent: custom}
markdown_extensions: [toc]
plugins:
  - you-said-we-did:
      register: actions.yaml
      minimum_answers: 12
      titles: {nl: Gezegd, en: Said}
      notice: {en: A trial.}
      licence: https://creativecommons.org/licenses/by/4.0/
      allow:
        - {text: 0900 1234, reason: Our own number.}
      colour: "#0d4f5c"
      frame_ancestors: ["'self'", "https://www.example.org"]
"""

SIGNS = ":-#'\"[]{}|>&*!%@`\t\x00\x1b\u200b\ufeff\u2028\n\r\ud7ff"
"""Signs that mean something to YAML, to a screen, or to nobody."""
Slip = Callable[[str, random.Random], str]


def _line(text: str, chance: random.Random) -> tuple[list[str], int]:
    lines = text.split("\n")
    return lines, chance.randrange(len(lines))


def another_value(text: str, chance: random.Random) -> str:
    """Something else behind a colon or a dash."""
    found = list(re.finditer(r"(?<=[:-] )[^\n]+|(?<=[:\[,] )[^\n,\]}]+", text))
    place = chance.choice(found)
    return text[: place.start()] + chance.choice(VALUES) + text[place.end() :]


def another_name(text: str, chance: random.Random) -> str:
    """A key with a letter changed, left out or put in."""
    place: re.Match[str] = chance.choice(list(re.finditer(r"[\w-]+(?=:)", text)))
    key = str(place[0])
    at = chance.randrange(len(key))
    new = chance.choice((key[:at] + key[at + 1 :], key[:at] + "x" + key[at:], key.upper(), "7", ""))
    return text[: place.start()] + new + text[place.end() :]


def without_a_line(text: str, chance: random.Random) -> str:
    """One line fewer."""
    lines, at = _line(text, chance)
    return "\n".join(lines[:at] + lines[at + 1 :])


def a_line_twice(text: str, chance: random.Random) -> str:
    """One line again, here or elsewhere."""
    lines, at = _line(text, chance)
    lines.insert(chance.randrange(len(lines)), lines[at])
    return "\n".join(lines)


def moved(text: str, chance: random.Random) -> str:
    """One line with other spaces in front of it."""
    lines, at = _line(text, chance)
    lines[at] = chance.choice(("", " ", "  ", "    ", "\t")) + lines[at].lstrip(" ")
    return "\n".join(lines)


def cut_off(text: str, chance: random.Random) -> str:
    """The end is missing."""
    return text[: chance.randrange(len(text))]


def another_sign(text: str, chance: random.Random) -> str:
    """One sign more, fewer or another."""
    at = chance.randrange(len(text))
    sign: str = chance.choice(("", *SIGNS))
    return text[:at] + sign + text[at + chance.randrange(2) :]


SLIPS: Sequence[Slip] = (
    another_value, another_value, another_name, without_a_line, a_line_twice, moved, cut_off,
    another_sign,
)  # fmt: skip
COMMANDS: Sequence[Sequence[str]] = (
    ("check", "--as-of", str(DAY)),
    ("check", "--as-of", str(DAY), "--format", "github", "--language", "nl"),
    ("check", "--as-of", str(DAY), "--format", "json"),
    ("due", "--as-of", str(DAY)),
    ("compare", "now", "now", "--as-of", str(DAY)),
    ("publish", "slip", "--as-of", str(DAY)),
    ("digest", "--out", "mails"),
)


def slipped(text: str, chance: random.Random) -> str:
    """The text with one to three slips."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if text.strip():
            try:
                text = chance.choice(SLIPS)(text, chance)
            except IndexError:  # no such place is left
                continue
    return text


def prepare(folder: Path) -> None:
    """A site in which slips are made."""
    for name, content in starter(
        Answers("Bank", ("nl", "en"), "https://www.example.org/"), DAY
    ).items():
        if name.startswith(("content/", "actions")):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)


def trial(folder: Path, number: int, build: bool) -> str:
    """What is wrong with how a command takes the slips of a number; nothing where all is well."""
    chance = random.Random(number)
    long = chance.random() < 0.3
    register = ((ROOT if long else folder) / "actions.yaml").read_text("utf-8")
    configuration = CONFIGURATION
    if number % 2:
        register = slipped(register, chance)
    else:
        configuration = slipped(configuration, chance)
    work = folder / "work"
    work.mkdir(exist_ok=True)
    if not (work / "content").exists():
        shutil.copytree(folder / "content", work / "content")
    (work / "actions.yaml").write_bytes(register.encode("utf-8", "surrogatepass"))
    (work / "mkdocs.yml").write_bytes(configuration.encode("utf-8", "surrogatepass"))
    command = ("build", "--quiet", "--as-of", str(DAY)) if build else chance.choice(COMMANDS)
    return wrong(work, command)


def wrong(
    folder: Path, command: Sequence[str], hear: Callable[[str], None] = lambda _: None
) -> str:
    """Run a command in a folder; what it does that none should. ``hear`` gets what it says."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        done = CliRunner().invoke(main, command)
    finally:
        os.chdir(before)
    said = done.output
    hear(said)
    if done.exception and not isinstance(done.exception, SystemExit):
        return "".join(traceback.format_exception(done.exception))
    if "Traceback" in said or "fault of yswd" in said:
        return said
    if done.exit_code not in (0, 1, 2):
        return f"exit code {done.exit_code}: {said}"
    if done.exit_code and not said.strip():
        return f"exit code {done.exit_code} without a word"
    if re.search(r"[\x00-\x08\x0b-\x1f\u202e]", said):
        return f"what was typed steers the screen: {said!r}"
    return ""


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--builds", type=int, default=10, help="each so many is a whole build")
    chosen = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for number in range(chosen.first, chosen.first + chosen.runs):
            if found := trial(folder, number, number % chosen.builds < 2):
                faults += 1
                print(f"--- {number}\n{found}")
    print(f"{chosen.runs} runs, {faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    _main()
